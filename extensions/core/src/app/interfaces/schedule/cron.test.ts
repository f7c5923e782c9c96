import { CronExpressionParser } from 'cron-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextRuns, parseCron, wallClock } from './cron.ts';

const FROM = new Date('2026-02-27T10:30:00Z');
const next = (text: string, count = 2) =>
	nextRuns(parseCron(text)!, FROM, count).map((run) => run.toISOString().slice(0, 16));

describe('next runs', () => {
	const rows: [why: string, cron: string, runs: string[]][] = [
		['later today, then tomorrow', '0 12 * * *', ['2026-02-27T12:00', '2026-02-28T12:00']],
		['today is over', '0 3 * * *', ['2026-02-28T03:00', '2026-03-01T03:00']],
		['exactly now is past', '30 10 * * *', ['2026-02-28T10:30', '2026-03-01T10:30']],
		['Friday to Monday', '0 3 * * 1-5', ['2026-03-02T03:00', '2026-03-03T03:00']],
		['Sunday as 7', '0 3 * * 7', ['2026-03-01T03:00', '2026-03-08T03:00']],
		['names', '0 3 1 jan,jul mon-fri', ['2026-07-01T03:00', '2026-07-02T03:00']],
		['the day of the month skips short months', '0 0 31 * *', ['2026-03-31T00:00', '2026-05-31T00:00']],
		['29 February waits for a leap year', '0 0 29 2 *', ['2028-02-29T00:00', '2032-02-29T00:00']],
		['day and weekday: either', '0 0 13 * 5', ['2026-03-06T00:00', '2026-03-13T00:00']],
		['seconds are ignored', '15 0 12 * * *', ['2026-02-27T12:00', '2026-02-28T12:00']],
		['steps', '*/20 10 * * *', ['2026-02-27T10:40', '2026-02-28T10:00']],
		['never', '0 0 31 2 *', []],
	];
	it.each(rows)('%s', (_why, cron, runs) => expect(next(cron)).toEqual(runs));
});

it.each([
	['empty', ''],
	['too few parts', '0 3 * *'],
	['out of range', '0 24 * * *'],
	['backwards', '0 5-3 * * *'],
	['words', 'every day'],
	['no step', '*/0 * * * *'],
])('refuses %s', (_why, text) => expect(parseCron(text)).toBeNull());

it('agrees with the parser that the server uses', () => {
	const part = (least: number, most: number) =>
		fc.oneof(
			fc.constant('*'),
			fc.integer({ min: least, max: most }).map(String),
			fc.tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }))
				.map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
			fc.integer({ min: 2, max: 15 }).map((step) => `*/${step}`),
		);
	const cron = fc.tuple(part(0, 59), part(0, 23), part(1, 28), part(1, 12), part(0, 6)).map((parts) => parts.join(' '));
	fc.assert(
		fc.property(cron, (text) => {
			const theirs = CronExpressionParser.parse(text, { currentDate: FROM, tz: 'UTC' });
			const expected = [theirs.next(), theirs.next()].map((run) => run.toDate().toISOString().slice(0, 16));
			expect(next(text)).toEqual(expected);
		}),
		{ numRuns: 200 },
	);
});

it('reads the wall clock of a zone', () => {
	expect(wallClock(new Date('2026-02-27T20:15:00Z'), 'Asia/Shanghai').toISOString()).toBe('2026-02-28T04:15:00.000Z');
});
