import { expect, it } from 'vitest';
import { factLines } from './facts.ts';

const ROWS: [why: string, value: unknown, lines: [label: string, text: string][]][] = [
	['nothing was recorded', null, []],
	['names in words, figures as the language writes them', { new_class: 'A', customers: 1234 }, [['new class', 'A'], ['customers', '1,234']]],
	['yes and no', { dry_run: false }, [['dry run', 'no']]],
	['an empty value is shown as such', { from: null, to: '' }, [['from', '–'], ['to', '–']]],
	['plain lists in one line', { codes: ['A', 'B'] }, [['codes', 'A, B']]],
	['lists of rows are counted', { moves: [{ from: 'A' }] }, [['moves', '1 entry']]],
	['a part of its own in one line', { model: { key: 'pareto', runs: 2 } }, [['model', 'key: pareto · runs: 2']]],
	['a bare text', 'imported', [['', 'imported']]],
];
it.each(ROWS)('%s', (_why, value, lines) => {
	expect(factLines(value, 'en-US').map(({ label, text }) => [label, text])).toEqual(lines);
});

it('times are told in the viewer\'s language', () => {
	expect(factLines({ at: '2026-03-01T08:00:00.000Z' }, 'zh-CN')[0]!.text).toMatch(/2026年3月1日/);
});

it('long lists end in how many are left', () => {
	const lines = factLines(Array.from({ length: 25 }, (_, index) => index), 'en-US');
	expect([lines.length, lines.at(-1)?.text]).toEqual([21, '5 more']);
});
