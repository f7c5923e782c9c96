import { expect, it } from 'vitest';
import { customersIn, factLines } from './facts.ts';

const ROWS: [why: string, value: unknown, lines: [label: string, text: string][]][] = [
	['nothing was recorded', null, []],
	['names in words, figures as the language writes them', { new_class: 'A', orders: 1234 }, [['new class', 'A'], ['orders', '1,234']]],
	['yes and no', { dry_run: false }, [['dry run', 'no']]],
	['an empty value is shown as such', { from: null, to: '' }, [['from', '–'], ['to', '–']]],
	['plain lists in one line', { codes: ['A', 'B'] }, [['codes', 'A, B']]],
	['a part of its own in one line', { model: { key: 'pareto', runs: 2 } }, [['scoring model', 'key: pareto · runs: 2']]],
	['a bare text', 'imported', [['', 'imported']]],
];
it.each(ROWS)('%s', (_why, value, lines) => {
	expect(factLines(value, 'en-US').map(({ label, text }) => [label, text])).toEqual(lines);
});

const MOVES = { customers: [{ customer: 'c1', from: 'A', to: 'B' }] };

it('lists of rows have a line each, with the names of customers', () => {
	const [line] = factLines(MOVES, 'zh-CN', (id) => (id === 'c1' ? '第一医院' : id));
	expect(line).toEqual({ label: '客户', text: '1', entries: ['客户: 第一医院 · 原等级: A · 新等级: B'] });
	expect(customersIn(MOVES)).toEqual(['c1']);
});

it('times are told in the language of the viewer', () => {
	expect(factLines({ at: '2026-03-01T08:00:00.000Z' }, 'zh-CN')[0]!.text).toMatch(/2026年3月1日/);
});

it('long lists end in how many are left', () => {
	const [line] = factLines(Array.from({ length: 25 }, (_, index) => index), 'en-US');
	expect([line!.entries.length, line!.entries.at(-1)]).toEqual([21, '5 more']);
});
