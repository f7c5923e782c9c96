import { dateIn, startOfDay } from '../time.ts';
import { dateAfter, isWorkingDay, type Calendar } from './calendar.ts';

/** Laws count in whole days: the day on which something happens does not count, and the last one is used up to its end. */
export type CountsDay = (calendar: Calendar, date: string) => boolean;

export const everyDay: CountsDay = () => true;
export const workingDay: CountsDay = isWorkingDay;

/** Longer searches mean that no such day comes. */
const SEARCH_DAYS = 3700;

/** How many days count after the local day of `from`, up to and with that of `to`. */
export function daysBetween(calendar: Calendar, from: Date, to: Date, counts: CountsDay): number {
	const last = dateIn(to, calendar.timezone);
	let days = 0;
	for (let date = dateAfter(dateIn(from, calendar.timezone)); date <= last; date = dateAfter(date)) {
		if (counts(calendar, date)) days++;
	}
	return days;
}

/**
 * The last second of the `n`-th day that counts after the local day of `from`; of that day itself for 0. A last second, and not the
 * midnight after it, because people read the date. Null when ten years have not so many.
 */
export function endOfDay(calendar: Calendar, from: Date, n: number, counts: CountsDay): Date | null {
	let date = dateIn(from, calendar.timezone);
	let left = n;
	for (let walked = 0; left > 0; walked++) {
		if (walked > SEARCH_DAYS) return null;
		date = dateAfter(date);
		if (counts(calendar, date)) left--;
	}
	return new Date(startOfDay(dateAfter(date), calendar.timezone).getTime() - 1000);
}
