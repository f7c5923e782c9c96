import { describe, expect, it } from 'vitest';
import { directionOf, matrixOf, risesAndFalls, type Direction } from './matrix.ts';

const CODES = ['A', 'B', 'C'];

describe('direction', () => {
	const rows: [why: string, from: string | null, to: string | null, direction: Direction][] = [
		['better classes come first', 'C', 'A', 'up'],
		['a fall', 'A', 'B', 'down'],
		['scored for the first time', null, 'C', 'in'],
		['no longer scored', 'A', null, 'out'],
		['a class the model dropped counts as last', 'D', 'C', 'up'],
	];
	it.each(rows)('%s', (_why, from, to, direction) => expect(directionOf(from, to, CODES)).toBe(direction));
});

const MOVES = [
	{ from: 'B', to: 'A', customers: 4 },
	{ from: 'A', to: 'C', customers: 2 },
	{ from: null, to: 'C', customers: 8 },
];

it('orders rows and columns by class, newcomers last', () => {
	const { rows, columns } = matrixOf(MOVES, CODES);
	expect(columns).toEqual(['A', 'C']);
	expect(rows.map(({ from }) => from)).toEqual(['A', 'B', null]);
	expect(rows[0]?.cells.map(({ customers }) => customers)).toEqual([0, 2]);
	expect(rows[2]?.cells[1]).toMatchObject({ direction: 'in', strength: 1 });
});

it('counts rises and falls; newcomers are neither', () => {
	expect(risesAndFalls(MOVES, CODES)).toEqual({ up: 4, down: 2 });
});

it('nothing moved', () => expect(matrixOf([], CODES)).toEqual({ rows: [], columns: [] }));
