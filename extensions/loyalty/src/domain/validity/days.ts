import { Temporal } from 'temporal-polyfill';
import type { Period } from '../ledger/model.ts';

/** Days are ISO dates in a program's time zone: they compare as texts and know no daylight saving. */
export const NEVER = '9999-12-31';

export const addDays = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** The day is clamped: 31 January and one month is the end of February. */
export const addMonths = (day: string, months: number): string => Temporal.PlainDate.from(day).add({ months }).toString();

/** The last day of the period that `day` falls in; weeks end on Sunday. */
export function endOfPeriod(day: string, period: Period): string {
	const date = Temporal.PlainDate.from(day);
	if (period === 'day') return day;
	if (period === 'week') return date.add({ days: 7 - date.dayOfWeek }).toString();
	const months = MONTHS[period];
	const last = Math.ceil(date.month / months) * months;
	return date.with({ month: last, day: 1 }).add({ months: 1 }).subtract({ days: 1 }).toString();
}

const MONTHS = { month: 1, quarter: 3, half_year: 6, year: 12 } as const;
