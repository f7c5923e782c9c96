import { describe, expect, it } from 'vitest';
import { kindOf, monthGrid, runsOf, shiftMonth, withKind, type Days } from './days.ts';

const WEEK = { '1': [['08:30', '17:30']], '2': [['08:30', '17:30']] } as Record<string, [string, string][]>;
const GOLDEN_WEEK: Days = {
	'2026-10-01': [],
	'2026-10-02': [],
	'2026-10-03': [],
	'2026-10-10': [['09:00', '18:00']],
	'2025-10-01': [],
};

describe('a month', () => {
	const grid = monthGrid('2026-02', { '2026-02-16': [] }, WEEK);
	it('starts on a Monday, even when the month starts on Sunday', () => {
		expect(grid[0]?.date).toBe('2026-01-26');
		expect(grid.find(({ date }) => date === '2026-02-01')?.inMonth).toBe(true);
	});
	it('has six weeks, so that its height never jumps', () => expect(grid).toHaveLength(42));
	it('knows free days and special days', () => {
		const day = (date: string) => grid.find((item) => item.date === date);
		expect(day('2026-02-02')).toMatchObject({ free: false, kind: 'normal' });
		expect(day('2026-02-07')).toMatchObject({ free: true, kind: 'normal' });
		expect(day('2026-02-16')).toMatchObject({ kind: 'holiday' });
	});
});

it.each([
	['over the end of a year', '2026-12', 1, '2027-01'],
	['over its start', '2026-01', -1, '2025-12'],
])('turns the page %s', (_why, month, by, expected) => expect(shiftMonth(month, by)).toBe(expected));

describe('saying what a day is', () => {
	it('a holiday has no shifts', () => {
		expect(withKind({}, '2026-05-01', { kind: 'holiday', week: WEEK })).toEqual({ '2026-05-01': [] });
	});
	it('a make-up day has the hours of a usual working day', () => {
		const days = withKind({}, '2026-05-09', { kind: 'work', week: WEEK });
		expect(days).toEqual({ '2026-05-09': [['08:30', '17:30']] });
		expect(kindOf(days['2026-05-09'])).toBe('work');
	});
	it('as usual forgets the exception', () => {
		expect(withKind(GOLDEN_WEEK, '2026-10-02', { kind: 'normal', week: WEEK })).not.toHaveProperty('2026-10-02');
	});
	it('keeps the days in order', () => {
		const days = withKind(GOLDEN_WEEK, '2026-01-01', { kind: 'holiday', week: {} });
		expect(Object.keys(days)[1]).toBe('2026-01-01');
	});
});

it('tells neighbouring holidays of one year as one line', () => {
	expect(runsOf(GOLDEN_WEEK, '2026')).toMatchObject([
		{ kind: 'holiday', from: '2026-10-01', to: '2026-10-03' },
		{ kind: 'work', from: '2026-10-10', to: '2026-10-10' },
	]);
});
