import { describe, expect, it } from 'vitest';
import { minutesPerWeek, problemOf, readWeek, withDay, withOneMore, type Shift, type ShiftProblem } from './week.ts';

describe('problems of a day', () => {
	const rows: [why: string, shifts: Shift[], problem: ShiftProblem | null][] = [
		['free', [], null],
		['a lunch break', [['09:00', '12:00'], ['13:00', '18:00']], null],
		['touching shifts', [['09:00', '12:00'], ['12:00', '18:00']], null],
		['a time is missing', [['09:00', '']], 'incomplete'],
		['no such hour', [['09:00', '24:30']], 'incomplete'],
		['ends on the next day', [['22:00', '06:00']], null],
		['the whole day', [['00:00', '00:00']], null],
		['lasts no time', [['09:00', '09:00']], 'same'],
		['something after the night has begun', [['22:00', '06:00'], ['23:00', '23:30']], 'overlap'],
		['overlap, in any order', [['11:00', '18:00'], ['09:00', '12:00']], 'overlap'],
	];
	it.each(rows)('%s', (_why, shifts, problem) => expect(problemOf(shifts)).toBe(problem));
});

it('starts a free day with usual hours and continues after the last shift', () => {
	expect(withOneMore([])).toEqual([['09:00', '18:00']]);
	expect(withOneMore([['09:00', '12:00']])[1]).toEqual(['13:00', '15:00']);
	expect(problemOf([withOneMore([['09:00', '22:30']])[1]!])).toBeNull();
});

it('keeps days in order and leaves free days out', () => {
	const week = withDay({ '5': [['09:00', '18:00']] }, 1, [['08:00', '12:00']]);
	expect(Object.keys(week)).toEqual(['1', '5']);
	expect(withDay(week, 5, [])).toEqual({ '1': [['08:00', '12:00']] });
});

it('adds up the hours that make sense', () => {
	expect(minutesPerWeek({ '1': [['09:00', '12:00'], ['13:00', '18:00']], '2': [['09:00', '']] })).toBe(480);
	expect(minutesPerWeek({ '1': [['22:00', '06:00']], '2': [['00:00', '00:00']] })).toBe(32 * 60);
});

it.each([
	['text of a database', '{"1":[["09:00","18:00"]]}', ['1']],
	['nothing', null, []],
	['broken text', '{', []],
	['a list', [1], []],
])('reads %s', (_why, stored, days) => expect(Object.keys(readWeek(stored))).toEqual(days));
