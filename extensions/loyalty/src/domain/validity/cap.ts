import { Temporal } from 'temporal-polyfill';
import type { Draft } from '../ledger/draft.ts';
import type { Period } from '../ledger/model.ts';

/** The name of the period that `day` falls in, such as "2026-03" or "2026-W09"; weeks and their years as in ISO 8601. */
export function periodKey(day: string, period: Period): string {
	const date = Temporal.PlainDate.from(day);
	switch (period) {
		case 'day':
			return day;
		case 'week':
			return `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, '0')}`;
		case 'month':
			return day.slice(0, 7);
		case 'quarter':
			return `${date.year}-Q${Math.ceil(date.month / 3)}`;
		case 'half_year':
			return `${date.year}-H${Math.ceil(date.month / 6)}`;
		case 'year':
			return day.slice(0, 4);
	}
}

/** How many of `points` the cap leaves. Those of a period that is over were earned within its cap, and may come back. */
export function award({ program, account, today }: Draft, points: number, on = today): number {
	const { earn_cap_points: cap, earn_cap_period: period } = program;
	if (cap === null || period === null || periodKey(on, period) !== periodKey(today, period)) return points;
	const used = account.cap_period === periodKey(today, period) ? account.cap_used : 0;
	return Math.max(0, Math.min(points, cap - used));
}

/** Counts earned points, or gives them back to the cap (negative), in the period of `on`; a period that is over is left alone. */
export function countEarned({ program: { earn_cap_period: period }, account, today }: Draft, points: number, on = today): void {
	if (period === null) return;
	const key = periodKey(today, period);
	if (account.cap_period !== key) Object.assign(account, { cap_period: key, cap_used: 0 });
	if (periodKey(on, period) === key) account.cap_used = Math.max(0, account.cap_used + points);
}
