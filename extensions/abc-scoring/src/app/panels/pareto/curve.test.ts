import fc from 'fast-check';
import { expect, it } from 'vitest';
import { classAreas, valueShareAt } from './curve.ts';

const CURVE = [
	{ customer_share: 0, value_share: 0 },
	{ customer_share: 0.1, value_share: 0.7 },
	{ customer_share: 0.3, value_share: 0.9 },
	{ customer_share: 1, value_share: 1 },
];

it.each([
	['a point of the curve', 0.1, 0.7],
	['between two points', 0.2, 0.8],
	['nobody', 0, 0],
	['everybody', 1, 1],
	['beyond the end', 1.5, 1],
])('reads %s', (_why, at, share) => expect(valueShareAt(CURVE, at)).toBeCloseTo(share, 10));

it('an empty curve holds nothing', () => expect(valueShareAt([], 0.2)).toBe(0));

it('never falls', () => {
	const share = fc.double({ min: 0, max: 1, noNaN: true });
	fc.assert(
		fc.property(share, share, (a, b) => {
			const [low, high] = [Math.min(a, b), Math.max(a, b)];
			expect(valueShareAt(CURVE, low)).toBeLessThanOrEqual(valueShareAt(CURVE, high) + 1e-12);
		}),
	);
});

it('lays the classes side by side and leaves empty ones out', () => {
	const row = (code: string, customer_share: number) => ({ code, label: '', customers: 0, customer_share, value: 0, value_share: 0 });
	expect(classAreas([row('A', 0.25), row('B', 0), row('C', 0.75)])).toEqual([
		{ code: 'A', from: 0, to: 0.25 },
		{ code: 'C', from: 0.25, to: 1 },
	]);
});
