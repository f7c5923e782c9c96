import { definePanel } from '@directus/extensions-sdk';
import { monthsOption, ownerOption, periodOptions } from '@guanxi/core/app/panel-options.ts';
import { pick } from '@guanxi/core/app/words.ts';
import { modelOption } from '../model-option.ts';
import EffortPanel from './effort-panel.vue';

export default definePanel({
	id: 'crm-abc-effort',
	get name() {
		return pick('精力与价值', 'Effort against value');
	},
	get description() {
		return pick('销售时间是否用在带来价值的客户上', 'Whether sales time goes to the customers who bring the value');
	},
	icon: 'balance',
	component: EffortPanel,
	options: () => [modelOption(), ownerOption(), monthsOption(12), ...periodOptions()],
	minWidth: 16,
	minHeight: 14,
});
