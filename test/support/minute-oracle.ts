import type { Calendar, Shift } from '../../extensions/core/src/domain/business-time/calendar.ts';

/**
 * Which minutes are open, found out the slow way: minute by minute, with local times from the runtime's own `Intl`. It shares no line
 * with what it tests.
 */
export interface MinuteOracle {
	/** The first minute, in minutes since 1970. */
	first: number;
	open: Uint8Array;
}

const MINUTE = 60_000;
const DAY = 1440;

/** The minutes of `days` days from the UTC midnight of `firstDate` on. */
export function minuteOracle(calendar: Calendar, firstDate: string, days: number): MinuteOracle {
	const first = Date.parse(`${firstDate}T00:00:00Z`) / MINUTE;
	const open = new Uint8Array(days * DAY);
	for (let day = -3; day < days + 3; day++) {
		const midnight = first + day * DAY;
		for (const [start, end] of shiftsAt(calendar, midnight)) {
			const [from, to] = [minutesOf(start), minutesOf(end)];
			const begin = instantOf(midnight + from, calendar.timezone);
			const finish = instantOf(midnight + (to <= from ? to + DAY : to), calendar.timezone);
			for (let minute = begin; minute < finish; minute++) open[minute - first] = 1;
		}
	}
	return { first, open };
}

/** Open minutes in `[from, to)`, counted one by one. */
export function countOpen({ first, open }: MinuteOracle, from: number, to: number): number {
	let count = 0;
	for (let minute = from; minute < to; minute++) count += open[minute - first]!;
	return count;
}

/** The first minute by which so many open ones have passed; null when the oracle ends before. */
export function walkOpen({ first, open }: MinuteOracle, from: number, minutes: number): number | null {
	let left = minutes;
	let minute = from;
	for (; left > 0; minute++) {
		if (minute - first >= open.length) return null;
		left -= open[minute - first]!;
	}
	return minute;
}

function shiftsAt({ week, days }: Calendar, midnight: number): readonly Shift[] {
	const date = new Date(midnight * MINUTE);
	const special = days[date.toISOString().slice(0, 10)];
	if (special) return special;
	return week[['7', '1', '2', '3', '4', '5', '6'][date.getUTCDay()]!] ?? [];
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Local minutes as minutes since 1970: the earlier of two, and as much later as the clocks leave out where there is none. */
function instantOf(local: number, timezone: string): number {
	const [before, after] = [offsetAt(local - DAY, timezone), offsetAt(local + DAY, timezone)];
	const fitting = [local - before, local - after].filter((minute) => minute + offsetAt(minute, timezone) === local);
	return fitting.length > 0 ? Math.min(...fitting) : local - before;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Minutes that the clocks of the zone are ahead of UTC. */
function offsetAt(minute: number, timezone: string): number {
	const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' } as const;
	const format = FORMATS.get(timezone) ?? new Intl.DateTimeFormat('en-US', { ...fields, timeZone: timezone });
	FORMATS.set(timezone, format);
	const parts = Object.fromEntries(format.formatToParts(minute * MINUTE).map(({ type, value }) => [type, Number(value)]));
	const { year, month, day, hour, minute: minutes } = parts as Record<string, number>;
	return Date.UTC(year!, month! - 1, day, hour, minutes) / MINUTE - minute;
}
