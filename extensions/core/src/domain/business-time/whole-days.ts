import { dateAfter, isWorkingDay, type Calendar } from './calendar.ts';
import { firstIndex } from './first-index.ts';
import { midnightOf } from './midnight.ts';

/** Laws count in whole days: the day on which something happens does not count, and the last one is used up to its end. */
export type DayKind = 'every' | 'working';

const DAY_MS = 86_400_000;

/** Longer searches mean that no such day comes. */
const SEARCH_YEARS = 10;

/** How many days count after the local day of `from`, up to and with that of `to`; 0 when `to` is not later. */
export function daysBetween(calendar: Calendar, from: Date, to: Date, kind: DayKind): number {
	if (to <= from) return 0;
	const [first, last] = [placeOf(calendar, from), placeOf(calendar, to)];
	let days = -countedBy(calendar, first.year, kind)[first.day + 1]!;
	for (let year = first.year; year < last.year; year++) days += countedBy(calendar, year, kind).at(-1)!;
	return days + countedBy(calendar, last.year, kind)[last.day + 1]!;
}

/**
 * The last second of the `n`-th day that counts after the local day of `from`; of that day itself for 0. A last second, and not the
 * midnight after it, because people read the date. Null when ten years have not so many.
 */
export function endOfDay(calendar: Calendar, from: Date, n: number, kind: DayKind): Date | null {
	const { year: first, day: today } = placeOf(calendar, from);
	if (n <= 0) return lastSecond(calendar, first, today);
	let wanted = n + countedBy(calendar, first, kind)[today + 1]!;
	for (let year = first; year <= first + SEARCH_YEARS; year++) {
		const counted = countedBy(calendar, year, kind);
		const total = counted.at(-1)!;
		if (wanted <= total) return lastSecond(calendar, year, firstIndex(counted, (sum) => sum >= wanted) - 1);
		wanted -= total;
	}
	return null;
}

const lastSecond = ({ timezone }: Calendar, year: number, day: number): Date => new Date(midnightsOf(timezone, year)[day + 1]! - 1000);

/** The local year and the day of it, from 0. */
function placeOf({ timezone }: Calendar, at: Date): { year: number; day: number } {
	const ms = at.getTime();
	const year = [-1, 0, 1].map((by) => at.getUTCFullYear() + by).find((one) => ms < midnightsOf(timezone, one).at(-1)!)!;
	return { year, day: firstIndex(midnightsOf(timezone, year), (midnight) => midnight > ms) - 1 };
}

const YEARS = new Map<string, number[]>();

/** When each day of the year begins; one more at the end for the next year. */
function midnightsOf(timezone: string, year: number): number[] {
	const known = YEARS.get(`${timezone} ${year}`) ?? datesOf(year).map((date) => midnightOf(date, timezone));
	YEARS.set(`${timezone} ${year}`, known);
	return known;
}

const WORKING = new WeakMap<Calendar, Map<number, number[]>>();

/** How many days of the year count before each; one more at the end for all of it. */
function countedBy(calendar: Calendar, year: number, kind: DayKind): number[] {
	if (kind === 'every') return PLAIN.slice(0, datesOf(year).length);
	const years = WORKING.get(calendar) ?? new Map<number, number[]>();
	WORKING.set(calendar, years);
	const known = years.get(year) ?? sums(datesOf(year).slice(0, -1).map((date) => isWorkingDay(calendar, date)));
	years.set(year, known);
	return known;
}

const PLAIN = Array.from({ length: 367 }, (_, day) => day);

function sums(days: boolean[]): number[] {
	const counted = [0];
	for (const counts of days) counted.push(counted.at(-1)! + (counts ? 1 : 0));
	return counted;
}

const DATES = new Map<number, string[]>();

/** The dates of a year, and the first of the next. */
function datesOf(year: number): string[] {
	const length = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / DAY_MS;
	const known = DATES.get(year) ?? Array.from({ length: length + 1 }, (_, day) => dateAfter(`${year}-01-01`, day));
	DATES.set(year, known);
	return known;
}
