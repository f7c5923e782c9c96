import { describe, expect, it } from 'vitest';
import { calendarRows } from '@guanxi/seeds/reference/calendars';
import { calendarOf, dateAfter, isWorkingDay, knownUntil } from '../../../extensions/core/src/domain/business-time/calendar.ts';
import { UNITS, type Unit } from '../../../extensions/core/src/domain/business-time/units.ts';
import { PUBLISHED } from './published.ts';

const china = calendarOf(calendarRows.find(({ row }) => row['key'] === 'china')!.row as Parameters<typeof calendarOf>[0]);

const isWeekend = (date: string): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());

describe('the calendar for China that every installation starts with', () => {
	it.each([2025, 2026])('works on the days that the notices for %i say, and on no others', (year) => {
		const { holidays, makeUpDays } = PUBLISHED[year]!;
		for (let date = `${year}-01-01`; date <= `${year}-12-31`; date = dateAfter(date)) {
			const isHoliday = holidays.some(([from, to]) => from <= date && date <= to);
			expect([date, isWorkingDay(china, date)]).toEqual([date, makeUpDays.includes(date) || !(isHoliday || isWeekend(date))]);
		}
	});

	it.each([2025, 2026])('%i has 248 working days', (year) => {
		const [from, to] = [new Date(`${year - 1}-12-31T12:00+08:00`), new Date(`${year}-12-31T12:00+08:00`)];
		expect(UNITS.business_days.between(china, from, to)).toBe(248);
	});

	it('knows its holidays until the end of 2026', () => expect(knownUntil(china)).toBe('2026-12-31'));
});

describe('time limits over the long holidays', () => {
	const rows: [why: string, unit: Unit, from: string, amount: number, due: string][] = [
		['7 working days from the Friday before Spring Festival', 'business_days', '2026-02-13T10:00+08:00', 7, '2026-03-02T23:59:59+08:00'],
		['7 working days from the make-up Saturday', 'business_days', '2026-02-14T10:00+08:00', 7, '2026-03-03T23:59:59+08:00'],
		['7 working days from within the National Day holiday', 'business_days', '2025-10-03T10:00+08:00', 7, '2025-10-16T23:59:59+08:00'],
		['45 working days from before the National Day holiday', 'business_days', '2026-09-24T10:00+08:00', 45, '2026-12-03T23:59:59+08:00'],
		['15 days are calendar days', 'calendar_days', '2026-02-13T10:00+08:00', 15, '2026-02-28T23:59:59+08:00'],
		['8 business hours from the make-up Saturday, one hour before closing', 'business_minutes', '2026-02-14T17:00+08:00', 480, '2026-02-24T16:00+08:00'],
		['one business minute from the last second before Labour Day', 'business_minutes', '2025-04-30T17:59:59+08:00', 1, '2025-05-06T09:00:59+08:00'],
	];
	it.each(rows)('%s', (_why, unit, from, amount, due) => {
		const found = UNITS[unit].after(china, new Date(from), amount * UNITS[unit].each);
		expect(found).toEqual(new Date(due));
	});
});
