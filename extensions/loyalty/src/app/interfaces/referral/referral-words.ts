import type { Phrase } from '@guanxi/core/words';
import type { ReferralState } from '../../../domain/referral/referral.ts';

/** How far a recommendation has come, as staff read it. */
export const STATE_WORDS: Record<ReferralState, Phrase> = {
	attributed: ['已登记，等待首单', 'Noted; waits for the first order'],
	qualified: ['已达成，奖励在退货期内待生效', 'Counts; rewards wait for the return window'],
	confirmed: ['已确认', 'Confirmed'],
	rejected: ['不计入', 'Does not count'],
	reversed: ['首单已退，奖励已收回', 'The first order came back, and the rewards with it'],
};
