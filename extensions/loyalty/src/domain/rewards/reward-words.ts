import { CONDITION_WORDS } from '@guanxi/core/condition-words';
import type { ProblemOf, ProblemWords } from '@guanxi/core/problem';
import type { Phrase } from '@guanxi/core/words';

export const REWARD: Phrase = ['礼品', 'Reward'];
export const VOUCHER: Phrase = ['兑换券', 'Voucher'];

/** Why somebody does not get a reward or cannot use a voucher, and what the form of a reward refuses. */
export const REWARD_WORDS = {
	reasons: {
		...CONDITION_WORDS.reasons,
		reward_not_available: ['礼品“{reward}”目前不能兑换，请选择其他礼品。', '"{reward}" cannot be had now. Choose another reward.'],
		not_eligible: ['该会员不符合礼品“{reward}”的兑换条件，请选择其他礼品。', 'The member does not meet the conditions of "{reward}". Choose another reward.'],
		reward_limit_reached: ['每人限兑 {limit} 份，该会员已达上限，请选择其他礼品。', 'A member gets it {limit} times at most, and this one has. Choose another reward.'],
		reward_out_of_stock: ['礼品“{reward}”已兑完，请补货或选择其他礼品。', 'Nothing of "{reward}" is left. Raise its stock or choose another reward.'],
		points_or_reward: ['请填写积分或礼品，二者选一。', 'Give either points or a reward.'],
		order_with_reward: ['{field}只能与积分一起填写：礼品不用于支付订单，请清空。', '{field} goes with points only, because a reward pays for no order. Leave it out.'],
		already_used: ['该兑换券已使用，请核对券码。', 'The voucher was used before. Check its code.'],
		already_cancelled: ['该兑换券已取消，请使用其他兑换券。', 'The voucher was cancelled before. Take another one.'],
		voucher_waits: ['该兑换券自 {day} 起可用，请届时再使用。', 'The voucher can be used from {day} on. Use it then.'],
		voucher_expired: ['该兑换券已于 {day} 到期，请使用其他兑换券。', 'The voucher could be used until {day}. Take another one.'],
		not_a_choice: ['{field}必须是以下之一：{choices}。', '{field} must be one of {choices}.'],
		not_whole: ['{field}必须是 {least} 以上的整数，或留空。', '{field} must be a whole number of at least {least}, or empty.'],
		not_an_instant: ['{field}必须是 ISO 时刻，例如 2026-03-01T00:00:00Z。', '{field} must be an ISO instant, such as 2026-03-01T00:00:00Z.'],
		ends_before_start: ['{field}必须晚于开始时间，请修改其中之一。', '{field} must be after the start. Change one of them.'],
		unknown_program: ['{field}：没有这个会员计划，请从列表中选择。', '{field} names no loyalty program. Choose one from the list.'],
		unknown_lowest_tier: ['{field}：会员计划没有等级“{tier}”，请从其等级中选择：{tiers}。', '{field}: the program has no tier "{tier}". Choose one of {tiers}.'],
		reward_has_vouchers: [
			'{field}在发出兑换券后不能更改，请结束此礼品，另建一个。',
			'{field} stays as it is once there are vouchers. End this reward and create another one.',
		],
		reward_in_use: ['已发出兑换券的礼品不能删除，请把状态改为“已结束”。', 'A reward with vouchers cannot be deleted. Set its status to "ended" instead.'],
	},
	fields: {
		reward: ['礼品', 'Reward'],
		program: ['会员计划', 'Loyalty program'],
		status: ['状态', 'Status'],
		order: ['订单', 'Order'],
		points: ['所需积分', 'Points'],
		stock: ['总数量', 'Stock'],
		limit_customer: ['每人限兑', 'Per customer'],
		min_tier: ['最低等级', 'Lowest tier'],
		eligibility: ['哪些客户', 'Which customers'],
		starts_at: ['开始时间', 'Starts'],
		ends_at: ['结束时间', 'Ends'],
		voucher_days: ['兑换券有效天数', 'Days of the voucher'],
	},
} as const satisfies ProblemWords;

export type RewardProblem = ProblemOf<typeof REWARD_WORDS>;
