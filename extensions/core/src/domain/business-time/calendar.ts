/** "09:00" to "18:00". An end that is not after the start is on the next day, so "00:00" to "00:00" is a whole day. */
export type Shift = readonly [start: string, end: string];

/** When people work. Two of equal content are one version: what was measured by one may be measured again by the other. */
export interface Calendar {
	/** IANA name. */
	timezone: string;
	/** Weekday "1" = Monday … "7" → its shifts; none is a day off. */
	week: Readonly<Record<string, readonly Shift[]>>;
	/** "2026-10-01" → its shifts instead of the week's; an empty list is a holiday, shifts on a weekend a make-up day. */
	days: Readonly<Record<string, readonly Shift[]>>;
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

export function shiftsOn({ week, days }: Calendar, date: string): readonly Shift[] {
	return days[date] ?? week[weekdayOf(date)] ?? [];
}

/** A day that is worked at all. A shift that began the evening before does not make one. */
export const isWorkingDay = (calendar: Calendar, date: string): boolean => shiftsOn(calendar, date).length > 0;

/**
 * The last day whose holidays are known: the end of the last year that has any special day. Null for a calendar without special
 * days, which follows its week for ever. What falls due later is provisional until next year's holidays are entered.
 */
export function knownUntil({ days }: Calendar): string | null {
	const years = Object.keys(days).map((date) => date.slice(0, 4));
	return years.length === 0 ? null : `${years.reduce((a, b) => (a > b ? a : b))}-12-31`;
}

/** Reads a row of `crm_calendars`. What is no time, day or shift is left out, because rows may come past every check. */
export function calendarOf({ timezone, week, days }: { timezone: string; week: unknown; days: unknown }): Calendar {
	return {
		timezone,
		week: shiftsByKey(week, (key) => /^[1-7]$/.test(key)),
		days: shiftsByKey(days, isDate),
	};
}

/** JSON columns arrive as text on SQLite and parsed elsewhere. */
export function readJson(stored: unknown): unknown {
	if (typeof stored !== 'string') return stored;
	try {
		return JSON.parse(stored);
	} catch {
		return null;
	}
}

export function isShift(value: unknown): value is Shift {
	return Array.isArray(value) && value.length === 2 && value.every((time) => typeof time === 'string' && TIME.test(time));
}

export function isDate(text: string): boolean {
	return DATE.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && isoOf(Date.parse(`${text}T00:00:00Z`)) === text;
}

/** "2026-12-31" and 1 → "2027-01-01". */
export const dateAfter = (date: string, by = 1): string => isoOf(Date.parse(`${date}T00:00:00Z`) + by * DAY_MS);

const isoOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function weekdayOf(date: string): string {
	return String(new Date(`${date}T00:00:00Z`).getUTCDay() || 7);
}

function shiftsByKey(stored: unknown, isKey: (key: string) => boolean): Record<string, Shift[]> {
	const value = readJson(stored);
	if (value === null || typeof value !== 'object' || Array.isArray(value)) return {};
	const kept = Object.entries(value).filter(([key, list]) => isKey(key) && Array.isArray(list));
	return Object.fromEntries(kept.map(([key, list]) => [key, (list as unknown[]).filter(isShift)]));
}
