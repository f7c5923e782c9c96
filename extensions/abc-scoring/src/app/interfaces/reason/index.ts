import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import ScoreReason from './score-reason.vue';

export default defineInterface({
	id: 'crm-abc-reason',
	get name() {
		return pick('评分依据', 'Reason of a score');
	},
	get description() {
		return pick('用句子说明一条评分的依据', 'The stored steps of a score in sentences');
	},
	icon: 'help_center',
	component: ScoreReason,
	types: ['json'],
	group: 'other',
	options: null,
});
