import { type DemoClock, spreadDays } from './clock.ts';
import { type OrderCourse, orderCourse } from './order-course.ts';
import type { CustomerPlan } from './plan.ts';
import { randomFor } from './random.ts';

/** An order with the amount it should come to; a draft or cancelled one never counts. */
export interface PlannedOrder extends OrderCourse {
	targetMinor: number;
}

/** 300 million yuan in the last 12 months, in fen. */
export const COMPANY_TURNOVER_MINOR = 30_000_000_000;
/** What the customer who sends everything back once paid. */
const REFUNDER_MINOR = 3_600_000;

/**
 * All orders of a customer: those of the year before, those of the last 12 months, and the empty
 * ones.
 */
export function planOrders(clock: DemoClock, plan: CustomerPlan): PlannedOrder[] {
	if (plan.pattern === 'prospect') return [];
	const shareMinor = (share: number): number => share * COMPANY_TURNOVER_MINOR;
	const lastYear = yearOfOrders({ clock, plan }, 'last', {
		count: plan.lastYearShare > 0 ? ordersLastYear(plan) : 0,
		oldest: clock.total,
		newest: clock.year + (plan.pattern === 'ended' ? 60 : plan.pattern === 'lost' ? 20 : 1),
		valueMinor: shareMinor(plan.lastYearShare),
	});
	const thisYear = yearOfOrders({ clock, plan }, 'this', {
		count: ordersThisYear(plan),
		...thisYearSpan(clock, plan),
		valueMinor: plan.role.refundsEverything ? REFUNDER_MINOR : shareMinor(plan.share),
	});
	return [...lastYear, ...thisYear, ...withoutValue(clock, plan)];
}

/** The days, counted back from today, between which each pattern buys within the last 12 months. */
function thisYearSpan(clock: DemoClock, plan: CustomerPlan): { oldest: number; newest: number } {
	const newest = plan.role.silentOrdersDays;
	if (plan.pattern === 'new') return { oldest: newest ? newest + 1 : 85, newest: newest ?? 4 };
	if (plan.pattern === 'repeat') return { oldest: 170, newest: 8 };
	if (plan.pattern === 'dormant') return { oldest: clock.year, newest: 190 };
	return { oldest: clock.year, newest: newest ?? 1 };
}

function ordersThisYear(plan: CustomerPlan): number {
	if (plan.role.orders !== undefined) return plan.role.orders;
	const random = randomFor(`order-count/${plan.key}`);
	if (plan.pattern === 'lost' || plan.pattern === 'ended') return 0;
	if (plan.pattern === 'new') return random.whole(1, 2);
	if (plan.pattern === 'repeat') return random.whole(2, 3);
	const percent = plan.share * 100;
	if (plan.tier === 'A') return Math.round(19 + 6 * percent + random.between(-3, 3));
	if (plan.tier === 'B') return Math.round(8 + 18 * percent + random.between(-2, 2));
	return Math.round(3.4 + 42 * percent + random.between(-1, 2));
}

/** Fewer and smaller orders a year ago: both grow with the square root of the value. */
function ordersLastYear(plan: CustomerPlan): number {
	if (plan.share === 0) return randomFor(`order-count/${plan.key}`).whole(2, 6);
	const ratio = Math.sqrt(plan.lastYearShare / plan.share);
	return Math.max(1, Math.round(ordersThisYear(plan) * ratio * 0.85));
}

function yearOfOrders(
	at: { clock: DemoClock; plan: CustomerPlan },
	year: 'last' | 'this',
	wish: { count: number; oldest: number; newest: number; valueMinor: number },
): PlannedOrder[] {
	const random = randomFor(`orders/${at.plan.key}/${year}`);
	const days = spreadDays(at.clock, wish, random);
	const courses = days.map((daysAgo, index) => {
		const key = `${at.plan.key}/${year}/${index}`;
		const course = orderCourse(at, { key, daysAgo }, random);
		const slope = year === 'this' ? slopeAt(at.plan, index / days.length) : 1;
		return { ...course, weight: course.weight * slope };
	});
	return valued(courses, wish.valueMinor);
}

/** `progress` runs from 0, the oldest order of the year, to nearly 1. */
function slopeAt(plan: CustomerPlan, progress: number): number {
	if (plan.role.course === 'shrinking') return 1.6 - 1.4 * progress;
	return plan.role.course === 'growing' ? 0.2 + 1.4 * progress : 1;
}

/** Spreads the value over the orders that keep it; what comes back in full is on top. */
function valued(courses: OrderCourse[], valueMinor: number): PlannedOrder[] {
	const keeping = courses.filter((course) => course.refund !== 'full');
	const weights = (keeping.length > 0 ? keeping : courses)
		.reduce((sum, course) => sum + course.weight, 0);
	return courses.map((course) => ({
		...course, targetMinor: (valueMinor * course.weight) / weights,
	}));
}

/** Cancelled orders all over the two years and drafts of the last days. */
function withoutValue(clock: DemoClock, plan: CustomerPlan): PlannedOrder[] {
	const random = randomFor(`no-value/${plan.key}`);
	const buying = plan.pattern === 'steady' && plan.role.silentOrdersDays === undefined;
	const chance = { A: 0.7, B: 0.3, C: 0.12 }[plan.tier];
	if (!buying) return [];
	const cancelled = random.chance(chance) ? [random.whole(20, clock.total)] : [];
	const drafted = random.chance(chance / 6) ? [random.whole(1, 4)] : [];
	return [...cancelled, ...drafted].map((daysAgo) => {
		const status = daysAgo < 20 ? 'draft' as const : 'cancelled' as const;
		const course = orderCourse({ clock, plan }, { key: `${plan.key}/${status}`, daysAgo }, random);
		const targetMinor = (Math.max(plan.share, 0.0002) * COMPANY_TURNOVER_MINOR) / 14;
		return {
			...course, status, targetMinor, refund: 'none' as const, dueAt: null, paidAt: null,
			shippedAt: null, deliveredAt: null,
		};
	});
}
