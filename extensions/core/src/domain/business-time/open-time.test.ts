import { describe, expect, it } from 'vitest';
import type { Calendar } from './calendar.ts';
import { addOpenMs, nextOpen, openMsBetween, takeOpenMs } from './open-time.ts';
import { UNITS, type Unit } from './units.ts';

const MINUTE = 60_000;
const SPLIT = [['09:00', '12:00'], ['13:00', '18:00']] as const;
const FIVE_DAYS = { 1: SPLIT, 2: SPLIT, 3: SPLIT, 4: SPLIT, 5: SPLIT };

/** Wednesday, 7 October 2026 is a holiday; Saturday, 10 October is worked. */
const shanghai: Calendar = {
	timezone: 'Asia/Shanghai',
	week: FIVE_DAYS,
	days: { '2026-10-07': [], '2026-10-10': SPLIT },
};
const night: Calendar = { timezone: 'Asia/Shanghai', week: { 5: [['22:00', '06:00']], 6: [['05:00', '09:00']] }, days: { '2026-12-31': [['22:00', '06:00']] } };
const newYork: Calendar = { timezone: 'America/New_York', week: { 7: [['00:00', '00:00']] }, days: {} };
const empty: Calendar = { timezone: 'Asia/Shanghai', week: {}, days: {} };
const onceOpen: Calendar = { timezone: 'Asia/Shanghai', week: {}, days: { '2026-01-05': SPLIT } };

const at = (text: string): Date => new Date(text);

describe('when so many open minutes have passed', () => {
	const rows: [why: string, calendar: Calendar, from: string, minutes: number, due: string | null][] = [
		['within a shift', shanghai, '2026-10-05T09:00+08:00', 60, '2026-10-05T10:00+08:00'],
		['lunch does not count', shanghai, '2026-10-05T11:30+08:00', 60, '2026-10-05T13:30+08:00'],
		['a shift used up to its end ends there', shanghai, '2026-10-05T11:30+08:00', 30, '2026-10-05T12:00+08:00'],
		['none is now, also at night', shanghai, '2026-10-05T23:00+08:00', 0, '2026-10-05T23:00+08:00'],
		['what comes at night begins in the morning', shanghai, '2026-10-05T23:00+08:00', 1, '2026-10-06T09:01+08:00'],
		['over a holiday', shanghai, '2026-10-06T17:00+08:00', 120, '2026-10-08T10:00+08:00'],
		['created on a make-up Saturday', shanghai, '2026-10-10T17:00+08:00', 120, '2026-10-12T10:00+08:00'],
		['an ordinary Saturday is none', shanghai, '2026-10-17T17:00+08:00', 60, '2026-10-19T10:00+08:00'],
		['over midnight', night, '2026-10-09T23:00+08:00', 120, '2026-10-10T01:00+08:00'],
		['shifts that overlap count once', night, '2026-10-09T22:00+08:00', 11 * 60, '2026-10-10T09:00+08:00'],
		['the night shift of the last year goes on in the new one', night, '2026-12-31T23:30+08:00', 60, '2027-01-01T00:30+08:00'],
		['a whole day with 23 hours', newYork, '2026-03-08T00:00-05:00', 23 * 60, '2026-03-09T00:00-04:00'],
		['a whole day with 25 hours', newYork, '2026-11-01T00:00-04:00', 25 * 60, '2026-11-02T00:00-05:00'],
		['never open', empty, '2026-10-05T09:00+08:00', 1, null],
		['open no more', onceOpen, '2026-10-05T09:00+08:00', 1, null],
		['more than there is in ten years', onceOpen, '2026-01-01T09:00+08:00', 481, null],
	];
	it.each(rows)('%s', (_why, calendar, from, minutes, due) => {
		const found = addOpenMs(calendar, at(from), minutes * MINUTE);
		expect(found).toEqual(due === null ? null : at(due));
		if (found) expect(openMsBetween(calendar, at(from), found)).toBe(minutes * MINUTE);
	});
});

describe('clocks that change', () => {
	// Clocks go from 02:00 to 03:00 on 8 March 2026; 01:00 to 02:00 comes twice on 1 November 2026.
	const gap: Calendar = { timezone: 'America/New_York', week: { 7: [['02:30', '04:00']] }, days: {} };
	const twice: Calendar = { timezone: 'America/New_York', week: { 7: [['01:30', '03:00']] }, days: {} };

	it('a shift that begins in the hour left out begins as much later', () => {
		expect(nextOpen(gap, at('2026-03-08T00:00-05:00'))).toEqual(at('2026-03-08T03:30-04:00'));
		expect(openMsBetween(gap, at('2026-03-08T00:00-05:00'), at('2026-03-09T00:00-04:00'))).toBe(30 * MINUTE);
	});
	it('of an hour that comes twice the first counts', () => {
		expect(nextOpen(twice, at('2026-11-01T00:00-04:00'))).toEqual(at('2026-11-01T01:30-04:00'));
		expect(openMsBetween(twice, at('2026-11-01T00:00-04:00'), at('2026-11-02T00:00-05:00'))).toBe(150 * MINUTE);
	});
	it('what comes in the repeated hour is counted from that very instant', () => {
		expect(addOpenMs(twice, at('2026-11-01T01:45-05:00'), 15 * MINUTE)).toEqual(at('2026-11-01T02:00-05:00'));
	});
});

describe('looking back and ahead', () => {
	it('the last instant after which so much open time passes', () => {
		expect(takeOpenMs(shanghai, at('2026-10-08T10:00+08:00'), 120 * MINUTE)).toEqual(at('2026-10-06T17:00+08:00'));
		expect(takeOpenMs(shanghai, at('2026-10-08T10:00+08:00'), 60 * MINUTE)).toEqual(at('2026-10-08T09:00+08:00'));
		expect(takeOpenMs(shanghai, at('2026-10-08T10:00+08:00'), 0)).toEqual(at('2026-10-08T10:00+08:00'));
		expect(takeOpenMs(empty, at('2026-10-08T10:00+08:00'), 1)).toBeNull();
	});
	it('the next open instant; closing time is still open', () => {
		expect(nextOpen(shanghai, at('2026-10-06T18:00+08:00'))).toEqual(at('2026-10-06T18:00+08:00'));
		expect(nextOpen(shanghai, at('2026-10-06T18:01+08:00'))).toEqual(at('2026-10-08T09:00+08:00'));
		expect(nextOpen(shanghai, at('2026-10-08T10:00+08:00'))).toEqual(at('2026-10-08T10:00+08:00'));
		expect(nextOpen(empty, at('2026-10-08T10:00+08:00'))).toBeNull();
	});
});

describe('whole days', () => {
	const rows: [why: string, unit: Unit, from: string, days: number, due: string | null][] = [
		['the day itself does not count', 'business_days', '2026-10-05T00:00+08:00', 1, '2026-10-06T23:59:59+08:00'],
		['late in the evening is still that day', 'business_days', '2026-10-05T23:59:59+08:00', 1, '2026-10-06T23:59:59+08:00'],
		['a holiday and a weekend are skipped, a make-up Saturday counts', 'business_days', '2026-10-06T12:00+08:00', 3, '2026-10-10T23:59:59+08:00'],
		['received on a holiday', 'business_days', '2026-10-07T12:00+08:00', 1, '2026-10-08T23:59:59+08:00'],
		['none is the end of the day', 'business_days', '2026-10-07T12:00+08:00', 0, '2026-10-07T23:59:59+08:00'],
		['eight weeks', 'calendar_days', '2026-10-05T12:00+08:00', 56, '2026-11-30T23:59:59+08:00'],
		['ten years have not so many', 'business_days', '2026-10-05T12:00+08:00', 4000, null],
	];
	it.each(rows)('%s', (_why, unit, from, days, due) => {
		const found = UNITS[unit].after(shanghai, at(from), days);
		expect(found).toEqual(due === null ? null : at(due));
		if (found) expect(UNITS[unit].between(shanghai, at(from), found)).toBe(days);
	});
	it('a calendar without working days has none to give', () => {
		expect(UNITS.business_days.after(empty, at('2026-10-05T12:00+08:00'), 1)).toBeNull();
	});
	it('days are counted over the turn of the year, leap days too', () => {
		const [from, to] = [at('2027-12-30T12:00+08:00'), at('2029-01-02T12:00+08:00')];
		expect(UNITS.calendar_days.between(shanghai, from, to)).toBe(369);
		expect(UNITS.calendar_days.after(shanghai, from, 369)).toEqual(at('2029-01-02T23:59:59+08:00'));
		expect(UNITS.calendar_days.between(shanghai, to, from)).toBe(0);
	});
	it('a day without midnight begins later', () => {
		const cairo: Calendar = { timezone: 'Africa/Cairo', week: FIVE_DAYS, days: {} };
		// Egypt's clocks go from 00:00 to 01:00 on Friday, 24 April 2026.
		expect(UNITS.business_days.after(cairo, at('2026-04-22T12:00+02:00'), 1)).toEqual(at('2026-04-23T23:59:59+02:00'));
	});
});
