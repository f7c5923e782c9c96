import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '../../shared/words.ts';
import RecordSelect from './record-select.vue';

export default defineInterface({
	id: 'crm-core-record-select',
	get name() {
		return pick('选择记录', 'Record');
	},
	get description() {
		return pick('从一个集合中选择一条记录', 'Choose one record of a collection');
	},
	icon: 'arrow_drop_down_circle',
	component: RecordSelect,
	types: ['string'],
	group: 'other',
	options: [
		{ field: 'collectionName', name: '$t:collection', type: 'string', meta: { interface: 'system-collection', width: 'half' } },
		{ field: 'valueField', name: '$t:field', type: 'string', meta: { interface: 'input', width: 'half' } },
	],
});
