import { definePanel } from '@directus/extensions-sdk';
import { monthsOption, periodOptions } from '@guanxi/core/app/panel-options.ts';
import { pick } from '@guanxi/core/app/words.ts';
import { programOption } from '../program-option.ts';
import RulesPanel from './rules-panel.vue';

export default definePanel({
	id: 'crm-loyalty-rules',
	get name() {
		return pick('积分规则排行', 'Rules by points');
	},
	get description() {
		return pick('哪条规则给出的积分最多', 'Which rules give the most points');
	},
	icon: 'rule',
	component: RulesPanel,
	options: () => [programOption(), monthsOption(12), ...periodOptions()],
	minWidth: 14,
	minHeight: 12,
});
