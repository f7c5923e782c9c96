import { audit, between, choice, day, HOME, instant, label, link, list, longText, money, option, primaryKey, section, text, view, whole, yesNo } from '../fields.ts';
import { AMBER, BLUE, GREEN, GREY, ORANGE, PINK, PURPLE, RED, TEAL } from '../core/colors.ts';
import { reach } from '../core/reach.ts';
import { oneOf } from './one-of.ts';
import type { CollectionSpec, FieldSpec, Label } from '../model.ts';

export const complaintTypes = [
	option('complaint', '投诉', 'Complaint', RED),
	option('suggestion', '建议', 'Suggestion', TEAL),
	option('inquiry', '咨询', 'Inquiry', BLUE),
	option('service_request', '服务请求', 'Service request', PURPLE),
	option('compliment', '表扬', 'Compliment', GREEN),
	option('problem', '问题记录', 'Problem record', GREY),
];

const states = [
	option('received', '已收到', 'Received', ORANGE),
	option('acknowledged', '已受理', 'Acknowledged', BLUE),
	option('assessing', '评估中', 'Being assessed', BLUE),
	option('investigating', '调查中', 'Being investigated', PURPLE),
	option('waiting_customer', '等待客户', 'Waiting for the customer', AMBER),
	option('waiting_third_party', '等待第三方', 'Waiting for a third party', AMBER),
	option('decided', '已作出决定', 'Decided', TEAL),
	option('accepted', '客户已接受', 'Accepted by the customer', GREEN),
	option('closed_unaccepted', '客户未接受', 'Not accepted', PINK),
	option('closed', '已结案', 'Closed', GREEN),
	option('reopened', '已重新打开', 'Reopened', ORANGE),
	option('duplicate', '重复', 'Duplicate', GREY),
	option('withdrawn', '已撤回', 'Withdrawn', GREY),
	option('out_of_scope', '不属受理范围', 'Out of scope', GREY),
	option('external', '已转外部机构', 'Taken to an outside body', RED),
];

/** Whatever the workflow alone may change: through `/crm/complaints/{id}/transitions`. */
const moved = { computed: true } as const;

const hiddenWhileEmpty = (field: string): Partial<FieldSpec> => ({
	conditions: [{ name: 'Nothing there yet', rule: { _and: [{ [field]: { _null: true } }] }, hidden: true }],
});

const heading: FieldSpec[] = [
	primaryKey(),
	text('reference', label('受理编号', 'Reference'), { ...moved, unique: true, maxLength: 20, note: label('客户查询进度时使用。', 'What the customer quotes.') }),
	choice('type', label('类别', 'Kind of case'), complaintTypes, {
		default: 'complaint',
		note: label('只有投诉计入投诉指标。', 'Only complaints count in the figures about complaints.'),
	}),
	choice('state', label('状态', 'State'), states, { ...moved, default: 'received', index: true }),
	view('next_steps', label('下一步', 'Next steps'), 'crm-complaints-next'),
	text('state_reason', label('状态说明', 'Why it is in this state'), {
		...moved,
		width: 'full',
		maxLength: 500,
		...hiddenWhileEmpty('state_reason'),
	}),
];

const what: FieldSpec[] = [
	section('what_section', label('诉求', 'What happened'), { options: { start: 'open', headerIcon: 'report' } }),
	text('subject', label('主题', 'Subject'), { group: 'what_section', required: true, width: 'full', options: { trim: true } }),
	longText('body', label('内容', 'What the customer says'), { group: 'what_section' }),
	text('category', label('问题分类', 'Category'), {
		group: 'what_section',
		maxLength: 80,
		index: true,
		options: { trim: true },
		note: label('例如质量、送货。', 'What it is about, such as quality or delivery.'),
	}),
	text('remedy_sought', label('希望的解决方式', 'Remedy sought'), { group: 'what_section', maxLength: 500 }),
	day('occurred_on', label('发生日期', 'Happened on'), { group: 'what_section' }),
	link('order', label('订单', 'Order'), 'crm_orders', { group: 'what_section', template: '{{number}} · {{placed_at}}' }),
];

const who: FieldSpec[] = [
	section('who_section', label('客户', 'Who complains'), { options: { start: 'open', headerIcon: 'person' } }),
	link('customer', label('客户', 'Customer'), 'crm_customers', {
		group: 'who_section',
		template: '{{name}} · {{code}}',
		oneField: 'complaints',
		note: label('尚不清楚时可留空，查明后补上。', 'May stay empty until somebody knows.'),
	}),
	link('contact', label('联系人', 'Contact'), 'crm_contacts', { group: 'who_section', template: '{{name}} · {{customer.name}}' }),
	text('name', label('姓名', 'Name given'), { group: 'who_section', maxLength: 120 }),
	// Checked as those of customers: a receipt goes there.
	...reach('who_section').filter(({ field }) => field !== 'wechat'),
	choice(
		'channel',
		label('渠道', 'Channel'),
		[
			option('phone', '电话', 'Phone', BLUE),
			option('email', '邮件', 'E-mail', PURPLE),
			option('web', '网站', 'Website', GREY),
			option('wechat', '微信', 'WeChat', GREEN),
			option('visit', '到店或拜访', 'In person', GREEN),
			option('letter', '信函', 'Letter', GREY),
			option('regulator', '监管机构', 'Regulator', RED),
			option('other', '其他', 'Other', GREY),
		],
		{ group: 'who_section', default: 'phone' },
	),
	text('language', label('语言', 'Language'), { group: 'who_section', maxLength: 10, hidden: true }),
	instant('received_at', label('收到时间', 'Received'), { group: 'who_section', ...moved, index: true }),
];

/** A dropdown of whole numbers, which rules can compare. */
const graded = (field: string, name: Label, choices: [number, string, string, string][], extra: Partial<FieldSpec>): FieldSpec => {
	const offered = choices.map(([value, zh, en]) => ({ text: label(zh, en), value }));
	const shown = choices.map(([value, zh, en, color]) => ({ text: label(zh, en), value, foreground: color, background: `${color}22` }));
	const { validation } = between(field, choices[0]![0], choices.at(-1)![0]);
	return whole(field, name, {
		interface: 'select-dropdown', options: { choices: offered, allowNone: true }, display: 'labels', displayOptions: { choices: shown }, validation, ...extra,
	});
};

const assessed = { group: 'assessment_section' } as const;
const optional = { ...assessed, options: { allowNone: true } } as const;

const assessment: FieldSpec[] = [
	section('assessment_section', label('评估（ISO 10002）', 'Assessment (ISO 10002)'), { options: { start: 'open', headerIcon: 'balance' } }),
	graded(
		'severity',
		label('严重程度', 'Severity'),
		[[1, '轻微', 'Minor', GREY], [2, '一般', 'Moderate', AMBER], [3, '严重', 'Serious', ORANGE], [4, '危急', 'Critical', RED]],
		{ ...assessed, index: true, note: label('从“一般”起，结案时须填写根因。', 'From moderate on, closing needs a root cause.') },
	),
	choice('complexity', label('复杂程度', 'Complexity'), [option('simple', '简单', 'Simple', GREEN), option('complex', '复杂', 'Complex', ORANGE)], optional),
	choice(
		'impact',
		label('影响范围', 'Impact'),
		[option('one', '仅此客户', 'This customer only', GREEN), option('several', '若干客户', 'Several customers', AMBER), option('many', '大量客户', 'Many customers', RED)],
		optional,
	),
	choice(
		'immediate_action',
		label('立即措施', 'Immediate action'),
		[option('not_needed', '不需要', 'Not needed', GREY), option('possible', '需要且可行', 'Needed and possible', GREEN), option('not_possible', '需要但不可行', 'Needed, not possible', RED)],
		{ ...optional, note: label('是否需要并能够立即采取措施。', 'Whether something has to be done at once, and can be.') },
	),
	yesNo('safety', label('涉及人身安全', 'Safety is at stake'), assessed),
	yesNo('legal', label('涉及法律问题', 'Legal matter'), assessed),
];

const handling: FieldSpec[] = [
	section('handling_section', label('处理', 'Who works on it'), { options: { start: 'open', headerIcon: 'support_agent' } }),
	link('assignee', label('处理人', 'Assignee'), 'directus_users', { group: 'handling_section' }),
	text('queue', label('队列', 'Queue'), { group: 'handling_section', maxLength: 63, index: true, ...oneOf('complaint_queues') }),
	link('about_user', label('被投诉员工', 'Colleague complained about'), 'directus_users', {
		group: 'handling_section',
		index: false,
		note: label('此人不能处理该投诉。', 'They cannot work on it.'),
	}),
	instant('unassigned_since', label('无人处理起始', 'Nobody’s since'), { group: 'handling_section', ...moved, index: true, hidden: true }),
	text('root_cause', label('根因', 'Root cause'), { group: 'handling_section', maxLength: 63, index: true, ...oneOf('complaint_causes') }),
	longText('root_cause_note', label('根因说明', 'How it came about'), { group: 'handling_section', note: label('可连续追问五个“为什么”。', 'Ask “why” five times.') }),
];

const decided = { ...moved, group: 'decision_section' } as const;

const decision: FieldSpec[] = [
	section('decision_section', label('决定与补救', 'Decision and remedy'), {
		options: { start: 'open', headerIcon: 'gavel' },
	}),
	choice(
		'decision',
		label('决定', 'Decision'),
		[
			option('upheld', '成立', 'Upheld', RED),
			option('partly', '部分成立', 'Partly upheld', AMBER),
			option('not_upheld', '不成立', 'Not upheld', GREY),
			option('adopted', '采纳', 'Adopted', GREEN),
			option('declined', '不采纳', 'Declined', GREY),
			option('answered', '已答复', 'Answered', BLUE),
		],
		decided,
	),
	text('decision_reason', label('决定理由', 'Reason for the decision'), { ...decided, width: 'full', maxLength: 2000 }),
	choice(
		'remedy',
		label('补救', 'Remedy'),
		[
			option('none', '无', 'None', GREY),
			option('apology', '道歉', 'Apology', BLUE),
			option('repair', '维修', 'Repair', TEAL),
			option('replacement', '换货', 'Replacement', PURPLE),
			option('refund', '退款', 'Refund', AMBER),
			option('compensation', '赔偿', 'Compensation', ORANGE),
			option('discount', '折扣', 'Discount', GREEN),
			option('other', '其他', 'Other', GREY),
		],
		decided,
	),
	money('compensation', label('补救金额', 'What the remedy costs'), { ...decided, ...HOME }),
	money('approved_amount', label('批准金额', 'Approved up to'), { ...decided, ...HOME, note: label('超过设置中的限额时，须由另一人批准。', 'Above the limit of the settings a second person approves it.') }),
	link('approved_by', label('批准人', 'Approved by'), 'directus_users', { ...decided, index: false }),
	link('decided_by', label('决定人', 'Decided by'), 'directus_users', { ...decided, index: false }),
	instant('communicated_at', label('告知客户时间', 'Customer told'), decided),
	yesNo('customer_accepted', label('客户接受', 'Customer accepts'), { ...decided, default: undefined }),
	text('recourse', label('其他救济途径', 'Other recourse'), { ...decided, width: 'full', maxLength: 1000 }),
	text('external_body', label('外部机构', 'Outside body'), { ...decided, maxLength: 120 }),
	link('duplicate_of', label('与此重复', 'Duplicate of'), 'crm_complaints', { ...decided, template: '{{reference}} · {{subject}}' }),
	link('possible_duplicate_of', label('可能重复', 'Perhaps a duplicate of'), 'crm_complaints', { ...decided, template: '{{reference}} · {{subject}}', index: false }),
];

const times: FieldSpec[] = [
	section('times_section', label('时间', 'Times'), { options: { start: 'closed', headerIcon: 'schedule' } }),
	instant('acknowledged_at', label('受理时间', 'Acknowledged'), { ...moved, group: 'times_section' }),
	instant('first_response_at', label('首次响应', 'First response'), { ...moved, group: 'times_section' }),
	instant('resolved_at', label('解决时间', 'Resolved'), { ...moved, group: 'times_section' }),
	instant('closed_at', label('结案时间', 'Closed'), { ...moved, group: 'times_section', index: true }),
	whole('reopen_count', label('重新打开次数', 'Reopened'), { ...moved, group: 'times_section', default: 0 }),
	text('external_id', label('外部编号', 'External ID'), {
		group: 'times_section',
		unique: true,
		note: label('此记录在其他系统中的编号；同一编号只收一次。', 'The number of this record in another system. The same one is taken once.'),
	}),
	list('interactions', label('往来', 'Messages'), {
		options: {
			layout: 'table', tableSpacing: 'cozy', fields: ['occurred_at', 'channel', 'direction', 'subject', 'user'], sort: 'occurred_at', sortDirection: '-',
			enableSelect: false, enableLink: true, limit: 15,
		},
	}),
	{ field: 'ver', type: 'bigInteger', label: label('锁', 'Lock'), ...moved, hidden: true, default: 0 },
];

export const crmComplaints: CollectionSpec = {
	collection: 'crm_complaints',
	label: label('投诉', 'Complaints'),
	singular: label('投诉', 'Complaint'),
	note: label('投诉、建议、咨询、服务请求和表扬。', 'Complaints, suggestions, inquiries, service requests and compliments.'),
	icon: 'report',
	color: RED,
	displayTemplate: '{{reference}} {{subject}}',
	folder: 'crm',
	sort: 41,
	fields: [...heading, ...what, ...who, ...assessment, ...handling, ...decision, ...times, ...audit()],
};
