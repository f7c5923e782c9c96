import { audit, between, choice, json, label, listColumn, option, primaryKey, section, text, whole, yesNo } from '../fields.ts';
import { BLUE, GREEN, PURPLE, TEAL } from '../core/colors.ts';
import { oneOf } from './one-of.ts';
import type { CollectionSpec, FieldSpec, Label } from '../model.ts';

const filter = (field: string, name: Label, collectionName: string, note: Label): FieldSpec =>
	json(field, name, { group: 'when_section', interface: 'system-filter', options: { collectionName }, note });

const minutes = (field: string, name: Label, note: Label): FieldSpec =>
	whole(field, name, { group: 'wait_section', ...between(field, 1, 100_000), note });

const when: FieldSpec[] = [
	section('when_section', label('适用于', 'When it applies'), { options: { start: 'open', headerIcon: 'filter_alt' } }),
	filter('complaint_filter', label('哪些投诉', 'Which complaints'), 'crm_complaints', label('留空表示全部。', 'Empty means all.')),
	filter('customer_filter', label('哪些客户', 'Which customers'), 'crm_customers', label('例如等级为 A；留空表示全部，也包括身份未知的。', 'Such as class A. Empty means all, unknown ones too.')),
	filter('order_filter', label('哪些订单', 'Which orders'), 'crm_orders', label('留空表示全部，也包括没有订单的。', 'Empty means all, also no order at all.')),
];

const target: FieldSpec[] = [
	section('to_section', label('分给谁', 'Who gets it'), { options: { start: 'open', headerIcon: 'call_split' } }),
	text('queue', label('队列', 'Queue'), { group: 'to_section', required: true, maxLength: 63, ...oneOf('complaint_queues') }),
	choice(
		'strategy',
		label('分派方式', 'Strategy'),
		[
			option('round_robin', '轮流', 'In turn', BLUE),
			option('balanced', '按负荷', 'By load', GREEN),
			option('weighted', '按容量比例', 'By capacity', TEAL),
			option('sticky', '优先原处理人', 'The previous one first', PURPLE),
		],
		{ group: 'to_section', default: 'balanced' },
	),
	whole('sticky_days', label('原处理人有效天数', 'Days that the previous one counts'), {
		group: 'to_section',
		default: 30,
		...between('sticky_days', 1, 3650),
		conditions: [{ name: 'Only for sticky', rule: { _and: [{ strategy: { _neq: 'sticky' } }] }, hidden: true }],
	}),
	json('skills', label('所需技能', 'Skills needed'), {
		group: 'to_section',
		interface: 'list',
		options: {
			template: '{{skill}} · {{level}}',
			addLabel: label('添加技能', 'Add a skill'),
			fields: [
				listColumn('skill', label('技能', 'Skill'), 'string', { required: true, options: { trim: true } }),
				listColumn('level', label('最低级别', 'Least level'), 'integer', { options: { min: 1, max: 3 } }),
				listColumn('optional', label('找不到时可放宽', 'May be relaxed'), 'boolean', { interface: 'boolean' }),
			],
		},
	}),
];

const waiting: FieldSpec[] = [
	section('wait_section', label('无人可分时', 'When nobody can take it'), { options: { start: 'closed', headerIcon: 'hourglass_empty' } }),
	minutes('relax_after', label('每隔多少分钟放宽一项技能', 'Minutes until a skill is relaxed'), label('留空表示不放宽。', 'Empty means never.')),
	minutes('fallback_after', label('多少分钟后交给组长', 'Minutes until the lead gets it'), label('留空表示一直等待。', 'Empty means that it waits.')),
	minutes('return_after', label('多少分钟未处理则收回', 'Minutes until an untouched case goes back'), label('留空表示不收回。', 'Empty means never.')),
];

export const crmRoutingRules: CollectionSpec = {
	collection: 'crm_routing_rules',
	label: label('路由规则', 'Routing rules'),
	singular: label('路由规则', 'Routing rule'),
	note: label('规定投诉分给哪个队列和谁；按顺序，第一条适用的生效。', 'Say which queue and who gets a complaint. The first that applies counts.'),
	icon: 'call_split',
	color: TEAL,
	displayTemplate: '{{name}}',
	folder: 'crm',
	sort: 42,
	sortField: 'sort',
	fields: [
		primaryKey(),
		text('name', label('名称', 'Name'), { required: true }),
		yesNo('enabled', label('启用', 'Enabled'), { default: true }),
		whole('sort', label('顺序', 'Order of rules'), { default: 100, hidden: true }),
		...when,
		...target,
		...waiting,
		...audit(),
	],
};
