import { audit, choice, inlineChoices, json, label, link, listColumn, option, primaryKey, section, shortName, text, whole, yesNo } from '../fields.ts';
import { AMBER, BLUE } from '../core/colors.ts';
import type { CollectionSpec, FieldSpec, Label } from '../model.ts';

const metrics = [
	option('ack', '受理', 'Acknowledgement'),
	option('first_response', '首次响应', 'First response'),
	option('next_response', '后续响应', 'Answer to the next message'),
	option('next_update', '进展通知', 'Next update'),
	option('resolution', '解决', 'Resolution'),
	option('legal_acceptance', '法定受理', 'Acceptance, by law'),
	option('legal_resolution', '法定办结', 'Resolution, by law'),
];
const units = [
	option('business_minutes', '营业分钟', 'Business minutes'),
	option('business_days', '工作日', 'Business days'),
	option('calendar_days', '自然日', 'Calendar days'),
];
const severities = [
	{ text: label('轻微', 'Minor'), value: 1 },
	{ text: label('一般', 'Moderate'), value: 2 },
	{ text: label('严重', 'Serious'), value: 3 },
	{ text: label('危急', 'Critical'), value: 4 },
];
const deeds = [
	option('notify_assignee', '通知处理人', 'Tell the assignee'),
	option('notify_lead', '通知组长', 'Tell the lead of the queue'),
	option('notify_managers', '通知经理', 'Tell the managers'),
	option('reassign', '重新分派', 'Reassign'),
	option('raise', '提高严重程度', 'Raise the severity'),
	option('task', '新建任务', 'Make a task'),
];

const dropdown = (choices: unknown[], extra: object = {}) => ({ interface: 'select-dropdown', options: { choices, ...extra } });

const filter = (field: string, name: Label, collectionName: string, note: Label): FieldSpec =>
	json(field, name, { group: 'when_section', interface: 'system-filter', options: { collectionName }, note });

const when: FieldSpec[] = [
	section('when_section', label('适用于', 'When it applies'), { options: { start: 'open', headerIcon: 'filter_alt' } }),
	choice(
		'basis',
		label('依据', 'Basis'),
		[option('service', '服务承诺', 'Our own promise', BLUE), option('law', '法律', 'Law', AMBER)],
		{
			group: 'when_section',
			default: 'service',
			note: label('服务承诺按顺序取第一条适用的；法律规定的全部适用，且从不暂停。', 'Of our own promises the first that applies counts. Those of the law all do, and never pause.'),
		},
	),
	filter('complaint_filter', label('哪些投诉', 'Which complaints'), 'crm_complaints', label('留空表示全部。', 'Empty means all.')),
	filter('customer_filter', label('哪些客户', 'Which customers'), 'crm_customers', label('例如等级为 A；留空表示全部，也包括身份未知的。', 'Such as class A. Empty means all, unknown ones too.')),
];

const limits: FieldSpec[] = [
	section('limits_section', label('时限', 'Limits'), { options: { start: 'open', headerIcon: 'timer' } }),
	link('calendar', label('工作日历', 'Business calendar'), 'crm_calendars', {
		group: 'limits_section',
		required: true,
		template: '{{name}}',
		note: label('营业分钟和工作日按此日历计算。', 'Business minutes and days are counted by it.'),
	}),
	json('targets', label('时限', 'Limits'), {
		group: 'limits_section',
		interface: 'list',
		options: {
			template: '{{metric}} · {{amount}} {{unit}}',
			addLabel: label('添加时限', 'Add a limit'),
			fields: [
				listColumn('metric', label('时限', 'Limit'), 'string', { ...dropdown(inlineChoices(metrics)), required: true }),
				listColumn('severity', label('严重程度', 'Severity'), 'integer', dropdown(severities, { allowNone: true, placeholder: label('全部', 'Any') })),
				listColumn('amount', label('时长', 'Time'), 'integer', { options: { min: 1 }, required: true }),
				listColumn('unit', label('单位', 'Unit'), 'string', { ...dropdown(inlineChoices(units)), required: true }),
				listColumn('pauses', label('等待他人时暂停', 'Pauses while we wait for others'), 'boolean', { interface: 'boolean' }),
			],
		},
		note: label('同一时限取第一条严重程度相符的，特殊的请放在前面。', 'Of the lines for one limit the first that fits the severity counts. Put the special ones first.'),
	}),
];

const ladder: FieldSpec[] = [
	section('steps_section', label('升级', 'Escalation'), { options: { start: 'open', headerIcon: 'stairs' } }),
	json('steps', label('升级步骤', 'Steps'), {
		group: 'steps_section',
		interface: 'list',
		options: {
			template: '{{when}} {{amount}} · {{does}}',
			addLabel: label('添加步骤', 'Add a step'),
			fields: [
				listColumn('when', label('时机', 'When'), 'string', {
					...dropdown(inlineChoices([option('percent', '已用百分比', 'Percent used up'), option('before', '到期前分钟', 'Minutes before'), option('after', '到期后分钟', 'Minutes after')])),
					required: true,
				}),
				listColumn('amount', label('数值', 'Number'), 'integer', { options: { min: 0 }, required: true }),
				listColumn('does', label('措施', 'What is done'), 'json', { interface: 'select-multiple-checkbox', width: 'full', options: { choices: inlineChoices(deeds) }, required: true }),
				listColumn('metric', label('仅限时限', 'Only for'), 'string', dropdown(inlineChoices(metrics), { allowNone: true, placeholder: label('全部', 'All') })),
				listColumn('minutes', label('分钟计法', 'Kind of minutes'), 'string', dropdown(inlineChoices([option('business', '营业分钟', 'Business'), option('wall', '实际分钟', 'As they pass')]))),
				listColumn('urgent', label('紧急：夜间和假日也执行', 'Urgent: also at night and on holidays'), 'boolean', { interface: 'boolean' }),
				listColumn('repeat_every', label('每隔多少分钟重复', 'Again every so many minutes'), 'integer', { options: { min: 1 } }),
				listColumn('repeat_times', label('重复次数', 'So many times'), 'integer', { options: { min: 1, max: 20 } }),
			],
		},
		note: label('非紧急的步骤等到营业时间；中断后补发全部通知，但只执行最高一级的重新分派。', 'Steps wait for open time unless they are urgent. After an outage all are told, and only the highest reassigns.'),
	}),
];

/** How fast we promise to be, and what happens on the way. */
export const crmSlaPolicies: CollectionSpec = {
	collection: 'crm_sla_policies',
	label: label('服务时限', 'Service levels'),
	singular: label('服务时限', 'Service level'),
	note: label('规定受理、响应和解决的时限，以及快到期和超时后怎么办。', 'Say how fast cases are acknowledged, answered and resolved, and what happens when time runs out.'),
	icon: 'timer',
	color: AMBER,
	displayTemplate: '{{name}}',
	folder: 'crm',
	sort: 44,
	sortField: 'sort',
	fields: [
		primaryKey(),
		text('name', label('名称', 'Name'), { required: true }),
		shortName(label('规则引用此政策时使用的短名称。', 'The short name by which programs refer to it.')),
		yesNo('enabled', label('启用', 'Enabled'), { default: true }),
		whole('sort', label('顺序', 'Order of policies'), { default: 100, hidden: true }),
		...when,
		...limits,
		...ladder,
		...audit(),
	],
};
