import { describe, expect, it } from 'vitest';
import { choiceOf, cronOf, type ScheduleKind } from './choice.ts';

describe('stored text', () => {
	const rows: [why: string, cron: string | null, kind: ScheduleKind, facts: object][] = [
		['nothing stored', null, 'none', {}],
		['blank text', '  ', 'none', {}],
		['every day', '30 3 * * *', 'daily', { time: '03:30' }],
		['working days', '0 8 * * 1-5', 'workdays', { time: '08:00' }],
		['some days, Sunday last', '0 8 * * 0,1', 'weekly', { weekdays: [1, 7] }],
		['Sunday as 7', '0 8 * * 7', 'weekly', { weekdays: [7] }],
		['a day of the month', '0 8 15 * *', 'monthly', { day: 15 }],
		['a day that not every month has', '0 8 31 * *', 'custom', { cron: '0 8 31 * *' }],
		['another range of days', '0 8 * * 2-4', 'custom', {}],
		['steps', '*/5 * * * *', 'custom', {}],
		['an hour that does not exist', '0 25 * * *', 'custom', {}],
	];
	it.each(rows)('%s', (_why, cron, kind, facts) => {
		const choice = choiceOf(cron);
		expect(choice).toMatchObject({ kind, ...facts });
		if (kind !== 'weekly') expect(cronOf(choice)).toBe(cron?.trim() || null);
	});
});

it('writes Sunday as 0, as every cron reads it', () => {
	expect(cronOf({ ...choiceOf('0 8 * * 7'), weekdays: [3, 7] })).toBe('0 8 * * 0,3');
});

it('writes empty custom text as no schedule', () => {
	expect(cronOf({ ...choiceOf('*/5 * * * *'), cron: ' ' })).toBeNull();
});
