import { type DemoClock, daysAfter, officeTime, pastOfficeTime, seasonAt } from './clock.ts';
import type { CustomerPlan } from './plan.ts';
import type { Random } from './random.ts';
import type { OrderRow } from './types.ts';

/** Everything about an order that happens in time; amounts come later. */
export interface OrderCourse {
	key: string;
	daysAgo: number;
	placedAt: Date;
	/** Null while there is nothing to pay. */
	dueAt: Date | null;
	paidAt: Date | null;
	shippedAt: Date | null;
	deliveredAt: Date | null;
	status: OrderRow['status'];
	refund: 'none' | 'part' | 'full';
	channel: OrderRow['channel'];
	/** Size relative to the customer's other orders. */
	weight: number;
}

const REFUND_CHANCE = { full: 0.008, part: 0.012 };
const NEWEST_REFUND_DAYS = 25;

const CHANNELS: Record<'A' | 'B' | 'C', readonly OrderRow['channel'][]> = {
	A: ['sales', 'sales', 'sales', 'sales', 'tender', 'tender', 'phone', 'online'],
	B: ['sales', 'sales', 'sales', 'tender', 'phone', 'phone', 'online', 'online'],
	C: ['sales', 'sales', 'phone', 'phone', 'online', 'online', 'online', 'online'],
};

export function orderCourse(
	{ clock, plan }: { clock: DemoClock; plan: CustomerPlan },
	{ key, daysAgo }: { key: string; daysAgo: number },
	random: Random,
): OrderCourse {
	const channel = random.pick(CHANNELS[plan.tier]);
	const placedAt = officeTime(clock, daysAgo, random);
	const terms = channel === 'online' && plan.tier === 'C' ? 0 : { A: 60, B: 45, C: 30 }[plan.tier];
	const shippedDaysAgo = daysAgo - random.whole(1, 4);
	const paidAt = terms === 0
		? daysAfter(placedAt, random.whole(1, 20) / 1440)
		: pastOfficeTime(clock, daysAgo - payDays(plan, terms, random), random);
	const refund = refundOf({ plan, paidAt, daysAgo }, random);
	return {
		key,
		daysAgo,
		placedAt,
		dueAt: daysAfter(placedAt, terms),
		paidAt,
		shippedAt: pastOfficeTime(clock, shippedDaysAgo, random),
		deliveredAt: pastOfficeTime(clock, shippedDaysAgo - random.whole(1, 4), random),
		status: refund === 'full' ? 'refunded' : paidAt ? 'paid' : 'confirmed',
		refund,
		channel,
		weight: random.spread(0.35) * seasonAt(clock, daysAgo) ** 0.3 * (refund === 'full' ? 0.4 : 1),
	};
}

/**
 * Most pay shortly before the due date, every eighth invoice is paid late; the cast pays as it
 * likes.
 */
function payDays(plan: CustomerPlan, terms: number, random: Random): number {
	if (plan.role.refundsEverything) return 2;
	const late = plan.role.paysLateDays ?? (random.chance(0.12) ? random.whole(3, 25) : 0);
	return Math.max(1, Math.round(terms * random.between(0.55, 1)) + late);
}

function refundOf(
	{ plan, paidAt, daysAgo }: { plan: CustomerPlan; paidAt: Date | null; daysAgo: number },
	random: Random,
): OrderCourse['refund'] {
	if (plan.role.refundsEverything) return 'full';
	const draw = random.next();
	if (!paidAt || daysAgo < NEWEST_REFUND_DAYS || plan.pattern === 'repeat') return 'none';
	if (draw < REFUND_CHANCE.full) return 'full';
	return draw < REFUND_CHANCE.full + REFUND_CHANCE.part ? 'part' : 'none';
}
