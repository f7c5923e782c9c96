import { choice, day, label, link, list, option, section, text, yesNo } from '../fields.ts';
import type { FieldSpec } from '../model.ts';
import { reach } from './reach.ts';

const table = (fields: string[], sort: string, direction: '+' | '-' = '-'): Record<string, unknown> => ({
	layout: 'table',
	tableSpacing: 'cozy',
	fields,
	sort,
	sortDirection: direction,
	enableSelect: false,
	enableLink: true,
	enableSearchFilter: true,
	limit: 15,
});

/** One tab each: what belongs to this customer. */
export const customerLists: FieldSpec[] = [
	list('contacts', label('联系人', 'Contacts'), {
		group: 'tabs',
		options: table(['name', 'title', 'role_in_purchase', 'phone', 'email', 'is_primary'], 'name', '+'),
	}),
	list('orders', label('订单', 'Orders'), {
		group: 'tabs',
		options: table(['number', 'placed_at', 'status', 'amount', 'refunded_amount', 'currency'], 'placed_at'),
	}),
	list('interactions', label('互动', 'Interactions'), {
		group: 'tabs',
		options: table(['occurred_at', 'channel', 'kind', 'subject', 'user', 'outcome'], 'occurred_at'),
	}),
	list('tasks', label('任务', 'Tasks'), {
		group: 'tabs',
		options: table(['title', 'kind', 'assignee', 'due_at', 'status', 'priority'], 'due_at'),
	}),
];

const only = (kind: 'company' | 'person'): NonNullable<FieldSpec['conditions']> => {
	const other = kind === 'company' ? 'person' : 'company';
	return [{ name: `Hidden for a ${other}`, rule: { _and: [{ kind: { _eq: other } }] }, hidden: true }];
};

export const customerProfile: FieldSpec[] = [
	section('tab_profile', label('资料', 'Profile'), { group: 'tabs', interface: 'group-raw' }),
	...reach('tab_profile'),
	text('region', label('地区', 'Region'), {
		group: 'tab_profile',
		maxLength: 80,
		index: true,
		note: label('销售区域，例如华东。评分模型可以按地区设不同界线。', 'Sales region, e.g. East China. Scoring models may use other bounds per region.'),
	}),
	text('industry', label('行业', 'Industry'), {
		group: 'tab_profile',
		maxLength: 80,
		conditions: only('company'),
	}),
	choice(
		'source',
		label('来源', 'Source'),
		[
			option('referral', '转介绍', 'Referral'),
			option('website', '网站', 'Website'),
			option('exhibition', '展会', 'Trade fair'),
			option('cold_call', '陌生拜访', 'Cold call'),
			option('advertising', '广告', 'Advertising'),
			option('social', '社交媒体', 'Social media'),
			option('partner', '合作伙伴', 'Partner'),
			option('import', '数据导入', 'Data import'),
		],
		{
			group: 'tab_profile',
			maxLength: 60,
			options: { allowOther: true, allowNone: true },
			note: label('客户最初从哪里认识我们。', 'Where the customer first heard of us.'),
		},
	),
	{
		field: 'tags',
		type: 'csv',
		label: label('标签', 'Tags'),
		group: 'tab_profile',
		width: 'half',
		special: ['cast-csv'],
		interface: 'tags',
		options: { placeholder: label('输入后按回车', 'Type and press Enter') },
		display: 'labels',
		displayOptions: { format: false },
		note: label('自由分组，用于筛选。', 'Free groups to filter by.'),
	},
	day('birthday', label('生日', 'Birthday'), { group: 'tab_profile', conditions: only('person') }),
	yesNo('birthday_lunar', label('按农历过生日', 'Lunar birthday'), {
		group: 'tab_profile',
		conditions: only('person'),
		note: label('勾选后，每年按农历的同一天提醒。', 'When ticked, reminders follow the same day of the lunar calendar.'),
	}),
	link('parent', label('上级公司', 'Parent company'), 'crm_customers', {
		group: 'tab_profile',
		template: '{{name}} · {{code}}',
		conditions: only('company'),
		note: label('所属的集团或总公司。', 'The group or head office this one belongs to.'),
	}),
	link('referred_by', label('介绍人', 'Referred by'), 'crm_customers', {
		group: 'tab_profile',
		template: '{{name}} · {{code}}',
		note: label('把这位客户介绍给我们的客户。', 'The customer who recommended us to this one.'),
	}),
];
