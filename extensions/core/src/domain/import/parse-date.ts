import { parseInstant } from '@guanxi/core/time';

export type DateProblem = 'date_order_unclear' | 'date_serial' | 'date_unknown' | 'date_out_of_range';
export type ReadDate = { at: Date } | { problem: DateProblem };

interface Day {
	start: Date | null;
	/** It has 24 hours: no clock change in this time zone. */
	isPlain: boolean;
}

const DAY_MS = 86_400_000;
const WALL = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/;
const YEAR_FIRST = /^(\d{4})\s*(?:[-/.年])\s*(\d{1,2})\s*(?:[-/.月])\s*(\d{1,2})\s*日?(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?)?$/;

/**
 * Reads dates for one import: ISO dates and instants, and other ways of writing year, month, day in
 * this order (2024/1/5, 2024年1月5日 9:30, 20240105). Refuses 01/02/2024: nobody can tell the month
 * from the day. Years outside 1970–2037 are refused as mistyped; MySQL could not store them either.
 * Keeps a cache, so make one per import.
 */
export function createDateReading(timezone: string): (cell: string) => ReadDate {
	const days = new Map<string, Day>();
	const dayOf = (text: string): Day => {
		const known = days.get(text);
		if (known) return known;
		if (days.size > 5000) days.clear();
		const start = parseInstant(text, timezone);
		const next = start && parseInstant(dayAfter(text), timezone);
		const day = { start, isPlain: Boolean(next) && next!.getTime() - start!.getTime() === DAY_MS };
		days.set(text, day);
		return day;
	};
	/** A time zone lookup costs 30 µs; on a day of 24 hours plain addition gives the same instant. */
	const wallTime = (text: string): Date | null => {
		const [, date = '', hour, minute, second = '0'] = WALL.exec(text) ?? [];
		const { start, isPlain } = dayOf(date);
		if (!start || !isPlain) return parseInstant(text, timezone);
		if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
		return new Date(start.getTime() + (Number(hour) * 3600 + Number(minute) * 60 + Number(second)) * 1000);
	};
	return (cell) => {
		const text = toIso(cell.trim());
		const at = text.length === 10 ? dayOf(text).start : WALL.test(text) ? wallTime(text) : parseInstant(text, timezone);
		if (!at) return { problem: problemOf(cell.trim()) };
		const year = at.getUTCFullYear();
		return year < 1970 || year > 2037 ? { problem: 'date_out_of_range' } : { at };
	};
}

function toIso(text: string): string {
	if (/^\d{4}-\d{2}-\d{2}/.test(text) && !/\s\d:/.test(text)) return text;
	if (/^(19|20)\d{6}$/.test(text)) return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
	const match = YEAR_FIRST.exec(text.normalize('NFKC'));
	if (!match) return text;
	const [, year, month = '', day = '', hour, minute, second, fraction = ''] = match;
	const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
	return hour ? `${date}T${hour.padStart(2, '0')}:${minute}:${second ?? '00'}${fraction}` : date;
}

function problemOf(text: string): DateProblem {
	if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b/.test(text)) return 'date_order_unclear';
	return /^\d{5}(\.\d+)?$/.test(text) ? 'date_serial' : 'date_unknown';
}

function dayAfter(day: string): string {
	const next = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS);
	return Number.isNaN(next.getTime()) ? '' : next.toISOString().slice(0, 10);
}
