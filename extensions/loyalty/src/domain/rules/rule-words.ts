import { CONDITION_WORDS } from '@guanxi/core/condition-words';
import type { ProblemOf, ProblemWords } from '@guanxi/core/problem';
import type { Phrase } from '@guanxi/core/words';

export const RULE: Phrase = ['积分规则', 'Loyalty rule'];
export const ORDER: Phrase = ['订单', 'Order'];
export const INTERACTION: Phrase = ['互动', 'Interaction'];

/** What a rule must not say, and what its form calls it. Read by the server and by the form. */
export const RULE_WORDS = {
	reasons: {
		...CONDITION_WORDS.reasons,
		not_a_choice: ['{field}必须是以下之一：{choices}。', '{field} must be one of {choices}.'],
		points_missing: ['{field}必须是 1 以上的整数，请填写此效果给多少积分。', '{field} must be a whole number of at least 1: say how many points the effect gives.'],
		amount_missing: ['{field}必须大于 0，请填写每满多少金额给积分。', '{field} must be above 0: say for every how much the points are given.'],
		percent_missing: ['{field}必须是 0 以上的整数，例如 200 表示双倍。', '{field} must be a whole number of at least 0, such as 200 for twice as much.'],
		reward_missing: ['请选择{field}。', 'Choose the {field} that the rule gives.'],
		reward_of_other_program: ['{field}不属于此规则的会员计划，请选择该计划的礼品。', '{field} belongs to another program than the rule. Choose one of the same program.'],
		not_an_instant: ['{field}必须是 ISO 时刻，例如 2026-03-01T00:00:00Z。', '{field} must be an ISO instant, such as 2026-03-01T00:00:00Z.'],
		ends_before_start: ['{field}必须晚于开始时间，请修改其中之一。', '{field} must be after the start. Change one of them.'],
		no_amount: ['{field}：此触发事件没有金额，请改为固定积分，或选择“订单已付款”。', '{field} counts by an amount, and the trigger has none. Choose fixed points, or the trigger "order_paid".'],
		not_for_trigger: ['{field}只适用于触发事件“{only}”，请清空，或改用该触发事件。', '{field} is only for the trigger "{only}". Clear it, or choose that trigger.'],
		nothing_to_multiply: ['{field}：人工发放的规则单独计算，没有可加倍的积分，请改为固定积分。', '{field} multiplies what other rules give, and a rule given by hand stands alone. Choose fixed points.'],
		unknown_program: ['{field}：没有这个会员计划，请从列表中选择。', '{field} names no loyalty program. Choose one from the list.'],
		stays_as_published: [
			'{field}在规则发布后不能更改，因为流水按它记录。请结束此规则，另建一条。',
			'{field} stays as it was published, because entries name it. End this rule and create another one.',
		],
		never_a_draft_again: [
			'{field}：已发布的规则不能退回草稿，请改为暂停或结束。',
			'{field} cannot go back to draft once the rule was published. Pause or end it instead.',
		],
		drafts_apart: [
			'草稿和已发布的规则不能一起修改，请分别修改。',
			'Drafts and published rules cannot be changed together. Change them one kind at a time.',
		],
		rule_in_use: [
			'已发布的规则不能删除，因为流水可能由它产生。请把状态改为“已结束”。',
			'A published rule cannot be deleted, because entries may come from it. Set its status to "ended" instead.',
		],
		rule_being_changed: ['此规则正被他人修改，请刷新后重试。', 'The rule was changed by somebody else in this moment. Load it again and repeat the change.'],
		not_a_date: ['{field}必须是 ISO 日期或时刻，例如 2026-03-01。', '{field} must be an ISO date or instant, such as 2026-03-01.'],
		not_a_period: ['{field}必须晚于开始，请修改时间段。', '{field} must be after the start of the period. Change one of them.'],
		period_too_long: ['{field}：时间段最长 {years} 年，请缩短。', '{field} ends a period of more than {years} years. Make it shorter.'],
		order_or_event: ['请填写订单或其他事件，二者选一。', 'Give either an order or another event.'],
		not_an_amount: ['{field}必须是金额，例如 99.50。', '{field} must be an amount, such as 99.50.'],
		not_for_orders: ['{field}：此规则的触发事件不是订单，无法用订单回测。', '{field} names a rule that is not for orders, so past orders say nothing about it. Choose one with the trigger "order_paid".'],
	},
	fields: {
		key: ['标识', 'Key'],
		program: ['会员计划', 'Loyalty program'],
		status: ['状态', 'Status'],
		trigger: ['触发事件', 'Trigger'],
		effect: ['效果', 'Effect'],
		gives: ['积分种类', 'Kind of points'],
		points: ['积分', 'Points'],
		per_amount: ['每满金额', 'For every'],
		percent: ['倍数', 'Multiplier'],
		reward: ['礼品', 'Reward'],
		starts_at: ['开始时间', 'Starts'],
		ends_at: ['结束时间', 'Ends'],
		order_filter: ['哪些订单', 'Which orders'],
		customer_filter: ['哪些客户', 'Which customers'],
		interaction_filter: ['哪些互动', 'Which interactions'],
		interaction_kind: ['互动类型', 'Kind of interaction'],
		referral_side: ['给谁', 'For whom'],
		anniversary_year: ['第几个周年', 'Which anniversary'],
		from: ['开始', 'From'],
		to: ['结束', 'To'],
		rule: ['积分规则', 'Loyalty rule'],
		order: ['订单', 'Order'],
		'order.amount': ['订单金额', 'Amount of the order'],
		'event.at': ['发生时间', 'When it happened'],
		'order.lines.*.amount': ['第 {n} 行的金额', 'amount of line no. {n}'],
		'order.paid_at': ['付款时间', 'Paid on'],
		'order.placed_at': ['下单时间', 'Ordered on'],
	},
} as const satisfies ProblemWords;

export type RuleProblem = ProblemOf<typeof RULE_WORDS>;
