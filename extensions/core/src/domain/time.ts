import { Temporal } from 'temporal-polyfill';

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads an ISO date or instant. A date means the start of that day in `timezone`; an instant without
 * an offset is wall-clock time in `timezone`. Returns null for anything else.
 */
export function parseInstant(text: string, timezone: string): Date | null {
	const clean = text.trim();
	try {
		if (DATE_ONLY.test(clean)) return startOfDay(clean, timezone);
		if (/([zZ]|[+-]\d{2}:?\d{2})$/.test(clean)) return toDate(Temporal.Instant.from(clean));
		return toDate(Temporal.PlainDateTime.from(clean).toZonedDateTime(timezone).toInstant());
	} catch {
		return null;
	}
}

/** The first instant of an ISO date in a time zone (not always midnight: some zones skip it). */
export function startOfDay(isoDate: string, timezone: string): Date {
	return toDate(Temporal.PlainDate.from(isoDate).toZonedDateTime(timezone).toInstant());
}

/** The ISO date that `instant` falls on in a time zone. */
export function dateIn(instant: Date, timezone: string): string {
	return zoned(instant, timezone).toPlainDate().toString();
}

/** The same wall-clock time `months` earlier; the day is clamped (31 March − 1 month = 28 February). */
export function monthsBefore(instant: Date, months: number, timezone: string): Date {
	return toDate(zoned(instant, timezone).subtract({ months }).toInstant());
}

/** True for a time zone name that the runtime knows, such as "Asia/Shanghai". */
export function isTimezone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}

function zoned(instant: Date, timezone: string): Temporal.ZonedDateTime {
	return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timezone);
}

function toDate(instant: Temporal.Instant): Date {
	return new Date(instant.epochMilliseconds);
}
