import { definePanel } from '@directus/extensions-sdk';
import { monthsOption, periodOptions } from '@guanxi/core/app/panel-options.ts';
import { pick } from '@guanxi/core/app/words.ts';
import { programOption } from '../program-option.ts';
import FlowsPanel from './flows-panel.vue';

export default definePanel({
	id: 'crm-loyalty-flows',
	get name() {
		return pick('积分收支', 'Points flows');
	},
	get description() {
		return pick('每月发放、兑换和过期的积分', 'Points issued, redeemed and expired, by month');
	},
	icon: 'swap_vert',
	component: FlowsPanel,
	options: () => [programOption(), monthsOption(12), ...periodOptions()],
	minWidth: 14,
	minHeight: 12,
});
