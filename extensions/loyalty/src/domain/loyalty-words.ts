import type { ProblemOf, ProblemWords } from '@guanxi/core/problem';
import type { Phrase } from '@guanxi/core/words';
import { MESSAGE_WORDS } from './messages/message-problem-words.ts';
import { REFERRAL_WORDS } from './referral/referral-words.ts';
import { REWARD_WORDS } from './rewards/reward-words.ts';
import { TIER_WORDS } from './tiers/tier-words.ts';

export const ACCOUNT: Phrase = ['会员账户', 'Account'];
export const CARD: Phrase = ['会员卡', 'Member card'];
export const HOLD: Phrase = ['积分冻结', 'Hold'];
export const PROGRAM: Phrase = ['会员计划', 'Loyalty program'];
export const ORDER: Phrase = ['订单', 'Order'];
export const CUSTOMER: Phrase = ['客户', 'Customer'];

/** Why points do not move, and what the forms refuse. */
export const LOYALTY_WORDS = {
	reasons: {
		...TIER_WORDS.reasons,
		...MESSAGE_WORDS.reasons,
		...REFERRAL_WORDS.reasons,
		...REWARD_WORDS.reasons,
		account_frozen: [
			'该账户已锁定，积分不能变动，其他账户不受影响。请由管理员核对后解除锁定（npm run crm -- audit 会列出问题）。',
			'The account is frozen: no points move until somebody unfreezes it (npm run crm -- audit says what is wrong).',
		],
		card_closed: [
			'此会员卡已停用或已并入另一张卡，请向我们索取新卡的链接。',
			'This card is closed, or was merged into another one. Ask us for the link to the card that you use now.',
		],
		account_closed: [
			'该账户已并入另一账户并关闭，请使用合并后的账户。',
			'The account was closed when it was merged into another one. Use that one.',
		],
		customer_merged: [
			'此客户已并入另一位客户（{into}），请为其办理入会。',
			'The customer was merged into another one ({into}). Enrol that one.',
		],
		program_ended: [
			'会员计划已结束：积分仍可兑换，但不再累积。',
			'The program has ended: points can be spent, but no longer earned.',
		],
		insufficient_points: [
			'可用积分为 {available}，本次需要 {points}，请减少数量。',
			'The account has {available} points to spend; {points} are needed. Take fewer.',
		],
		cap_reached: [
			'本周期最多累积 {cap} 积分，已达上限，下一周期重新计算。',
			'The account has earned all of the {cap} points that the program gives in this period. Counting begins anew with the next one.',
		],
		below_minimum: ['每次至少兑换 {min} 积分，请增加数量。', 'At least {min} points are redeemed at a time. Take more.'],
		not_a_step: ['兑换数量必须是 {step} 的整数倍，请调整数量。', 'Points are redeemed in steps of {step}. Change the number.'],
		too_many_points: ['账户积分将超过系统可精确计算的上限，请减少数量。', 'An account cannot hold so many points. Give fewer.'],
		same_account: ['不能转给同一账户，请选择另一位会员的账户。', 'Points cannot be moved from an account to itself. Choose another one.'],
		other_program: ['两个账户不属于同一会员计划，不能互转。', 'The accounts belong to different programs. Choose one of the same program.'],
		already_posted: ['该冻结已确认扣减，不能再次处理。', 'The hold was posted before. Nothing is left to do with it.'],
		already_voided: ['该冻结已取消，积分已退回。', 'The hold was voided before, and its points are free again.'],
		hold_expired: ['该冻结已超时，积分已退回。请重新冻结。', 'The hold has timed out, and its points are free again. Make a new one.'],
		more_than_held: ['该冻结只有 {held} 积分，不能确认更多。', 'The hold is about {held} points; no more can be posted.'],
		order_not_paid: ['订单尚未付款，不能累积或退款。请先将订单标为已付款。', 'The order is not paid, so it neither earns nor is refunded. Mark it as paid first.'],
		order_of_other_customer: ['该订单属于其他客户，请选择此会员的订单。', 'The order is another customer’s. Choose one of this member.'],
		no_such_line: ['{field}不属于该订单，请使用订单中的明细。', '{field} is not a line of the order. Use one of its lines.'],
		more_than_left: ['{field}最多还能退 {left}，请减少金额。', 'Only {left} is left to refund for {field}. Take less.'],
		order_has_lines: ['该订单有明细，请按明细填写退款金额。', 'The order has lines. Say what is refunded of which line.'],
		lines_or_amount: ['请填写退款明细；没有明细的订单请填写金额。', 'Say which lines are refunded or, for an order without lines, the amount.'],
		points_order_or_rule: ['请填写积分、订单或规则，三者选一。', 'Give points, an order or a rule: one of them.'],
		rule_not_by_hand: ['{field}的触发事件不是“人工发放”，会自动发放，请选择其他规则。', '{field} is not given by hand: what its trigger says gives it. Choose one with the trigger "by hand".'],
		rule_not_matched: ['此会员不符合{field}的条件，请选择其他规则。', 'The member does not meet the conditions of {field}. Choose another one.'],
		rule_not_in_force: ['{field}目前未生效（草稿、暂停、已结束或不在有效期内），请先发布或选择其他规则。', '{field} is not in force now: a draft, paused, ended, or out of its period. Publish it, or choose another one.'],
		rule_limit_reached: ['{field}的上限或预算已用完，请调整规则或选择其他规则。', 'The limits or the budget of {field} leave nothing. Change them, or choose another rule.'],
		account_or_customer: ['{field}：请填写会员账户，或填写客户。', '{field} is empty. Name the account, or the customer.'],
		program_not_named: ['{field}：此客户加入了多个会员计划，请指明一个。', '{field} is empty, and the customer is in several programs. Name one.'],
		not_a_date: ['{field}必须是 ISO 日期或时刻，例如 2026-12-31。', '{field} must be an ISO date or instant, such as 2026-12-31.'],
		zero: ['{field}不能为 0：正数增加，负数扣减。', '{field} must not be 0: positive gives, negative takes.'],
		not_a_timezone: ['{field}必须是时区，例如 Asia/Shanghai。', '{field} must be a time zone such as Asia/Shanghai.'],
		timezone_in_use: ['已有会员的计划不能更改{field}：积分有效期按原时区计算。', '{field} stays as it is, because the program has members whose points last until days of that time zone.'],
	},
	fields: {
		...TIER_WORDS.fields,
		...MESSAGE_WORDS.fields,
		...REFERRAL_WORDS.fields,
		reward: REWARD_WORDS.fields.reward,
		account: ['会员账户', 'Account'],
		customer: ['客户', 'Customer'],
		program: ['会员计划', 'Loyalty program'],
		as_of: ['截至日期', 'As of'],
		points: ['积分', 'Points'],
		order: ['订单', 'Order'],
		rule: ['积分规则', 'Loyalty rule'],
		lines: ['退款明细', 'Lines'],
		'lines.*.line': ['第 {n} 项的明细', 'line no. {n}'],
		'lines.*.amount': ['第 {n} 项的金额', 'the amount of line no. {n}'],
		amount: ['金额', 'Amount'],
		timezone: ['时区', 'Time zone'],
	},
} as const satisfies ProblemWords;

export type LoyaltyProblem = ProblemOf<typeof LOYALTY_WORDS>;
