import { isTimezone } from '../time.ts';
import { isDate, isShift, readJson } from './calendar.ts';
import type { CalendarProblem } from './calendar-words.ts';

/** What is wrong with the part of a calendar that is about to be saved; what is not in it stays as it is. */
export function checkCalendar({ timezone, week, days }: { timezone?: unknown; week?: unknown; days?: unknown }): CalendarProblem[] {
	const isZone = typeof timezone === 'string' && isTimezone(timezone);
	return [
		...(timezone === undefined || isZone ? [] : [{ field: 'timezone', reason: 'not_a_timezone' } as const]),
		...checkDays('week', week, (key) => (/^[1-7]$/.test(key) ? null : { field: 'week', reason: 'not_a_weekday', params: { key } })),
		...checkDays('days', days, (key) => (isDate(key) ? null : { field: 'days', reason: 'not_a_date', params: { key } })),
	];
}

function checkDays(field: string, stored: unknown, problemOf: (key: string) => CalendarProblem | null): CalendarProblem[] {
	const value = stored === undefined ? null : (readJson(stored) ?? (stored === null ? null : []));
	if (value === null) return [];
	if (typeof value !== 'object' || Array.isArray(value)) return [{ field, reason: 'not_days' }];
	return Object.entries(value).flatMap(([key, shifts]): CalendarProblem[] => {
		const problem = problemOf(key);
		if (problem) return [problem];
		return Array.isArray(shifts) && shifts.every(isShift) ? [] : [{ field: `${field}.${key}`, reason: 'not_shifts' }];
	});
}
