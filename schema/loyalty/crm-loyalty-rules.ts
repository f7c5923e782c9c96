import {
	audit, between, check, choice, instant, json, label, link, money, option, primaryKey, section, shortName, text, view, whole, yesNo,
} from '../fields.ts';
import type { CollectionSpec, FieldSpec, Label } from '../model.ts';
import { AMBER, BLUE, GREEN, GREY, PURPLE, TEAL } from '../core/colors.ts';
import { interactionKinds } from '../core/crm-interactions.ts';
import { points } from './crm-loyalty-accounts.ts';

const MOST = 1_000_000_000;

/** Shown only where it is asked for; also where it has something that does not fit there, so that it can be cleared. */
const shownFor = (field: string, values: string[], own?: string): Pick<FieldSpec, 'hidden' | 'conditions'> => {
	const asked = { [field]: { _in: values } };
	const rule = own ? { _or: [asked, { [own]: { _nnull: true } }] } : { _and: [asked] };
	return { hidden: true, conditions: [{ name: `Shown for ${values.join(', ')}`, rule, hidden: false }] };
};

const heading: FieldSpec[] = [
	primaryKey(),
	text('name', label('名称', 'Name'), { required: true }),
	shortName(label('接口和流水使用的短名称，例如 club_purchase。发布后不可更改。', 'The short name used by the API and in entries, e.g. club_purchase. It stays once the rule is published.')),
	link('program', label('会员计划', 'Loyalty program'), 'crm_loyalty_programs', { required: true, template: '{{name}}' }),
	choice(
		'status',
		label('状态', 'Status'),
		[
			option('draft', '草稿', 'Draft', GREY),
			option('active', '生效', 'Active', GREEN),
			option('paused', '暂停', 'Paused', AMBER),
			option('ended', '已结束', 'Ended', BLUE),
		],
		{
			default: 'draft',
			note: label('草稿不发放积分。发布后的每次修改都会产生新版本。', 'A draft gives nothing. Every change of a published rule makes a new version.'),
		},
	),
	whole('version', label('版本', 'Version'), {
		computed: true,
		default: 0,
		note: label('订单按付款时有效的版本计算；0 表示尚未发布。', 'An order is reckoned by the version of its time; 0 means never published.'),
	}),
];

const when: FieldSpec[] = [
	section('when_section', label('何时', 'When'), { options: { start: 'open', headerIcon: 'bolt' } }),
	choice(
		'trigger',
		label('触发事件', 'Trigger'),
		[
			option('order_paid', '订单已付款', 'An order is paid', GREEN),
			option('enrolment', '入会', 'Enrolment', TEAL),
			option('birthday', '生日', 'Birthday', PURPLE),
			option('anniversary', '入会周年', 'Anniversary of enrolment', PURPLE),
			option('interaction', '互动', 'Interaction', BLUE),
			option('survey_completed', '完成问卷', 'A survey is completed', BLUE),
			option('referral_qualified', '推荐成功', 'A referral qualifies', AMBER),
			option('manual', '人工发放', 'By hand', GREY),
		],
		{ group: 'when_section', required: true, default: 'order_paid' },
	),
	choice('interaction_kind', label('互动类型', 'Kind of interaction'), interactionKinds, {
		group: 'when_section',
		options: { allowNone: true },
		note: label('留空表示任何互动。', 'Empty means any.'),
		...shownFor('trigger', ['interaction'], 'interaction_kind'),
	}),
	choice(
		'referral_side',
		label('给谁', 'For whom'),
		[option('referrer', '推荐人', 'Who recommended us', AMBER), option('referee', '被推荐人', 'Who came', TEAL)],
		{
			group: 'when_section',
			options: { allowNone: true },
			note: label('留空表示双方都给。', 'Empty means both.'),
			...shownFor('trigger', ['referral_qualified'], 'referral_side'),
		},
	),
	whole('anniversary_year', label('第几个周年', 'Which anniversary'), {
		group: 'when_section',
		note: label('例如 1 表示入会满一年；留空表示每个周年。', 'Such as 1 for the first. Empty means every one.'),
		...between('anniversary_year', 1, 100),
		...shownFor('trigger', ['anniversary'], 'anniversary_year'),
	}),
	instant('starts_at', label('开始时间', 'Starts'), { group: 'when_section', note: label('留空表示一直有效。', 'Empty means from the beginning.') }),
	instant('ends_at', label('结束时间', 'Ends'), {
		group: 'when_section',
		note: label('从此刻起不再有效；留空表示不结束。', 'From then on it no longer holds. Empty means never.'),
	}),
	filter('order_filter', label('哪些订单', 'Which orders'), 'crm_orders', {
		note: label('留空表示全部已付款的订单。', 'Empty means all paid orders.'),
		...shownFor('trigger', ['order_paid'], 'order_filter'),
	}),
	filter('interaction_filter', label('哪些互动', 'Which interactions'), 'crm_interactions', {
		note: label('留空表示全部。', 'Empty means all.'),
		...shownFor('trigger', ['interaction'], 'interaction_filter'),
	}),
	filter('customer_filter', label('哪些客户', 'Which customers'), 'crm_customers', {
		note: label('留空表示全部会员。', 'Empty means all members.'),
	}),
];

function filter(field: string, name: Label, collectionName: string, extra: Partial<FieldSpec>): FieldSpec {
	return json(field, name, { group: 'when_section', interface: 'system-filter', options: { collectionName }, ...extra });
}

const given: FieldSpec[] = [
	section('effect_section', label('给什么', 'What it gives'), { options: { start: 'open', headerIcon: 'add_circle' } }),
	choice(
		'effect',
		label('效果', 'Effect'),
		[
			option('fixed', '固定积分', 'Fixed points', GREEN),
			option('per_amount', '按金额', 'Points per amount', BLUE),
			option('multiplier', '倍数', 'Multiplier', PURPLE),
			option('reward', '送礼品', 'A reward', AMBER),
		],
		{
			group: 'effect_section',
			required: true,
			default: 'per_amount',
			note: label('多个倍数相加，例如 150% 和 200% 合为 250%。', 'Multipliers add up: 150 % and 200 % make 250 %.'),
		},
	),
	choice(
		'gives',
		label('积分种类', 'Kind of points'),
		[
			option('points', '可用积分', 'Points to spend', GREEN),
			option('tier_points', '成长值', 'Growth value for tiers', PURPLE),
			option('both', '两者', 'Both', BLUE),
		],
		{
			group: 'effect_section',
			default: 'both',
			conditions: [{ name: 'Not for rewards', rule: { _and: [{ effect: { _eq: 'reward' } }] }, hidden: true }],
		},
	),
	whole('points', label('积分', 'Points'), {
		group: 'effect_section',
		...between('points', 1, MOST),
		...shownFor('effect', ['fixed', 'per_amount']),
	}),
	money('per_amount', label('每满金额', 'For every'), {
		group: 'effect_section',
		note: label('每满此金额给上述积分，按比例计算，只对合计取整。', 'The points are for every so much. Parts count in proportion, and only the total is rounded.'),
		validation: check('per_amount', [{ _gt: 0 }], label('必须大于 0。', 'Enter more than 0.')),
		...shownFor('effect', ['per_amount']),
	}),
	whole('percent', label('倍数（%）', 'Multiplier (%)'), {
		group: 'effect_section',
		note: label('200 表示双倍，150 表示多给一半。', '200 doubles what other rules give; 150 gives half as much again.'),
		...between('percent', 0, 10_000),
		...shownFor('effect', ['multiplier']),
	}),
	link('reward', label('礼品', 'Reward'), 'crm_loyalty_rewards', {
		group: 'effect_section',
		template: '{{name}}',
		note: label(
			'每个事件送一张兑换券，不扣积分；礼品自身的条件、限兑和库存仍然有效。',
			'A voucher for each event, for no points. The conditions, limit and stock of the reward hold all the same.',
		),
		...shownFor('effect', ['reward'], 'reward'),
	}),
];

const together: FieldSpec[] = [
	section('together_section', label('与其他规则', 'With other rules'), { options: { start: 'closed', headerIcon: 'layers' } }),
	whole('priority', label('优先级', 'Priority'), {
		group: 'together_section',
		default: 100,
		note: label('数字小的在前。', 'Smaller numbers come first.'),
		...between('priority', 1, 1_000_000),
	}),
	text('stack_group', label('互斥组', 'Stack group'), {
		group: 'together_section',
		maxLength: 63,
		options: { trim: true },
		note: label('同组规则只取最优的一条。', 'Of the rules of one group only the best one counts.'),
	}),
	yesNo('exclusive', label('独占', 'Exclusive'), {
		group: 'together_section',
		note: label('此规则适用时，优先级更低的规则不再适用。', 'Where it applies, rules of a later priority do not.'),
	}),
];

const limit = (field: string, name: Label, note: Label): FieldSpec =>
	points(field, name, { group: 'limit_section', note, default: undefined, ...between(field, 1, MOST * 1000) });

const limits: FieldSpec[] = [
	section('limit_section', label('上限', 'Limits'), { options: { start: 'closed', headerIcon: 'block' } }),
	limit(
		'limit_customer_day',
		label('每人每天', 'Per customer and day'),
		label('每位会员每天最多从此规则获得这么多积分；留空表示不限。', 'At most so many points of this rule in a day. Empty means no limit.'),
	),
	limit(
		'limit_customer_total',
		label('每人合计', 'Per customer'),
		label('每位会员最多从此规则获得这么多积分；留空表示不限。', 'At most so many points of this rule at all. Empty means no limit.'),
	),
	limit(
		'budget_points',
		label('总预算', 'Budget'),
		label('此规则最多发放这么多积分；留空表示不限。', 'The rule gives at most so many points to all members together. Empty means no limit.'),
	),
];

const trying: FieldSpec[] = [
	section('try_section', label('试一试', 'Try it out'), { options: { start: 'open', headerIcon: 'science' } }),
	view('try_it', label('试算', 'Try it'), 'crm-loyalty-rule-try', { group: 'try_section' }),
	view('backtest', label('用过去的订单回测', 'Test it on past orders'), 'crm-loyalty-rule-backtest', { group: 'try_section' }),
];

export const crmLoyaltyRules: CollectionSpec = {
	collection: 'crm_loyalty_rules',
	label: label('积分规则', 'Loyalty rules'),
	singular: label('积分规则', 'Loyalty rule'),
	note: label('规定什么事件给多少积分。', 'Say what earns how many points.'),
	icon: 'rule',
	color: AMBER,
	displayTemplate: '{{name}}',
	folder: 'crm',
	sort: 33,
	fields: [...heading, ...when, ...given, ...together, ...limits, ...trying, ...audit()],
};
