import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '../../shared/words.ts';
import CalendarWeek from './calendar-week.vue';

export default defineInterface({
	id: 'crm-core-calendar-week',
	get name() {
		return pick('每周工作时间', 'Working week');
	},
	get description() {
		return pick('每天的班次', 'The working hours of each weekday');
	},
	icon: 'date_range',
	component: CalendarWeek,
	types: ['json'],
	group: 'other',
	options: null,
});
