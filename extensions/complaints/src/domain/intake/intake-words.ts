import type { ProblemWords } from '@guanxi/core/problem';
import type { Phrase } from '@guanxi/core/words';
import type { State } from '../case/case.ts';

/** What is refused when something is filed. Visitors read it, so it names no field the way programs do. */
export const INTAKE_WORDS = {
	reasons: {
		no_way_to_answer: ['请填写电话或电子邮箱，以便我们答复您。', 'Give a phone number or an e-mail address, so that we can answer you.'],
		not_an_address: ['电话或电子邮箱不完整，请检查后重新填写。', 'The phone number or e-mail address is not complete. Check it and send it again.'],
	},
} as const satisfies ProblemWords;

/** How far a case is, said to whoever filed it. */
export const PROGRESS: Record<State, Phrase> = {
	received: ['我们已收到，将尽快由专人受理。', 'We have received it. Somebody will take it on soon.'],
	acknowledged: ['已由专人受理。', 'Somebody has taken it on.'],
	assessing: ['我们正在评估情况。', 'We are assessing what happened.'],
	investigating: ['我们正在调查。', 'We are looking into it.'],
	waiting_customer: ['我们正在等待您的答复。', 'We are waiting for your answer.'],
	waiting_third_party: ['我们正在等待第三方的答复。', 'We are waiting for somebody else’s answer.'],
	decided: ['我们已作出决定，并会与您联系。', 'We have decided, and will be in touch with you.'],
	accepted: ['您已接受我们的决定，谢谢。', 'You have accepted our decision. Thank you.'],
	closed_unaccepted: ['您未接受我们的决定。', 'You have not accepted our decision.'],
	closed: ['已办结。', 'It is closed.'],
	reopened: ['已重新打开，我们会再次处理。', 'It is open again, and we are working on it.'],
	duplicate: ['已与您先前的一件合并处理。', 'It is handled together with an earlier one.'],
	withdrawn: ['已撤回。', 'It was withdrawn.'],
	out_of_scope: ['这不属于我们的受理范围。', 'It is not for us to settle.'],
	external: ['已由外部机构处理。', 'An outside body is handling it.'],
};

/** What the form offers where the settings name nothing. */
export const CATEGORIES: readonly Phrase[] = [
	['产品质量', 'Product quality'],
	['送货与物流', 'Delivery'],
	['服务态度', 'Service'],
	['价格与账单', 'Price and bill'],
	['退换货', 'Returns'],
	['其他', 'Something else'],
];
