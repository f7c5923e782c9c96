import { audit, check, choice, inlineChoices, json, label, listColumn, notice, option, primaryKey, section, shortName, text, view, whole, yesNo } from '../fields.ts';
import type { Choice, CollectionSpec, FieldSpec, Label } from '../model.ts';
import { AMBER, BLUE, GREEN, ORANGE, PURPLE } from '../core/colors.ts';

const potentials: Choice[] = [
	option('low', '低', 'Low'),
	option('medium', '中', 'Medium'),
	option('high', '高', 'High'),
];
const touches: Choice[] = [
	option('high', '高接触：专人上门', 'High: visits in person'),
	option('low', '低接触：电话为主', 'Low: mostly by phone'),
	option('tech', '自动：邮件和自助', 'Tech: mail and self-service'),
];

const heading: FieldSpec[] = [
	primaryKey(),
	text('name', label('名称', 'Name'), { required: true }),
	shortName(label('接口和命令行使用的短名称，例如 pareto。', 'The short name used by the API and the command line, e.g. pareto.')),
	view('preview', label('预览', 'Preview'), 'crm-abc-model-preview'),
	view('run', label('立即评分', 'Run scoring'), 'crm-abc-model-run', {
		note: label('按已保存的设置重新评分。', 'Scores again with the settings as saved.'),
	}),
];

const how: FieldSpec[] = [
	section('method_section', label('如何计算', 'How it is computed'), { options: { start: 'open', headerIcon: 'calculate' } }),
	choice(
		'method',
		label('分级方法', 'Method'),
		[
			option('thresholds', '金额界线', 'Thresholds', BLUE),
			option('cumulative_share', '累计占比（帕累托）', 'Cumulative share (Pareto)', PURPLE),
			option('percentile', '客户排名（金字塔）', 'Percentile (pyramid)', AMBER),
		],
		{ group: 'method_section', required: true },
	),
	choice(
		'basis',
		label('计算依据', 'Basis'),
		[option('turnover', '成交额', 'Turnover', GREEN), option('order_count', '订单数', 'Number of orders', BLUE)],
		{ group: 'method_section', default: 'turnover' },
	),
	whole('window_months', label('统计月数', 'Months counted'), {
		group: 'method_section',
		default: 12,
		validation: check(
			'window_months',
			[{ _gte: 1 }, { _lte: 1200 }],
			label('请填 1 到 1200 之间的月数。', 'Enter 1 to 1200 months.'),
		),
		note: label('只计评分时点之前这么多个月的订单。', 'Only orders of this many months before the scoring count.'),
	}),
	{
		field: 'hysteresis_percent',
		type: 'decimal',
		precision: [5, 2],
		label: label('降级缓冲（%）', 'Buffer before a fall (%)'),
		group: 'method_section',
		width: 'half',
		interface: 'input',
		options: { min: 0, max: 99, step: 0.5 },
		default: 0,
		validation: check(
			'hysteresis_percent',
			[{ _gte: 0 }, { _lt: 100 }],
			label('请填 0 以上、100 以下的百分比。', 'Enter a percentage from 0 to below 100.'),
		),
		note: label(
			'低于界线这么多才降级，避免在界线上下反复；升级不受影响。',
			'A customer falls only when this far below the bound, so that nobody flips to and fro. Rises are not held back.',
		),
	},
	filter('customer_filter', label('哪些客户', 'Which customers'), 'crm_customers', {
		note: label('留空表示全部使用中的客户。', 'Empty means all active customers.'),
	}),
	filter('order_filter', label('哪些订单', 'Which orders'), 'crm_orders', {
		note: label('留空表示全部已确认、已付款和已退款的订单。', 'Empty means all confirmed, paid and refunded orders.'),
	}),
];

function filter(field: string, name: Label, collectionName: string, extra: Partial<FieldSpec>): FieldSpec {
	return json(field, name, {
		group: 'method_section',
		interface: 'system-filter',
		options: { collectionName },
		...extra,
	});
}

const classes: FieldSpec[] = [
	section('class_section', label('等级', 'Classes'), { options: { start: 'open', headerIcon: 'stacked_bar_chart' } }),
	hint('hint_thresholds', 'thresholds', label(
		'界线是金额（或订单数）：达到界线的客户属于该等级。从高到低填写，最后一级留空。',
		'The bound is an amount (or number of orders): who reaches it belongs to the class. List from high to low and leave the last one empty.',
	)),
	hint('hint_cumulative_share', 'cumulative_share', label(
		'界线是累计占比，0 到 1：例如 0.7 表示贡献前 70% 成交额的客户。从小到大填写，最后一级留空。',
		'The bound is a cumulative share from 0 to 1: 0.7 takes the customers who bring the first 70 % of turnover. List from small to large and leave the last one empty.',
	)),
	hint('hint_percentile', 'percentile', label(
		'界线是客户人数的累计占比，0 到 1：例如 0.01 表示排名前 1% 的客户。从小到大填写，最后一级留空。',
		'The bound is a cumulative share of customers from 0 to 1: 0.01 takes the top 1 %. List from small to large and leave the last one empty.',
	)),
	json('classes', label('等级（由高到低）', 'Classes, best first'), {
		group: 'class_section',
		required: true,
		interface: 'list',
		options: {
			template: '{{code}} · {{bound}}',
			addLabel: label('添加等级', 'Add a class'),
			fields: [
				listColumn('code', label('代码', 'Code'), 'string', { required: true, options: { trim: true } }),
				listColumn('label', label('名称', 'Label'), 'string', { required: true }),
				listColumn('bound', label('界线（最后一级留空）', 'Bound (last one empty)'), 'float', { options: { min: 0, step: 0.01 } }),
				listColumn('color', label('颜色', 'Colour'), 'string', { interface: 'select-color' }),
				listColumn('contact_every_days', label('每隔几天联系', 'Contact every … days'), 'integer', { options: { min: 1 } }),
				listColumn('touch', label('服务方式', 'Touch'), 'string', {
					interface: 'select-dropdown',
					options: { choices: inlineChoices(touches), allowNone: true },
				}),
			],
		},
	}),
];

function hint(field: string, method: string, words: Label): FieldSpec {
	return notice(field, words, {
		group: 'class_section',
		hidden: true,
		conditions: [{ name: `Shown for ${method}`, rule: { _and: [{ method: { _eq: method } }] }, hidden: false }],
	});
}

const adjustments: FieldSpec[] = [
	section('adjustment_section', label('调整', 'Adjustments'), { options: { start: 'open', headerIcon: 'tune' } }),
	json('potential_matrix', label('按增长潜力调整', 'By growth potential'), {
		group: 'adjustment_section',
		interface: 'list',
		options: {
			template: '{{class}} + {{potential}} → {{result}}',
			addLabel: label('添加规则', 'Add a rule'),
			fields: [
				listColumn('class', label('计算等级', 'Computed class'), 'string', { required: true, interface: 'crm-abc-class-select' }),
				listColumn('potential', label('增长潜力', 'Growth potential'), 'string', {
					required: true,
					interface: 'select-dropdown',
					options: { choices: inlineChoices(potentials) },
					// The line of a rule shows the word, not the stored value.
					display: 'formatted-value',
					display_options: { conditionalFormatting: potentials.map(({ value, label: text }) => ({ operator: 'eq', value, text })) },
				}),
				listColumn('result', label('调整为', 'Becomes'), 'string', { required: true, interface: 'crm-abc-class-select' }),
			],
		},
		note: label(
			'例如：C 类但增长潜力高的客户按 A 类对待。',
			'For example, a C with high potential is treated as an A.',
		),
	}),
	text('risk_class', label('资不抵债时的等级', 'Class when insolvent'), {
		group: 'adjustment_section',
		maxLength: 31,
		interface: 'crm-abc-class-select',
		note: label(
			'资不抵债的客户最高只能是这一等级；不会因此升级。留空表示不调整。',
			'An insolvent customer is at best in this class; nobody rises by it. Empty means no adjustment.',
		),
	}),
];

const operation: FieldSpec[] = [
	section('operation_section', label('运行', 'Running'), { options: { start: 'open', headerIcon: 'schedule' } }),
	yesNo('is_primary', label('主模型', 'Primary model'), {
		group: 'operation_section',
		note: label(
			'主模型决定客户卡片上的价值等级；多个主模型按顺序以客户条件区分。',
			'A primary model sets the value class shown on the customer. Several share the customers by their filters, in list order.',
		),
	}),
	yesNo('enabled', label('启用', 'In use'), {
		group: 'operation_section',
		default: true,
		note: label('停用后不再按计划评分，已有结果保留。', 'When off, it no longer runs on schedule; results are kept.'),
	}),
	text('schedule', label('运行计划', 'Schedule'), {
		group: 'operation_section',
		width: 'full',
		maxLength: 120,
		interface: 'crm-core-schedule',
		note: label('留空表示只手动运行。', 'Empty means it only runs by hand.'),
	}),
	whole('sort', label('顺序', 'Order'), { hidden: true }),
];

export const crmScoringModels: CollectionSpec = {
	collection: 'crm_scoring_models',
	label: label('评分模型', 'Scoring models'),
	singular: label('评分模型', 'Scoring model'),
	note: label('规定客户如何分为 A、B、C 等价值等级。', 'Say how customers are divided into value classes such as A, B and C.'),
	icon: 'leaderboard',
	color: ORANGE,
	displayTemplate: '{{name}}',
	folder: 'crm',
	sort: 20,
	sortField: 'sort',
	fields: [...heading, ...how, ...classes, ...adjustments, ...operation, ...audit()],
};
