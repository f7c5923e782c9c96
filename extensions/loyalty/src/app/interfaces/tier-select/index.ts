import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import TierSelect from './tier-select.vue';

export default defineInterface({
	id: 'crm-loyalty-tier-select',
	get name() {
		return pick('会员计划的等级', 'Tier of the program');
	},
	get description() {
		return pick('从表单上的会员计划的等级中选择', 'Chosen from the tiers of the program on the form');
	},
	icon: 'military_tech',
	component: TierSelect,
	types: ['string'],
	group: 'other',
	options: null,
});
