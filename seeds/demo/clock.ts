import { monthsBefore, startOfDay } from '@guanxi/core/time';
import type { Random } from './random.ts';

/** The company's own time zone; it has had no summer time since 1991, so every day has 24 hours. */
export const DEMO_TIMEZONE = 'Asia/Shanghai';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Index 0 = Sunday: offices are shut at weekends, only web shops keep selling. */
const WEEKDAY_WEIGHT = [0.08, 1, 1.05, 1, 1, 0.95, 0.2];
/**
 * Index 0 = January: the Spring Festival empties February, budgets are spent in the last quarter.
 */
const MONTH_WEIGHT = [0.95, 0.6, 1.1, 1.05, 1, 1, 0.92, 0.95, 1.08, 0.9, 1.15, 1.3];

/**
 * The 24 months before the demo day, counted in whole days: day 1 is yesterday, `year` the oldest
 * day of the last 12 months, `total` the oldest of all. Nothing happens on the demo day itself, so
 * that nothing lies in the future whatever the time is, and every instant of the day scores alike.
 */
export interface DemoClock {
	today: string;
	startOfToday: Date;
	year: number;
	total: number;
	/** Running sum of the business done, index = day. */
	cumulated: number[];
}

export function demoClock(today: string): DemoClock {
	const startOfToday = startOfDay(today, DEMO_TIMEZONE);
	const daysBack = (months: number): number => Math.round(
		(startOfToday.getTime() - monthsBefore(startOfToday, months, DEMO_TIMEZONE).getTime()) / DAY_MS,
	);
	const total = daysBack(24);
	const clock: DemoClock = { today, startOfToday, year: daysBack(12), total, cumulated: [0] };
	for (let day = 1; day <= total; day += 1) {
		clock.cumulated.push((clock.cumulated[day - 1] ?? 0) + businessWeight(clock, day));
	}
	return clock;
}

/** An instant on the day `daysAgo` (negative: in the future), at `minutes` after midnight there. */
export function instantAt(clock: DemoClock, daysAgo: number, minutes: number): Date {
	return new Date(clock.startOfToday.getTime() - daysAgo * DAY_MS + Math.round(minutes) * MINUTE_MS);
}

/** An instant in office hours of that day. */
export function officeTime(clock: DemoClock, daysAgo: number, random: Random): Date {
	return instantAt(clock, daysAgo, random.whole(510, 1065));
}

/** The same, or null where that day has not come yet. */
export function pastOfficeTime(clock: DemoClock, daysAgo: number, random: Random): Date | null {
	const instant = officeTime(clock, daysAgo, random);
	return daysAgo >= 1 ? instant : null;
}

export function daysAfter(instant: Date, days: number): Date {
	return new Date(instant.getTime() + Math.round(days * DAY_MS));
}

/** ISO date of the day `daysAgo` in the company's time zone. */
export function dateOf(clock: DemoClock, daysAgo: number): string {
	const utcMidnight = Date.parse(`${clock.today}T00:00:00Z`);
	return new Date(utcMidnight - daysAgo * DAY_MS).toISOString().slice(0, 10);
}

/**
 * `count` days from `oldest` down to `newest`, spread evenly over the business done in between:
 * even spacing with some jitter keeps any week near its fair share, so shares stay put as days go
 * by.
 */
export function spreadDays(
	clock: DemoClock,
	{ count, ...span }: { count: number; oldest: number; newest: number },
	random: Random,
): number[] {
	const oldest = Math.min(span.oldest, clock.total);
	const low = clock.cumulated[span.newest - 1] ?? 0;
	const high = clock.cumulated[oldest] ?? 0;
	return Array.from({ length: count }, (_, index) => {
		const position = (index + random.between(0.02, 0.98)) / count;
		const day = dayAt(clock, high - position * (high - low));
		return Math.min(oldest, Math.max(span.newest, day));
	});
}

/** How busy the season of that day is; 1 is an ordinary month. */
export function seasonAt(clock: DemoClock, daysAgo: number): number {
	return MONTH_WEIGHT[Number(dateOf(clock, daysAgo).slice(5, 7)) - 1] ?? 1;
}

function businessWeight(clock: DemoClock, day: number): number {
	const weekday = new Date(`${dateOf(clock, day)}T00:00:00Z`).getUTCDay();
	return (WEEKDAY_WEIGHT[weekday] ?? 1) * seasonAt(clock, day);
}

function dayAt(clock: DemoClock, business: number): number {
	let low = 1;
	let high = clock.total;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((clock.cumulated[middle] ?? 0) >= business) high = middle;
		else low = middle + 1;
	}
	return low;
}
