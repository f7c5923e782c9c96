import type { Phrase } from '@guanxi/core/words';

/** How far a recommendation has come. In `qualified` its rewards wait until the order can no longer be returned. */
export const REFERRAL_STATES = ['attributed', 'qualified', 'confirmed', 'rejected', 'reversed'] as const;
export type ReferralState = (typeof REFERRAL_STATES)[number];

/** What may follow what. Whoever was rejected may name somebody else, while they have bought nothing. */
export const REFERRAL_MOVES: Record<ReferralState | 'none', readonly ReferralState[]> = {
	none: ['attributed', 'rejected'],
	attributed: ['qualified', 'rejected'],
	qualified: ['confirmed', 'reversed'],
	rejected: ['attributed', 'rejected'],
	confirmed: [],
	reversed: [],
};

/** Why a recommendation does not count, as staff read it. */
export const REJECTIONS = {
	self_referral: ['推荐人就是本人', 'They recommended themselves'],
	same_contact: ['与推荐人的电话、邮箱或微信相同', 'Phone, e-mail or WeChat is that of the referrer'],
	referee_existed: ['被推荐前已有付款订单', 'They had a paid order before'],
	referrer_not_active: ['推荐人账户已锁定或关闭', 'The referrer’s account is frozen or closed'],
	referral_cycle: ['推荐关系成环', 'The referrer was brought, directly or not, by this member'],
	referral_cap: ['推荐人本周期的推荐数已满', 'The referrer has brought as many as count in the period'],
} as const satisfies Record<string, Phrase>;
export type Rejection = keyof typeof REJECTIONS;

/** One who came (the referee) and the member who brought them, by their accounts. Rows are named as they are stored. */
export interface Referral {
	/** The referee's account: nobody is brought twice. */
	id: string;
	referrer: string;
	state: ReferralState;
	reason: Rejection | null;
	attributed_at_ms: number;
	/** The order that made it count. */
	order_id: string | null;
	qualified_at_ms: number | null;
	/** The first day on which nothing can undo it any more. */
	confirms_on: string | null;
}

/** Moves a referral, or throws: the table above is a law, and who breaks it has a bug. */
export function moved(referral: Referral | null, to: Referral): Referral {
	const from = referral?.state ?? 'none';
	if (!REFERRAL_MOVES[from].includes(to.state)) throw new Error(`A referral does not move from ${from} to ${to.state}`);
	return to;
}
