import { between, choice, HOME, label, money, notNegative, option, section, whole } from '../fields.ts';
import type { FieldSpec } from '../model.ts';

const group = 'referral_section';

/** When bringing somebody counts; what it is worth is said by rules. */
export const referralFields: FieldSpec[] = [
	section(group, label('推荐有礼', 'Referral'), { options: { start: 'closed', headerIcon: 'group_add' } }),
	money('referral_min_amount', label('首单最低金额', 'First order, at least'), {
		group,
		...HOME,
		default: 0,
		validation: notNegative('referral_min_amount'),
		note: label(
			'被推荐人第一张达到此金额的付款订单使推荐生效；奖励在积分规则中设置（触发事件：推荐成功）。',
			'The first paid order that comes to this makes it count. What it is worth is said by loyalty rules (trigger: a referral qualifies).',
		),
	}),
	whole('referral_wait_days', label('退货期（天）', 'Return window (days)'), {
		group,
		default: 14,
		...between('referral_wait_days', 0, 365),
		note: label('期满前奖励不可使用；期内退款或取消则双方收回。', 'Rewards cannot be spent before it is over. A refund or cancellation in it takes them back from both.'),
	}),
	whole('referral_cap_count', label('推荐人数上限', 'At most'), {
		group,
		...between('referral_cap_count', 1, 100_000),
		note: label('每位推荐人每个周期最多计入的人数；留空表示不限。', 'So many count for one referrer in a period. Empty means any number.'),
	}),
	choice(
		'referral_cap_period',
		label('上限周期', 'In a'),
		[option('month', '月', 'Month'), option('quarter', '季度', 'Quarter'), option('year', '年', 'Year')],
		{ group, default: 'year', note: label('自然周期。', 'By calendar.') },
	),
];
