import { audit, between, check, choice, day, label, option, primaryKey, section, shortName, text, view, whole } from '../fields.ts';
import type { Choice, CollectionSpec, FieldSpec, Label } from '../model.ts';
import { AMBER, GREEN, GREY } from '../core/colors.ts';
import { timezone } from '../core/timezones.ts';
import { messageFields } from './message-fields.ts';
import { referralFields } from './referral-fields.ts';
import { tierFields } from './tier-fields.ts';

const periods: Choice[] = [
	option('day', '天', 'Day'),
	option('week', '周', 'Week'),
	option('month', '月', 'Month'),
	option('quarter', '季度', 'Quarter'),
	option('half_year', '半年', 'Half-year'),
	option('year', '年', 'Year'),
];

const points = (field: string, name: Label, note: Label, group: string): FieldSpec =>
	whole(field, name, { group, note, ...between(field, 1, 1_000_000_000) });

const heading: FieldSpec[] = [
	primaryKey(),
	view('presets', label('从模板开始', 'Begin with a preset'), 'crm-loyalty-presets', {
		conditions: [{ name: 'Only for a new program', rule: { _and: [{ id: { _nnull: true } }] }, hidden: true }],
	}),
	text('name', label('名称', 'Name'), { required: true }),
	shortName(label('接口使用的短名称，例如 club。', 'The short name used by the API, e.g. club.')),
	text('unit_name', label('积分单位', 'Unit'), {
		maxLength: 40,
		note: label('会员看到的叫法，例如积分、里程、星。', 'What members call it, e.g. points, miles, stars.'),
	}),
	choice('status', label('状态', 'Status'), [option('active', '进行中', 'Active', GREEN), option('ended', '已结束', 'Ended', GREY)], {
		default: 'active',
		note: label('结束后不再累积积分，已有积分仍可兑换。', 'When ended, nothing more is earned; points can still be spent.'),
	}),
	timezone('timezone', {
		required: true,
		note: label(
			'有效期按此时区的日期计算。首位会员加入后不可更改。',
			'Days of validity are days here. It stays as it is once there are members.',
		),
	}),
];

const earning: FieldSpec[] = [
	section('earning_section', label('累积', 'Earning'), { options: { start: 'open', headerIcon: 'add_circle' } }),
	whole('pending_days', label('等待天数', 'Days of waiting'), {
		group: 'earning_section',
		default: 0,
		note: label('获得后等待几天才能使用，例如退货期。', 'Points can be spent after so many days, such as a return window.'),
		...between('pending_days', 0, 3650),
	}),
	points(
		'earn_cap_points',
		label('累积上限', 'Cap'),
		label('每位会员每个周期最多获得这么多积分；留空表示不限。', 'A member earns at most so many points in a period. Empty means no cap.'),
		'earning_section',
	),
	choice('earn_cap_period', label('上限周期', 'Period of the cap'), periods, {
		group: 'earning_section',
		default: 'month',
		note: label('每个新周期重新计算。', 'Counting begins anew with every period.'),
	}),
	choice('rounding', label('取整', 'Rounding'), [option('floor', '舍去小数', 'Down'), option('half_up', '四舍五入', 'Half up')], {
		group: 'earning_section',
		default: 'floor',
		note: label('一次获得的积分合计按此取整。', 'How the total of what an event earns becomes a whole number.'),
	}),
];

const validity: FieldSpec[] = [
	section('validity_section', label('有效期', 'Validity'), { options: { start: 'open', headerIcon: 'event' } }),
	whole('expiry_months', label('有效月数', 'Months of validity'), {
		group: 'validity_section',
		note: label(
			'从获得之日起计算，1 月 31 日加一个月为 2 月底；留空表示永不过期。',
			'Counted from the day of earning; 31 January and one month is the end of February. Empty means for ever.',
		),
		...between('expiry_months', 1, 1200),
	}),
	choice('expiry_round', label('延至期末', 'Up to the end of'), periods, {
		group: 'validity_section',
		options: { allowNone: true },
		note: label('最后有效日顺延到所在周期的最后一天。', 'The last valid day moves to the last day of the period it falls in.'),
	}),
	whole('inactivity_months', label('不活跃月数', 'Months without activity'), {
		group: 'validity_section',
		note: label(
			'会员连续这么多个月没有累积或兑换，剩余积分过期；留空表示不限。启用或缩短后 30 天才生效。',
			'Points end when a member has neither earned nor spent for so many months. Empty means they do not. What ends points earlier holds from 30 days on.',
		),
		...between('inactivity_months', 1, 1200),
	}),
	day('inactivity_from', label('不活跃过期生效日', 'Inactivity counts from'), {
		group: 'validity_section',
		computed: true,
		note: label('在此日之前，没有积分因不活跃而过期。', 'Before this day no points end for want of activity.'),
	}),
];

const spending: FieldSpec[] = [
	section('spending_section', label('兑换', 'Redeeming'), { options: { start: 'open', headerIcon: 'redeem' } }),
	points(
		'redeem_min',
		label('最低兑换', 'At least'),
		label('每次至少兑换这么多积分；留空表示不限。', 'So many points at a time. Empty means no minimum.'),
		'spending_section',
	),
	points(
		'redeem_step',
		label('兑换步长', 'In steps of'),
		label('只能兑换此数的整数倍；留空表示不限。', 'Only multiples of this are redeemed. Empty means any number.'),
		'spending_section',
	),
	whole('hold_minutes', label('冻结分钟数', 'Minutes on hold'), {
		group: 'spending_section',
		default: 30,
		note: label('超过此时间仍未确认的冻结自动解除。', 'A hold that nobody posts within this time ends by itself.'),
		...between('hold_minutes', 1, 525_600),
	}),
];

const refunds: FieldSpec[] = [
	section('refund_section', label('退款', 'Refunds'), { options: { start: 'open', headerIcon: 'undo' } }),
	choice(
		'refund_recovery',
		label('积分已被使用时', 'When the points are spent'),
		[
			option('other_lots', '从其他积分扣回，不足记欠分', 'Take others, owe the rest'),
			option('debt', '记为欠分', 'Owe them'),
			option('forgive', '不再扣回', 'Let them go'),
		],
		{
			group: 'refund_section',
			default: 'other_lots',
			note: label('退款订单所得积分已用掉时的处理。', 'What an order earned is taken back when it is refunded.'),
		},
	),
	whole('refund_grace_days', label('退还后延长天数', 'Days for points that come back'), {
		group: 'refund_section',
		note: label(
			'退款退还的积分若已过期，再给这么多天；留空表示作废。',
			'Spent points that come back after their last day get so many days. Empty means they are lost.',
		),
		...between('refund_grace_days', 1, 3650),
	}),
];

const fraction = (field: string, name: Label, precision: [number, number], most: number, note: Label): FieldSpec => ({
	field,
	type: 'decimal',
	precision,
	label: name,
	note,
	group: 'value_section',
	width: 'half',
	interface: 'input',
	default: 0,
	options: { min: 0, max: most, step: 10 ** -precision[1] },
	validation: check(field, [{ _gte: 0 }, { _lte: most }], label(`请填 0 到 ${most} 之间的数。`, `Enter a number from 0 to ${most}.`)),
});

const value: FieldSpec[] = [
	section('value_section', label('积分负债', 'Liability'), { options: { start: 'open', headerIcon: 'account_balance' } }),
	fraction(
		'point_value',
		label('每分价值', 'Value of a point'),
		[18, 6],
		1_000_000,
		label('一个积分折合多少结算币种，例如 0.01。', 'In the home currency, e.g. 0.01.'),
	),
	fraction(
		'breakage_percent',
		label('预计不兑换（%）', 'Never redeemed (%)'),
		[5, 2],
		100,
		label('预计永远不会兑换的积分比例，用于估算负债。', 'The share of points that is expected never to be redeemed. The liability is less by it.'),
	),
];

export const crmLoyaltyPrograms: CollectionSpec = {
	collection: 'crm_loyalty_programs',
	label: label('会员计划', 'Loyalty programs'),
	singular: label('会员计划', 'Loyalty program'),
	note: label('规定积分何时可用、何时过期、如何兑换。', 'Say when points can be spent, when they expire and how they are redeemed.'),
	icon: 'loyalty',
	color: AMBER,
	displayTemplate: '{{name}}',
	folder: 'crm',
	sort: 30,
	fields: [...heading, ...earning, ...validity, ...spending, ...refunds, ...tierFields, ...referralFields, ...messageFields, ...value, ...audit()],
};
