import { defineDisplay } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import ClassChipDisplay from './class-chip-display.vue';

export default defineDisplay({
	id: 'crm-abc-class-chip',
	get name() {
		return pick('客户价值等级', 'Value class');
	},
	get description() {
		return pick('带颜色的等级标签', 'The class as a coloured chip');
	},
	icon: 'label',
	component: ClassChipDisplay,
	types: ['string'],
	options: null,
});
