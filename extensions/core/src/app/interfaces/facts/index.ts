import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '../../shared/words.ts';
import FactList from './fact-list.vue';

export default defineInterface({
	id: 'crm-core-facts',
	get name() {
		return pick('数据清单', 'List of facts');
	},
	get description() {
		return pick('以清单显示系统记录的数据，只读', 'What the system recorded, as a list to read');
	},
	icon: 'list_alt',
	component: FactList,
	types: ['json'],
	group: 'other',
	options: null,
});
