import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import EntriesTable from './entries-table.vue';

export default defineInterface({
	id: 'crm-loyalty-entries',
	get name() {
		return pick('积分流水', 'Points entries');
	},
	get description() {
		return pick('账户的每次变动，只读', 'Every movement of an account, to be read');
	},
	icon: 'receipt_long',
	component: EntriesTable,
	types: ['alias'],
	localTypes: ['o2m'],
	group: 'relational',
	options: null,
});
