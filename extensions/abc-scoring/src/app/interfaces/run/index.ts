import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import ModelRun from './model-run.vue';

export default defineInterface({
	id: 'crm-abc-model-run',
	get name() {
		return pick('运行评分', 'Run scoring');
	},
	get description() {
		return pick('先试算，再正式评分', 'Rehearse, then score');
	},
	icon: 'play_circle',
	component: ModelRun,
	types: ['alias'],
	localTypes: ['presentation'],
	group: 'presentation',
	options: null,
});
