import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import NextSteps from './next-steps.vue';

export default defineInterface({
	id: 'crm-complaints-next',
	get name() {
		return pick('投诉的下一步', 'Next steps of a complaint');
	},
	get description() {
		return pick('可以进行的步骤，以及每一步还缺什么', 'The steps that may be taken, and what each still lacks');
	},
	icon: 'alt_route',
	component: NextSteps,
	types: ['alias'],
	localTypes: ['presentation'],
	group: 'presentation',
	options: null,
});
