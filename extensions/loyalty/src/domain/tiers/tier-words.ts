import type { ProblemWords } from '@guanxi/core/problem';

/** What is refused about tiers; part of `LOYALTY_WORDS`. */
export const TIER_WORDS = {
	reasons: {
		unknown_tier: ['会员计划没有等级“{tier}”，可选：{tiers}。', 'The program has no tier "{tier}". Choose one of: {tiers}.'],
		no_tiers: ['该会员计划没有设置等级，请先在计划中添加等级。', 'The program has no tiers. Add some to it first.'],
		day_is_over: ['{field}不能早于今天（{today}），请选择以后的日期。', '{field} must not lie before today ({today}). Choose a later day.'],
		not_a_day: ['{field}必须是日期，例如 2026-12-31。', '{field} must be a date such as 2026-12-31.'],
		tier_not_locked: ['该会员的等级没有人工指定，无需解除。', "Nobody has set the member's tier by hand, so there is nothing to release."],
		account_is_active: ['该账户没有锁定，无需解锁。', 'The account is not frozen. Nothing is left to do.'],
		not_a_list: ['{field}必须是列表。', '{field} must be a list.'],
		too_many_tiers: ['最多 {max} 个等级，请删去一些。', 'A program has at most {max} tiers. Remove some.'],
		not_a_tier_key: [
			'{field}只能用小写字母、数字、连字符和下划线，最多 31 个，例如 gold。',
			'{field} takes lower-case letters, digits, hyphens and underscores, at most 31 of them, such as gold.',
		],
		repeated_key: ['{field}“{key}”与前面的等级重复，请换一个。', '{field} "{key}" is that of an earlier tier. Choose another one.'],
		not_text: ['{field}必须是文字。', '{field} must be text.'],
		no_name: ['请填写{field}。', 'Fill in {field}.'],
		not_a_whole_number: ['{field}必须是 {min} 到 {max} 之间的整数。', '{field} must be a whole number from {min} to {max}.'],
		tier_not_above: [
			'{field}必须大于前一级的 {below}：等级由低到高排列。',
			'{field} must be above {below}, that of the tier before: tiers are listed lowest first.',
		],
		keep_above_qualify: [
			'{field}不能大于升级所需的 {qualify}，否则刚升级就会降级。',
			'{field} must not be above {qualify}, what it takes to rise: else who has just risen would fall.',
		],
		not_a_percentage: ['{field}必须在 0 到 100 之间。', '{field} must lie between 0 and 100.'],
		not_a_choice: ['{field}必须是以下之一：{choices}。', '{field} must be one of: {choices}.'],
		length_missing: ['滚动周期需要填写{field}，例如 12。', 'A rolling window needs {field}, such as 12.'],
		grace_too_long: ['{field}必须短于 {length} 天的周期，请减少天数。', '{field} must be shorter than the window of {length} days. Take fewer.'],
		tier_in_use: [
			'有 {members} 位会员处于等级“{tier}”，不能删除或更改标识。请保留它，或先为这些会员另行定级。',
			'{members} members are in the tier "{tier}", so it cannot be removed or get another key. Keep it, or set another tier for them first.',
		],
	},
	fields: {
		tier: ['等级', 'Tier'],
		until: ['截止日', 'Until'],
		tiers: ['等级', 'Tiers'],
		'tiers.*.key': ['第 {n} 个等级的标识', 'key of tier no. {n}'],
		'tiers.*.name': ['第 {n} 个等级的名称', 'name of tier no. {n}'],
		'tiers.*.color': ['第 {n} 个等级的颜色', 'colour of tier no. {n}'],
		'tiers.*.qualify_min': ['第 {n} 个等级的升级所需成长值', 'growth value to rise to tier no. {n}'],
		'tiers.*.keep_min': ['第 {n} 个等级的保级所需成长值', 'growth value to keep tier no. {n}'],
		'tiers.*.discount_percent': ['第 {n} 个等级的折扣', 'discount of tier no. {n}'],
		'tiers.*.benefits': ['第 {n} 个等级的权益', 'benefits of tier no. {n}'],
		tier_window: ['统计周期', 'Growth value counts'],
		tier_window_length: ['周期长度', 'Length'],
		tier_downgrade: ['未保级时', 'When it is not kept'],
		tier_grace_days: ['宽限天数', 'Days of grace'],
		tier_revoke_on_refund: ['退款后收回等级', 'Taken back after refunds'],
	},
} as const satisfies ProblemWords;
