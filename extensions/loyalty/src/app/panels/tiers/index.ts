import { definePanel } from '@directus/extensions-sdk';
import { monthsOption, periodOptions } from '@guanxi/core/app/panel-options.ts';
import { pick } from '@guanxi/core/app/words.ts';
import { programOption } from '../program-option.ts';
import TiersPanel from './tiers-panel.vue';

export default definePanel({
	id: 'crm-loyalty-tiers',
	get name() {
		return pick('会员等级分布', 'Members by tier');
	},
	get description() {
		return pick('各等级有多少会员，谁升级、谁降级', 'How many members each tier has, who rose and who fell');
	},
	icon: 'military_tech',
	component: TiersPanel,
	options: () => [programOption(), monthsOption(3), ...periodOptions()],
	minWidth: 14,
	minHeight: 12,
});
