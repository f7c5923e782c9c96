import type { ProblemWords } from '@guanxi/core/problem';

/** What is refused about recommending members; part of `LOYALTY_WORDS`. What merely does not count is no refusal: `REJECTIONS`. */
export const REFERRAL_WORDS = {
	reasons: {
		unknown_referral_code: ['{field}不是本计划会员的推荐码，请核对后重新输入。', '{field} is no code of a member of this program. Check it and enter it again.'],
		has_referrer: ['该会员的推荐人已确定，不能更改。', 'Who brought this member is settled, and stays as it is.'],
	},
	fields: {
		referral_code: ['推荐码', 'Referral code'],
		code: ['推荐码', 'Referral code'],
	},
} as const satisfies ProblemWords;
