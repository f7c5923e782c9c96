import { defineInterface } from '@directus/extensions-sdk';
import { pick } from '../../shared/words.ts';
import ScheduleInput from './schedule-input.vue';

export default defineInterface({
	id: 'crm-core-schedule',
	get name() {
		return pick('运行计划', 'Schedule');
	},
	get description() {
		return pick('选择运行的日子和时间', 'Choose the days and the time of a run');
	},
	icon: 'schedule',
	component: ScheduleInput,
	types: ['string'],
	group: 'other',
	options: null,
});
