import type { Shift, Week } from '../calendar-week/week.ts';

/** "2026-01-01" → its shifts instead of the week's; an empty list is a holiday. */
export type Days = Record<string, Shift[]>;
export type DayKind = 'normal' | 'holiday' | 'work';

export interface MonthDay {
	date: string;
	number: number;
	/** False for the days of the neighbouring months that fill the first and last week. */
	inMonth: boolean;
	kind: DayKind;
	/** Whether the normal week has this day off. */
	free: boolean;
}

export interface DayRun {
	kind: Exclude<DayKind, 'normal'>;
	from: string;
	to: string;
	days: string[];
	shifts: Shift[];
}

const DAY_MS = 86_400_000;
const WEEKS = 6;
const USUAL: Shift[] = [['09:00', '18:00']];

/** Six weeks from Monday on that hold the month "2026-02". */
export function monthGrid(month: string, days: Days, week: Week): MonthDay[] {
	const first = Date.parse(`${month}-01T00:00:00Z`);
	const start = first - (weekdayOf(first) - 1) * DAY_MS;
	return Array.from({ length: WEEKS * 7 }, (_, index) => {
		const time = start + index * DAY_MS;
		const date = isoOf(time);
		return {
			date,
			number: new Date(time).getUTCDate(),
			inMonth: date.startsWith(month),
			kind: kindOf(days[date]),
			free: isFree(week, time),
		};
	});
}

/** "2026-12" and 1 → "2027-01". */
export function shiftMonth(month: string, by: number): string {
	const [year = 0, number = 1] = month.split('-').map(Number);
	return isoOf(Date.UTC(year, number - 1 + by, 1)).slice(0, 7);
}

export function kindOf(shifts: Shift[] | undefined): DayKind {
	if (!shifts) return 'normal';
	return shifts.length === 0 ? 'holiday' : 'work';
}

/** The days with one of them set; `normal` forgets the exception. A work day gets the shifts of a usual one. */
export function withKind(days: Days, date: string, { kind, week }: { kind: DayKind; week: Week }): Days {
	if (kind === 'normal') return sorted(Object.entries(days).filter(([other]) => other !== date));
	return withShifts(days, date, kind === 'holiday' ? [] : usualShifts(week));
}

export function withShifts(days: Days, date: string, shifts: Shift[]): Days {
	return sorted([...Object.entries(days).filter(([other]) => other !== date), [date, shifts]]);
}

/** Neighbouring days of one kind and hours as one line, as people announce holidays. */
export function runsOf(days: Days, year: string): DayRun[] {
	const runs: DayRun[] = [];
	for (const [date, shifts] of sortedEntries(days)) {
		const kind = kindOf(shifts);
		if (!date.startsWith(year) || kind === 'normal') continue;
		const last = runs[runs.length - 1];
		const follows = last && Date.parse(date) - Date.parse(last.to) === DAY_MS;
		if (follows && last.kind === kind && JSON.stringify(last.shifts) === JSON.stringify(shifts)) {
			last.to = date;
			last.days.push(date);
		} else runs.push({ kind, from: date, to: date, days: [date], shifts });
	}
	return runs;
}

/** Reads what is stored; anything else is no exceptions. */
export function readDays(stored: unknown): Days {
	const value = typeof stored === 'string' ? parse(stored) : stored;
	return value && typeof value === 'object' && !Array.isArray(value) ? (value as Days) : {};
}

function usualShifts(week: Week): Shift[] {
	return [1, 2, 3, 4, 5, 6, 7].map((day) => week[String(day)]).find((shifts) => shifts?.length) ?? USUAL;
}

function isFree(week: Week, time: number): boolean {
	return (week[String(weekdayOf(time))]?.length ?? 0) === 0;
}

function weekdayOf(time: number): number {
	return new Date(time).getUTCDay() || 7;
}

function isoOf(time: number): string {
	return new Date(time).toISOString().slice(0, 10);
}

function sorted(entries: [string, Shift[]][]): Days {
	return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sortedEntries(days: Days): [string, Shift[]][] {
	return Object.entries(days).sort(([a], [b]) => (a < b ? -1 : 1));
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
