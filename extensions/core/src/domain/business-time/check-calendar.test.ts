import { describe, expect, it } from 'vitest';
import { calendarOf, knownUntil } from './calendar.ts';
import { checkCalendar } from './check-calendar.ts';

const DAY = [['09:00', '18:00']];

describe('a calendar that is about to be saved', () => {
	const rows: [why: string, payload: Record<string, unknown>, problems: [field: string, reason: string][]][] = [
		['nothing of it', { name: 'x' }, []],
		['emptied', { week: null, days: null }, []],
		['split and overnight shifts', { week: { 1: [['09:00', '12:00'], ['13:00', '18:00']], 5: [['22:00', '06:00']] } }, []],
		['text, as SQLite has it', { days: '{"2026-10-01":[]}' }, []],
		['a zone nobody knows', { timezone: 'Mars/Olympus' }, [['timezone', 'not_a_timezone']]],
		['an emptied zone', { timezone: null }, [['timezone', 'not_a_timezone']]],
		['an eighth day', { week: { 8: DAY } }, [['week', 'not_a_weekday']]],
		['no such date', { days: { '2026-02-30': [] } }, [['days', 'not_a_date']]],
		['another way to write a date', { days: { '2026-2-3': [] } }, [['days', 'not_a_date']]],
		['hours that are none', { week: { 1: [['9:00', '18:00']] } }, [['week.1', 'not_shifts']]],
		['one time', { days: { '2026-10-10': [['09:00']] } }, [['days.2026-10-10', 'not_shifts']]],
		['no list', { days: { '2026-10-10': 'closed' } }, [['days.2026-10-10', 'not_shifts']]],
		['a list of days', { days: [] }, [['days', 'not_days']]],
		['text that is no JSON', { week: '{' }, [['week', 'not_days']]],
	];
	it.each(rows)('%s', (_why, payload, problems) => {
		expect(checkCalendar(payload).map(({ field, reason }) => [field, reason])).toEqual(problems);
	});
});

it('what came past the check is left out when it is read', () => {
	const calendar = calendarOf({ timezone: 'UTC', week: { 1: [...DAY, ['25:00', '9']], 9: DAY }, days: '{"2026-10-01":[],"soon":[]}' });
	expect(calendar).toEqual({ timezone: 'UTC', week: { 1: DAY }, days: { '2026-10-01': [] } });
});

it('holidays are known until the end of the last year that has any', () => {
	expect(knownUntil({ timezone: 'UTC', week: {}, days: { '2026-10-01': [], '2025-01-01': [] } })).toBe('2026-12-31');
	expect(knownUntil({ timezone: 'UTC', week: {}, days: {} })).toBeNull();
});
