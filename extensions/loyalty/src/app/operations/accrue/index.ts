import { defineOperationApp } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import { moveOptions, moveOverview } from '../move-options.ts';

/** Names are getters: Directus copies them again whenever the language changes. */
export default defineOperationApp({
	id: 'crm-loyalty-accrue',
	icon: 'add_circle',
	get name() {
		return pick('累积积分', 'Give points');
	},
	get description() {
		return pick('为会员增加积分，等待期与上限照常适用', 'Give a member points as if they were earned: they may wait, and a cap holds');
	},
	overview: moveOverview,
	options: () => moveOptions({ points: pick('积分', 'Points'), isReasonRequired: false }),
});
