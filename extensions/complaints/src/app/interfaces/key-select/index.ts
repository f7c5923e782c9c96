import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import KeySelect from './key-select.vue';

export default defineInterface({
	id: 'crm-complaints-key-select',
	get name() {
		return pick('设置中的一项', 'One of a list of the settings');
	},
	get description() {
		return pick('从设置的队列或原因中选择', 'Chosen from the queues or causes of the settings');
	},
	icon: 'label',
	component: KeySelect,
	types: ['string'],
	group: 'other',
	options: null,
});
