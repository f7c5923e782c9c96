import { audit, choice, instant, label, link, longText, option, primaryKey, section, tabs, text, yesNo } from '../fields.ts';
import type { CollectionSpec, FieldSpec } from '../model.ts';
import { AMBER, BLUE, GREEN, GREY, PINK, PURPLE, RED, TEAL } from './colors.ts';
import { customerLists, customerProfile } from './crm-customers-tabs.ts';

const heading: FieldSpec[] = [
	primaryKey(),
	text('name', label('名称', 'Name'), {
		required: true,
		index: true,
		note: label('公司全称或个人姓名。', 'Full name of the company or person.'),
		options: { trim: true },
	}),
	text('code', label('客户编号', 'Customer code'), {
		unique: true,
		maxLength: 60,
		options: { trim: true, placeholder: label('留空自动生成', 'Leave empty to generate') },
		note: label('留空时自动编号，例如 C000001。', 'Numbered automatically when left empty, e.g. C000001.'),
	}),
	tabs('tabs'),
];

const overview: FieldSpec[] = [
	section('tab_overview', label('概览', 'Overview'), { group: 'tabs', interface: 'group-raw' }),
	choice('kind', label('客户类型', 'Kind'), [option('company', '公司', 'Company', BLUE), option('person', '个人', 'Person', TEAL)], {
		group: 'tab_overview',
		default: 'company',
	}),
	link('owner', label('负责人', 'Owner'), 'directus_users', {
		group: 'tab_overview',
		note: label('对这位客户负责的同事。', 'The colleague who looks after this customer.'),
	}),
	choice(
		'lifecycle_stage',
		label('生命周期', 'Lifecycle'),
		[
			option('potential', '潜在', 'Potential', GREY),
			option('new', '新客户', 'New', TEAL),
			option('repeat', '复购', 'Repeat', BLUE),
			option('active', '活跃', 'Active', GREEN),
			option('dormant', '沉睡', 'Dormant', AMBER),
			option('lost', '流失', 'Lost', RED),
			option('ended', '终止', 'Ended', GREY),
		],
		{ group: 'tab_overview', default: 'potential', index: true },
	),
	choice(
		'relationship_level',
		label('关系层次', 'Relationship level'),
		[
			option('brand', '认可品牌', 'Trusts the brand', GREY),
			option('technology', '认可技术', 'Values our know-how', TEAL),
			option('personal', '个人交情', 'Knows us personally', BLUE),
			option('intimate', '亲密伙伴', 'Close partner', PINK),
		],
		{
			group: 'tab_overview',
			note: label('我们与客户的关系有多深，由浅到深。', 'How deep the relationship goes, from shallow to deep.'),
		},
	),
	choice(
		'growth_potential',
		label('增长潜力', 'Growth potential'),
		[option('low', '低', 'Low', GREY), option('medium', '中', 'Medium', BLUE), option('high', '高', 'High', GREEN)],
		{
			group: 'tab_overview',
			options: { allowNone: true },
			note: label(
				'估计未来两年还能增长多少；会影响客户价值等级。',
				'How much they could still grow in the next two years; it influences the value class.',
			),
		},
	),
	choice(
		'risk',
		label('信用风险', 'Credit risk'),
		[
			option('none', '正常', 'None', GREEN),
			option('watch', '关注', 'Watch', AMBER),
			option('insolvent', '资不抵债', 'Insolvent', RED),
		],
		{
			group: 'tab_overview',
			default: 'none',
			note: label('资不抵债的客户会被降级。', 'An insolvent customer is moved to a lower class.'),
		},
	),
	instant('last_order_at', label('最近下单', 'Last order'), {
		group: 'tab_overview',
		computed: true,
		displayOptions: { relative: true },
		note: label('根据订单自动更新。', 'Kept up to date from the orders.'),
	}),
	instant('last_interaction_at', label('最近联系', 'Last contact'), {
		group: 'tab_overview',
		computed: true,
		index: true,
		displayOptions: { relative: true },
		note: label('根据互动记录自动更新。', 'Kept up to date from the interactions.'),
	}),
	instant('next_task_at', label('下一任务', 'Next task'), {
		group: 'tab_overview',
		computed: true,
		index: true,
		displayOptions: { relative: true },
		note: label('最早到期的待办任务，自动更新。', 'When the next open task is due, kept up to date from the tasks.'),
	}),
	link('merged_into', label('已合并到', 'Merged into'), 'crm_customers', {
		group: 'tab_overview',
		template: '{{name}} · {{code}}',
		computed: true,
		hidden: true,
		width: 'full',
		note: label('重复的客户合并后，保留下来的那一位。', 'The customer that was kept when this duplicate was merged.'),
		conditions: [{ name: 'Shown once merged', rule: { _and: [{ merged_into: { _nnull: true } }] }, hidden: false, readonly: true }],
	}),
];

const consent: FieldSpec[] = [
	section('tab_consent', label('同意与备注', 'Consent & notes'), { group: 'tabs', interface: 'group-raw' }),
	permission('consent_email', label('同意接收邮件', 'Consent to e-mail')),
	permission('consent_sms', label('同意接收短信', 'Consent to text messages')),
	yesNo('do_not_contact', label('请勿联系', 'Do not contact'), {
		group: 'tab_consent',
		note: label('勾选后不再主动发送任何邮件、短信和问卷。', 'When ticked, no mail, text message or survey is sent any more.'),
	}),
	choice(
		'status',
		label('状态', 'Status'),
		[option('active', '使用中', 'Active', GREEN), option('archived', '已归档', 'Archived', GREY)],
		{
			group: 'tab_consent',
			default: 'active',
			index: true,
			note: label('已归档的客户不参与评分，列表中默认不显示。', 'Archived customers are not scored and are hidden from lists.'),
		},
	),
	longText('notes', label('备注', 'Notes'), { group: 'tab_consent' }),
];

/** Three answers: yes, no, and not asked yet (empty). */
function permission(field: string, name: FieldSpec['label']): FieldSpec {
	return yesNo(field, name, {
		group: 'tab_consent',
		default: null,
		interface: 'select-dropdown',
		options: {
			allowNone: true,
			placeholder: label('尚未询问', 'Not asked yet'),
			choices: [
				{ text: label('同意', 'Yes'), value: true },
				{ text: label('拒绝', 'No'), value: false },
			],
		},
		note: label('留空表示尚未询问。', 'Empty means nobody has asked yet.'),
	});
}

export const crmCustomers: CollectionSpec = {
	collection: 'crm_customers',
	label: label('客户', 'Customers'),
	singular: label('客户', 'Customer'),
	note: label('与我们做生意或可能做生意的公司和个人。', 'Companies and people we do business with, or would like to.'),
	icon: 'groups',
	color: PURPLE,
	displayTemplate: '{{name}}',
	folder: 'crm',
	sort: 1,
	archive: { field: 'status', archived: 'archived', unarchived: 'active' },
	fields: [...heading, ...overview, ...customerLists, ...customerProfile, ...consent, ...audit()],
};
