import { defineOperationApp } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import { moveOptions, moveOverview } from '../move-options.ts';

/** Names are getters: Directus copies them again whenever the language changes. */
export default defineOperationApp({
	id: 'crm-loyalty-redeem',
	icon: 'redeem',
	get name() {
		return pick('兑换积分或礼品', 'Redeem points or a reward');
	},
	get description() {
		return pick('扣减会员的积分，先到期的先用', 'Spend points of a member, first those that expire first');
	},
	overview: moveOverview,
	options: () => moveOptions({ points: pick('积分', 'Points'), isReasonRequired: false, takesReward: true }),
});
