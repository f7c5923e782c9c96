import { Temporal } from 'temporal-polyfill';
import { dateAfter, shiftsOn, type Calendar } from './calendar.ts';
import { midnightOf } from './midnight.ts';

/** The open times of one local year, in order and without overlap: `[starts[i], ends[i])`, in milliseconds. */
export interface OpenHours {
	starts: number[];
	ends: number[];
	/** Open milliseconds of the year before interval i; one more at the end for all of it. */
	sums: number[];
}

const CACHE = new WeakMap<Calendar, Map<number, OpenHours>>();

/** A shift may reach into the next day, and one zone once left out a whole day: those before may reach into the year. */
const DAYS_BEFORE = 2;

/** Worked out once for a calendar and year; a calendar is never changed in place. */
export function openHoursOf(calendar: Calendar, year: number): OpenHours {
	const years = CACHE.get(calendar) ?? new Map<number, OpenHours>();
	CACHE.set(calendar, years);
	const hours = years.get(year) ?? workOut(calendar, year);
	years.set(year, hours);
	return hours;
}

function workOut(calendar: Calendar, year: number): OpenHours {
	const first = `${year}-01-01`;
	const hours: OpenHours = { starts: [], ends: [], sums: [0] };
	let open = 0;
	let reached = -Infinity;
	for (const { date, start, end } of shiftsIn(calendar, dateAfter(first, -DAYS_BEFORE), `${year}-12-31`)) {
		const from = Math.max(start, reached);
		if (end <= from) continue;
		reached = end;
		if (date < first) continue;
		open += end - from;
		hours.starts.push(from);
		hours.ends.push(end);
		hours.sums.push(open);
	}
	return hours;
}

interface LocalShift {
	date: string;
	start: number;
	end: number;
}

/** By their start, which where clocks change is not always the order of their wall-clock times. */
function shiftsIn(calendar: Calendar, from: string, to: string): LocalShift[] {
	const found: LocalShift[] = [];
	for (let date = from; date <= to; date = dateAfter(date)) {
		for (const [start, end] of shiftsOn(calendar, date)) {
			const endDate = end <= start ? dateAfter(date) : date;
			found.push({ date, start: instantOf(date, start, calendar.timezone), end: instantOf(endDate, end, calendar.timezone) });
		}
	}
	return found.sort((a, b) => a.start - b.start);
}

/** A time that the clocks leave out is as much later; of one that comes twice the first counts. */
function instantOf(date: string, time: string, timeZone: string): number {
	const start = midnightOf(date, timeZone);
	// Clocks change on two days of a year, and asking for the time zone is slow.
	if (midnightOf(dateAfter(date), timeZone) - start === DAY_MS) return start + Number(time.slice(0, 2)) * HOUR_MS + Number(time.slice(3)) * MINUTE_MS;
	return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
