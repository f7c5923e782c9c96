import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '../../shared/words.ts';
import CalendarDays from './calendar-days.vue';

export default defineInterface({
	id: 'crm-core-calendar-days',
	get name() {
		return pick('节假日与调休', 'Holidays and make-up days');
	},
	get description() {
		return pick('与平常不同的日子', 'Days that differ from the normal week');
	},
	icon: 'event_busy',
	component: CalendarDays,
	types: ['json'],
	group: 'other',
	options: null,
});
