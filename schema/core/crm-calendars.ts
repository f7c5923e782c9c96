import { audit, json, label, primaryKey, shortName, text } from '../fields.ts';
import type { CollectionSpec } from '../model.ts';
import { TEAL } from './colors.ts';
import { timezone } from './timezones.ts';

export const crmCalendars: CollectionSpec = {
	collection: 'crm_calendars',
	label: label('工作日历', 'Business calendars'),
	singular: label('工作日历', 'Business calendar'),
	note: label(
		'工作时间、节假日和调休上班日，用于计算服务时限。',
		'Working hours, holidays and make-up days; service levels are counted by them.',
	),
	icon: 'calendar_month',
	color: TEAL,
	displayTemplate: '{{name}}',
	folder: 'crm',
	sort: 80,
	fields: [
		primaryKey(),
		text('name', label('名称', 'Name'), { required: true }),
		shortName(label('规则引用此日历时使用的短名称。', 'The short name by which rules refer to this calendar.')),
		timezone('timezone'),
		json('week', label('每周工作时间', 'Working hours of a week'), {
			interface: 'crm-core-calendar-week',
			note: label('没有时段的日子是休息日；午休请分成两段。', 'A day without shifts is a day off; use two shifts around a lunch break.'),
		}),
		json('days', label('节假日与调休', 'Holidays and make-up days'), {
			interface: 'crm-core-calendar-days',
			note: label(
				'与每周安排不同的日子：放假，或周末调休上班。',
				'Days that differ from the week: holidays, or weekend days that are worked.',
			),
		}),
		...audit(),
	],
};
