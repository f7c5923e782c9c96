import { audit, between, choice, json, label, link, listColumn, longText, option, primaryKey, whole } from '../fields.ts';
import { AMBER, GREEN, GREY, TEAL } from '../core/colors.ts';
import type { CollectionSpec, FieldSpec, Label } from '../model.ts';

/** Short words, one after the other. */
const tags = (field: string, name: Label, note: Label): FieldSpec => ({
	field,
	type: 'csv',
	label: name,
	note,
	width: 'half',
	special: ['cast-csv'],
	interface: 'tags',
	options: { placeholder: label('输入后按回车', 'Type and press Enter') },
	display: 'labels',
	displayOptions: { format: false },
});

export const crmAgents: CollectionSpec = {
	collection: 'crm_agents',
	label: label('客服坐席', 'Agents'),
	singular: label('客服坐席', 'Agent'),
	note: label('谁处理投诉、会什么、能同时处理多少。', 'Who works on complaints, what they know, and how much they take at a time.'),
	icon: 'support_agent',
	color: TEAL,
	displayTemplate: '{{user}}',
	folder: 'crm',
	sort: 43,
	fields: [
		primaryKey(),
		link('user', label('用户', 'User'), 'directus_users', { unique: true, note: label('每位用户一个坐席。', 'One agent for each user.') }),
		choice(
			'availability',
			label('在线状态', 'Availability'),
			[option('online', '在线', 'Online', GREEN), option('away', '离开', 'Away', AMBER), option('offline', '离线', 'Offline', GREY)],
			{ default: 'offline', index: true, note: label('只有在线时才会分到新投诉。', 'New complaints go to those who are online.') },
		),
		whole('capacity', label('容量', 'Capacity'), {
			default: 10,
			...between('capacity', 0, 1000),
			note: label('同时处理的投诉的权重上限；越严重权重越大。', 'How much weight of open cases they take; grave ones weigh more.'),
		}),
		whole('open_load', label('当前负荷', 'Open load'), { computed: true, default: 0 }),
		whole('max_new', label('每小时最多新分派', 'New cases an hour, at most'), {
			...between('max_new', 1, 1000),
			note: label('留空表示不限。', 'Empty means no limit.'),
		}),
		link('calendar', label('班次日历', 'Calendar of shifts'), 'crm_calendars', { template: '{{name}}', index: false, note: label('留空表示随时。', 'Empty means always.') }),
		tags('queues', label('队列', 'Queues'), label('设置中队列的标识；留空表示全部。', 'Keys of queues in the settings. Empty means all.')),
		tags('languages', label('语言', 'Languages'), label('例如 zh-CN、en-US；留空表示全部。', 'Such as zh-CN and en-US. Empty means all.')),
		json('skills', label('技能', 'Skills'), {
			interface: 'list',
			options: {
				template: '{{skill}} · {{level}}',
				addLabel: label('添加技能', 'Add a skill'),
				fields: [
					listColumn('skill', label('技能', 'Skill'), 'string', { required: true, options: { trim: true } }),
					listColumn('level', label('级别（1–3）', 'Level (1–3)'), 'integer', { options: { min: 1, max: 3 } }),
				],
			},
		}),
		longText('notes', label('备注', 'Notes')),
		{ field: 'last_assigned_seq', type: 'bigInteger', label: label('分派序号', 'Number of the last assignment'), computed: true, hidden: true, default: 0 },
		{ field: 'ver', type: 'bigInteger', label: label('锁', 'Lock'), computed: true, hidden: true, default: 0 },
		...audit(),
	],
};
