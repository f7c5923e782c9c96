import { expect, it } from 'vitest';
import { addMonths, endOfPeriod } from './days.ts';
import { lastValidDay } from './expiry.ts';
import { periodKey } from './cap.ts';

it.each([
	{ why: 'a day is its own end', day: '2026-05-15', period: 'day', end: '2026-05-15' },
	{ why: 'weeks end on Sunday', day: '2026-11-18', period: 'week', end: '2026-11-22' },
	{ why: 'Sunday itself', day: '2026-11-22', period: 'week', end: '2026-11-22' },
	{ why: 'a leap February', day: '2028-02-10', period: 'month', end: '2028-02-29' },
	{ why: 'the second quarter', day: '2026-04-01', period: 'quarter', end: '2026-06-30' },
	{ why: 'the second half', day: '2026-07-01', period: 'half_year', end: '2026-12-31' },
	{ why: 'the year', day: '2026-01-01', period: 'year', end: '2026-12-31' },
] as const)('end of period: $why', ({ day, period, end }) => expect(endOfPeriod(day, period)).toBe(end));

it.each([
	{ why: 'clamped to a short month', day: '2026-01-31', months: 1, then: '2026-02-28' },
	{ why: 'over the year', day: '2026-11-30', months: 3, then: '2027-02-28' },
])('months later: $why', ({ day, months, then }) => expect(addMonths(day, months)).toBe(then));

it('points never expire before their first day', () => {
	const policy = { expiry_months: 1, expiry_round: null };
	expect(lastValidDay(policy, '2026-01-01', '2026-03-01')).toBe('2026-03-01');
});

it.each([
	{ why: 'New Year in the last week of the old year', day: '2027-01-01', period: 'week', key: '2026-W53' },
	{ why: 'quarter', day: '2026-12-31', period: 'quarter', key: '2026-Q4' },
	{ why: 'half year', day: '2026-06-30', period: 'half_year', key: '2026-H1' },
] as const)('a cap counts in: $why', ({ day, period, key }) => expect(periodKey(day, period)).toBe(key));
