import { definePanel } from '@directus/extensions-sdk';
import { flag } from '@guanxi/core/app/panel-options.ts';
import { pick } from '@guanxi/core/app/words.ts';
import { modelOption } from '../model-option.ts';
import ClassesPanel from './classes-panel.vue';

export default definePanel({
	id: 'crm-abc-classes',
	get name() {
		return pick('客户等级', 'Customer classes');
	},
	get description() {
		return pick('每个等级有多少客户、带来多少价值', 'How many customers each class has and what they bring');
	},
	icon: 'leaderboard',
	component: ClassesPanel,
	options: () => [modelOption(), flag('showRun', pick('显示评分按钮', 'Show the run button'))],
	minWidth: 14,
	minHeight: 12,
});
