import type { Phrase } from '@guanxi/core/words';
import type { CaseDecision, Remedy, State } from './case.ts';

/** What a step is called by whoever takes it. */
export const STEP_WORDS: Record<Exclude<State, 'received'>, Phrase> = {
	acknowledged: ['受理', 'Acknowledge'],
	assessing: ['开始评估', 'Start the assessment'],
	investigating: ['开始调查', 'Investigate'],
	waiting_customer: ['等待客户', 'Wait for the customer'],
	waiting_third_party: ['等待第三方', 'Wait for a third party'],
	decided: ['作出决定', 'Decide'],
	accepted: ['客户接受', 'Customer accepts'],
	closed_unaccepted: ['客户不接受', 'Customer does not accept'],
	closed: ['结案', 'Close'],
	reopened: ['重新打开', 'Reopen'],
	duplicate: ['标为重复', 'Mark as a duplicate'],
	withdrawn: ['客户撤回', 'Customer withdraws'],
	out_of_scope: ['不属受理范围', 'Out of scope'],
	external: ['转外部机构', 'Taken to an outside body'],
};

export const DECISION_WORDS: Record<CaseDecision, Phrase> = {
	upheld: ['成立', 'Upheld'],
	partly: ['部分成立', 'Partly upheld'],
	not_upheld: ['不成立', 'Not upheld'],
	adopted: ['采纳', 'Adopted'],
	declined: ['不采纳', 'Declined'],
	answered: ['已答复', 'Answered'],
};

export const REMEDY_WORDS: Record<Remedy, Phrase> = {
	none: ['无', 'None'],
	apology: ['道歉', 'Apology'],
	repair: ['维修', 'Repair'],
	replacement: ['换货', 'Replacement'],
	refund: ['退款', 'Refund'],
	compensation: ['赔偿', 'Compensation'],
	discount: ['折扣', 'Discount'],
	other: ['其他', 'Other'],
};
