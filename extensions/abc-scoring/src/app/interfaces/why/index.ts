import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import CustomerWhy from './customer-why.vue';

export default defineInterface({
	id: 'crm-abc-why',
	get name() {
		return pick('为什么是这个等级', 'Why this class');
	},
	get description() {
		return pick('用句子说明客户等级的原因', 'The reasons of a customer class in sentences');
	},
	icon: 'help_center',
	component: CustomerWhy,
	types: ['alias'],
	localTypes: ['presentation'],
	group: 'presentation',
	options: null,
});
