import { startOfDay } from '../time.ts';

const MIDNIGHTS = new Map<string, Map<string, number>>();

/** The first instant of a date, in milliseconds; shared by all calendars of a zone, because asking for the time zone is slow. */
export function midnightOf(date: string, timezone: string): number {
	const days = MIDNIGHTS.get(timezone) ?? new Map<string, number>();
	MIDNIGHTS.set(timezone, days);
	const midnight = days.get(date) ?? startOfDay(date, timezone).getTime();
	days.set(date, midnight);
	return midnight;
}
