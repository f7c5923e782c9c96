import { defineOperationApp } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import { moveOptions, moveOverview } from '../move-options.ts';

/** Names are getters: Directus copies them again whenever the language changes. */
export default defineOperationApp({
	id: 'crm-loyalty-adjust',
	icon: 'tune',
	get name() {
		return pick('调整积分', 'Adjust points');
	},
	get description() {
		return pick('人工更正余额：正数增加，负数扣减', 'Adjust a balance by hand: positive gives, negative takes');
	},
	overview: moveOverview,
	options: () => moveOptions({ points: pick('积分（负数为扣减）', 'Points (negative takes)'), isReasonRequired: true }),
});
