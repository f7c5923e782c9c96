import { describe, expect, it } from 'vitest';
import { lastDay, periodOf, type PeriodChoice } from './period.ts';

const NOW = new Date(2026, 2, 31, 10, 0);

describe('period', () => {
	const rows: [why: string, choice: PeriodChoice, from: string, to: string][] = [
		['the last months, today included', { months: 3 }, '2025-12-31', '2026-04-01'],
		['the day is clamped in a short month', { months: 1 }, '2026-02-28', '2026-04-01'],
		['no choice takes the default', {}, '2025-03-31', '2026-04-01'],
		['zero months make no period', { months: 0 }, '2025-03-31', '2026-04-01'],
		['fixed dates win', { months: 3, from: '2026-01-01', to: '2026-02-01' }, '2026-01-01', '2026-02-01'],
		['an open end is today', { from: '2026-01-01' }, '2026-01-01', '2026-04-01'],
		['months before a fixed end', { months: 2, to: '2026-02-15' }, '2025-12-15', '2026-02-15'],
		['a stored instant counts as its day', { from: '2026-01-01T00:00:00', to: '2026-02-01T00:00:00' }, '2026-01-01', '2026-02-01'],
	];
	it.each(rows)('%s', (_why, choice, from, to) => expect(periodOf(choice, NOW, 12)).toEqual({ from, to }));
});

it('names the last day inside a half-open period', () => {
	expect(lastDay('2026-03-01').getDate()).toBe(28);
});
