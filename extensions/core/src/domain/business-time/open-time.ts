import type { Calendar } from './calendar.ts';
import { firstIndex } from './first-index.ts';
import { openHoursOf, type OpenHours } from './open-hours.ts';

const DAY_MS = 86_400_000;

/** What is not open within ten years never is. */
const SEARCH_MS = 3700 * DAY_MS;

/** Open milliseconds in `[from, to)`; 0 when `to` is not later. */
export function openMsBetween(calendar: Calendar, from: Date, to: Date): number {
	let open = 0;
	for (let year = firstYear(from); year <= lastYear(to) && to > from; year++) {
		const hours = openHoursOf(calendar, year);
		open += openBefore(hours, to) - openBefore(hours, from);
	}
	return open;
}

/**
 * The first instant by which `ms` of open time have passed since `from`; `from` itself for none. So a shift that is used up to its
 * end gives that end, not the next morning. Null when there is not so much open time in ten years, as in an empty calendar.
 */
export function addOpenMs(calendar: Calendar, from: Date, ms: number): Date | null {
	if (ms <= 0) return from;
	let left = ms;
	const last = lastYear(new Date(from.getTime() + SEARCH_MS));
	for (let year = firstYear(from); year <= last; year++) {
		const hours = openHoursOf(calendar, year);
		const wanted = openBefore(hours, from) + left;
		if (wanted <= totalOf(hours)) {
			const at = firstIndex(hours.sums, (sum) => sum >= wanted) - 1;
			return inReach(from, hours.starts[at]! + wanted - hours.sums[at]!);
		}
		left = wanted - totalOf(hours);
	}
	return null;
}

/** The last instant after which `ms` of open time pass until `to`; `to` itself for none. Null when there was not so much in ten years. */
export function takeOpenMs(calendar: Calendar, to: Date, ms: number): Date | null {
	if (ms <= 0) return to;
	let left = ms;
	const first = firstYear(new Date(to.getTime() - SEARCH_MS));
	for (let year = lastYear(to); year >= first; year--) {
		const hours = openHoursOf(calendar, year);
		const wanted = openBefore(hours, to) - left;
		if (wanted >= 0) {
			const at = firstIndex(hours.sums, (sum) => sum > wanted) - 1;
			return inReach(to, hours.starts[at]! + wanted - hours.sums[at]!);
		}
		left = -wanted;
	}
	return null;
}

/** The first open instant from `at` on. The end of a shift still counts as open: what is due at closing time is not put off. */
export function nextOpen(calendar: Calendar, at: Date): Date | null {
	const last = lastYear(new Date(at.getTime() + SEARCH_MS));
	for (let year = firstYear(at); year <= last; year++) {
		const { starts, ends } = openHoursOf(calendar, year);
		const found = firstIndex(ends, (end) => end >= at.getTime());
		if (found < ends.length) return inReach(at, Math.max(starts[found]!, at.getTime()));
	}
	return null;
}

/** Open milliseconds of the year that lie before `at`. */
function openBefore(hours: OpenHours, at: Date): number {
	const next = firstIndex(hours.ends, (end) => end > at.getTime());
	if (next === hours.ends.length) return totalOf(hours);
	return hours.sums[next]! + Math.max(0, at.getTime() - hours.starts[next]!);
}

const totalOf = ({ sums }: OpenHours): number => sums[sums.length - 1]!;

const inReach = (from: Date, ms: number): Date | null => (Math.abs(ms - from.getTime()) > SEARCH_MS ? null : new Date(ms));

/** Local years begin up to a day away from UTC's, and shifts of the days before may reach into them. */
const firstYear = (at: Date): number => new Date(at.getTime() - 3 * DAY_MS).getUTCFullYear();
const lastYear = (at: Date): number => new Date(at.getTime() + DAY_MS).getUTCFullYear();
