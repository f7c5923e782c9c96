import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '@guanxi/core/app/words.ts';
import ReclassifiedCard from './reclassified-card.vue';

/** A card of "My day"; no field offers it. */
export default defineInterface({
	id: 'crm-abc-day',
	get name() {
		return pick('近期等级变化', 'Class changes');
	},
	icon: 'swap_vert',
	component: ReclassifiedCard,
	types: [],
	system: true,
	options: null,
});
