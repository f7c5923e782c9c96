import type { Locale } from './words.ts';

/** 1 January 2024 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** Names of the week in the viewer's language, Monday first. */
export function weekdayNames(locale: Locale, weekday: 'short' | 'long' | 'narrow'): string[] {
	const format = new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' });
	return Array.from({ length: 7 }, (_, index) => format.format(new Date(MONDAY + index * DAY_MS)));
}
