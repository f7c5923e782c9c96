/** "09:00" to "18:00". An end that is not after the start is on the next day; "00:00" to "00:00" is a whole day. */
export type Shift = [start: string, end: string];
/** Weekday "1" = Monday … "7" → its shifts; a missing or empty day is free. */
export type Week = Record<string, Shift[]>;

export type ShiftProblem = 'incomplete' | 'same' | 'overlap';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const FIRST_SHIFT: Shift = ['09:00', '18:00'];

/** What is wrong with the shifts of a day; null = nothing. Shifts that only touch are fine. */
export function problemOf(shifts: Shift[]): ShiftProblem | null {
	if (shifts.some(([start, end]) => !TIME.test(start) || !TIME.test(end))) return 'incomplete';
	if (shifts.some(([start, end]) => start === end && start !== '00:00')) return 'same';
	const ordered = [...shifts].sort(([a], [b]) => (a < b ? -1 : 1));
	return ordered.some(([start], index) => index > 0 && minutesOf(start) < endOf(ordered[index - 1]!)) ? 'overlap' : null;
}

/** Ends on the next day. */
export const isOvernight = ([start, end]: Shift): boolean => TIME.test(start) && TIME.test(end) && end <= start;

/** One more shift: the usual day first, then an hour after the last one ends, as far as the day reaches. */
export function withOneMore(shifts: Shift[]): Shift[] {
	if (shifts.length === 0) return [FIRST_SHIFT];
	const last = minutesOf(shifts[shifts.length - 1]![1]);
	const start = Math.min(last + 60, 22 * 60);
	return [...shifts, [timeOf(start), timeOf(Math.min(start + 120, 23 * 60 + 59))]];
}

/** A week with one day changed. Days without shifts are left out, as an empty list means the same. */
export function withDay(week: Week, day: number, shifts: Shift[]): Week {
	const edited: Week = { ...week, [day]: shifts };
	const entries = Object.entries(edited).filter(([, list]) => list.length > 0);
	return Object.fromEntries(entries.sort(([a], [b]) => Number(a) - Number(b)));
}

/** Working time per week in minutes. */
export function minutesPerWeek(week: Week): number {
	const shifts = Object.values(week).flat().filter((shift) => problemOf([shift]) === null);
	return shifts.reduce((sum, shift) => sum + endOf(shift) - minutesOf(shift[0]), 0);
}

/** Reads what is stored; anything else is an empty week. */
export function readWeek(stored: unknown): Week {
	const value = typeof stored === 'string' ? parse(stored) : stored;
	return value && typeof value === 'object' && !Array.isArray(value) ? (value as Week) : {};
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** In minutes since the midnight that the shift begins after. */
const endOf = (shift: Shift): number => minutesOf(shift[1]) + (isOvernight(shift) ? 24 * 60 : 0);

function minutesOf(time: string): number {
	const [hours = 0, minutes = 0] = time.split(':').map(Number);
	return hours * 60 + minutes;
}

function timeOf(minutes: number): string {
	const part = (value: number) => String(value).padStart(2, '0');
	return `${part(Math.floor(minutes / 60))}:${part(minutes % 60)}`;
}
