import { idFor, randomFor } from './random.ts';
import { STORY } from './story.ts';

const DAY_MS = 86_400_000;

/** The program that customers of the demo company collect points in: of a size that fits business customers. */
export const DEMO_PROGRAM = {
	id: idFor('loyalty/partner'),
	key: 'partner',
	name: '合作伙伴积分',
	unit_name: '积分 · points',
	status: 'active',
	timezone: 'Asia/Shanghai',
	pending_days: 7,
	expiry_months: 12,
	expiry_round: 'month',
	redeem_min: 100,
	redeem_step: 100,
	rounding: 'floor',
	hold_minutes: 30,
	refund_recovery: 'other_lots',
	refund_grace_days: 30,
	tiers: [
		{ key: 'silver', name: '银牌', color: '#9CA3AF', qualify_min: 5000, keep_min: 4000, discount_percent: 1, benefits: '优先发货' },
		{ key: 'gold', name: '金牌', color: '#D97706', qualify_min: 10_000, keep_min: 8000, discount_percent: 2, benefits: '优先发货、年度培训名额 2 个' },
		{ key: 'platinum', name: '铂金', color: '#475569', qualify_min: 20_000, keep_min: 16_000, discount_percent: 3, benefits: '专属客服、年度培训名额 5 个' },
	],
	tier_window: 'rolling_months',
	tier_window_length: 12,
	tier_downgrade: 'one_down',
	tier_grace_days: 30,
	tier_revoke_on_refund: false,
	point_value: '0.05',
	breakage_percent: '10',
} as const;

const rule = (key: string, name: string, more: Record<string, unknown>): Record<string, unknown> => ({
	id: idFor(`loyalty/rule/${key}`),
	key,
	name,
	program: DEMO_PROGRAM.id,
	status: 'active',
	version: 1,
	trigger: 'order_paid',
	priority: 100,
	exclusive: false,
	gives: 'both',
	...more,
});

/** As of `now`: last quarter's campaign was a quarter ago whenever the demo is loaded. */
export const demoRules = (now: Date): Record<string, unknown>[] => [
	rule('partner_purchase', '采购积分', { effect: 'per_amount', points: 1, per_amount: '10.00' }),
	rule('partner_online', '线上下单奖励', { effect: 'fixed', points: 100, gives: 'points', order_filter: { channel: { _eq: 'online' } } }),
	rule('partner_campaign', '季度促销 1.5 倍积分', {
		effect: 'multiplier', percent: 150, gives: 'points', priority: 50,
		starts_at: new Date(now.getTime() - 150 * DAY_MS), ends_at: new Date(now.getTime() - 60 * DAY_MS),
	}),
];

/** Members are small and middling customers who have bought, some of them in the order of their codes. */
export const DEMO_MEMBERS = { always: [STORY.birthday],  fewestOrders: 3, mostOrders: 12, each: 7, most: 30 } as const;

export type MemberEvent = { at: Date } & (
	| { what: 'enrol' }
	| { what: 'order'; order: string }
	/** Part of what can be spent then. */
	| { what: 'redeem'; share: number; reason: string }
	| { what: 'adjust'; points: number; reason: string }
	| { what: 'freeze'; reason: string }
);

const REASONS = ['兑换检验耗材包', '抵扣货款', '兑换设备保养服务', '兑换学术会议名额'] as const;

/** The life of one member: joins just before the first order, earns with each, and redeems now and then. */
export function memberCourse(customer: string, orders: { id: string; paidAt: Date }[], now: Date): MemberEvent[] {
	const random = randomFor(`member/${customer}`);
	const first = Math.min(...orders.map(({ paidAt }) => paidAt.getTime()));
	const isSaver = random.chance(0.25);
	const events: MemberEvent[] = [{ at: new Date(first - 2 * DAY_MS), what: 'enrol' }];
	for (const [index, { id, paidAt }] of orders.entries()) {
		events.push({ at: paidAt, what: 'order', order: id });
		if (isSaver || index % 2 === 0 || random.chance(0.3)) continue;
		const at = new Date(paidAt.getTime() + random.whole(8, 30) * DAY_MS);
		events.push({ at, what: 'redeem', share: random.between(0.3, 0.9), reason: random.pick(REASONS) });
	}
	if (random.chance(0.15)) {
		events.push({ at: new Date(now.getTime() - random.whole(20, 200) * DAY_MS), what: 'adjust', points: 200, reason: '配送延误补偿' });
	}
	return events.filter(({ at }) => at >= events[0]!.at && at <= now);
}

/** One account stands still, so that the panel about the books has something to tell. */
export const demoFreeze = (now: Date): MemberEvent => ({ at: new Date(now.getTime() - 2 * DAY_MS), what: 'freeze', reason: '会员卡遗失，等待核实' });
