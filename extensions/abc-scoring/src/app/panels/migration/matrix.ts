import type { Transition } from '../../../contract/answers.ts';

export type Direction = 'up' | 'down' | 'same' | 'in' | 'out';

export interface MatrixCell {
	from: string | null;
	to: string | null;
	customers: number;
	direction: Direction;
	/** Part of the largest move, 0–1, for the strength of the colour. */
	strength: number;
}

export interface Matrix {
	/** Classes that somebody left, best first; null = not scored before. */
	rows: { from: string | null; cells: MatrixCell[] }[];
	/** Classes that somebody entered; null = not scored any more. */
	columns: (string | null)[];
}

/** Who went from which class to which, with the classes in the order of the model. */
export function matrixOf(transitions: Transition[], codes: string[]): Matrix {
	const moves = transitions.filter(({ customers }) => customers > 0);
	const most = Math.max(1, ...moves.map(({ customers }) => customers));
	const columns = ordered(moves.map(({ to }) => to), codes);
	const rows = ordered(moves.map(({ from }) => from), codes).map((from) => ({
		from,
		cells: columns.map((to) => {
			const customers = sum(moves.filter((move) => move.from === from && move.to === to));
			return { from, to, customers, direction: directionOf(from, to, codes), strength: customers / most };
		}),
	}));
	return { rows, columns };
}

/** How many customers rose and fell. Newcomers and leavers are neither. */
export function risesAndFalls(transitions: Transition[], codes: string[]): { up: number; down: number } {
	const of = (direction: Direction) =>
		sum(transitions.filter(({ from, to }) => directionOf(from, to, codes) === direction));
	return { up: of('up'), down: of('down') };
}

/** Better classes come first, so a smaller position is a rise. A class the model no longer has counts as last. */
export function directionOf(from: string | null, to: string | null, codes: string[]): Direction {
	if (from === null) return 'in';
	if (to === null) return 'out';
	const [before, after] = [position(from, codes), position(to, codes)];
	if (before === after) return 'same';
	return after < before ? 'up' : 'down';
}

function ordered(found: (string | null)[], codes: string[]): (string | null)[] {
	const rank = (code: string | null) => (code === null ? codes.length + 1 : position(code, codes));
	return [...new Set(found)].sort((a, b) => rank(a) - rank(b));
}

function position(code: string, codes: string[]): number {
	const at = codes.indexOf(code);
	return at < 0 ? codes.length : at;
}

function sum(moves: Transition[]): number {
	return moves.reduce((total, { customers }) => total + customers, 0);
}
