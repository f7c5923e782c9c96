import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import ClassSelect from './class-select.vue';

export default defineInterface({
	id: 'crm-abc-class-select',
	get name() {
		return pick('评分模型的等级', 'Class of the model');
	},
	get description() {
		return pick('从表单上的等级中选择', 'Chosen from the classes on the form');
	},
	icon: 'label',
	component: ClassSelect,
	types: ['string'],
	group: 'other',
	options: null,
});
