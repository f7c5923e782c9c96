import { definePanel } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import { modelOption } from '../model-option.ts';
import ParetoPanel from './pareto-panel.vue';

export default definePanel({
	id: 'crm-abc-pareto',
	get name() {
		return pick('帕累托曲线', 'Pareto curve');
	},
	get description() {
		return pick('价值集中在多少客户身上', 'On how many customers the value rests');
	},
	icon: 'show_chart',
	component: ParetoPanel,
	options: () => [modelOption()],
	minWidth: 14,
	minHeight: 12,
});
