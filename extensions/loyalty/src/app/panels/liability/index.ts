import { definePanel } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import { programOption } from '../program-option.ts';
import LiabilityPanel from './liability-panel.vue';

export default definePanel({
	id: 'crm-loyalty-liability',
	get name() {
		return pick('积分负债', 'Points liability');
	},
	get description() {
		return pick('会员手里的积分值多少钱，何时过期', 'What members hold is worth, and when it expires');
	},
	icon: 'account_balance',
	component: LiabilityPanel,
	options: () => [programOption()],
	minWidth: 14,
	minHeight: 12,
});
