import { expect, test } from 'vitest';
import { lastWithin, shareLimits, thresholdCuts, type Bucket } from './cut-points.ts';
import { readModel } from './model.ts';
import { curveOf, paretoPoints } from './pareto.ts';

const pareto = (hysteresis = 0) =>
	readModel({
		key: 'p',
		method: 'cumulative_share',
		classes: [{ code: 'A', bound: 0.7 }, { code: 'B', bound: 0.9 }, { code: 'C' }],
		hysteresis_percent: hysteresis,
	});
const values = (...list: number[]): Bucket[] => list.map((value) => ({ min: value, max: value, customers: 1, value }));
const NOTHING = { customers: 0, value: 0 };

/** Arithmetic of the published table of Haufe: 85 customers, total 59,785. */
test('the cumulative shares of the Haufe table', () => {
	const table = [9000, 7890, 6320, 3600, 2800, 2500, 1260, 1200, 980, 980, 920, 780, 480];
	const expected = [15.05, 28.25, 38.82, 44.84, 49.53, 53.71, 55.82, 57.82, 59.46, 61.1, 62.64, 63.95, 64.75];
	const points = curveOf(values(...table), { customers: 85, positives: 85, value: 59_785 });
	expect(points.slice(1, 14).map((point) => Math.round((point.value / 59_785) * 10_000) / 100)).toEqual(expected);
});

test.each([
	{ why: 'the one who crosses 70 % belongs to A', list: [50, 30, 20], cut: 30 },
	{ why: 'exactly 70 % above is not less than 70 %', list: [70, 20, 10], cut: 70 },
	{ why: 'one customer', list: [1], cut: 1 },
	{ why: 'no customer', list: [], cut: null },
])('the cut of A: $why', ({ list, cut }) => {
	const totals = { customers: list.length, positives: list.length, value: list.reduce((sum, value) => sum + value, 0) };
	const found = lastWithin(values(...list), shareLimits(pareto(), 0).reach, { totals, above: NOTHING });
	expect(found?.bucket.min ?? null).toBe(cut);
});

test('hysteresis widens shares and lowers thresholds', () => {
	const { keep, reach } = shareLimits(pareto(10), 0);
	expect(Number(keep.numerator) / Number(keep.denominator)).toBeCloseTo(0.77, 12);
	expect(Number(reach.numerator) / Number(reach.denominator)).toBeCloseTo(0.7, 12);
	const model = readModel({ method: 'thresholds', classes: [{ code: 'A', bound: '1000000.01' }, { code: 'B' }], hysteresis_percent: 10 });
	expect(thresholdCuts(model)[0]).toEqual({ code: 'A', cut: 100_000_001, heldCut: 90_000_001 });
});

test.each([
	{ why: 'without turnover everybody holds the same', curve: [], shares: [0, 0.5, 1] },
	{ why: 'two equal customers', curve: [{ customers: 0, value: 0 }, { customers: 2, value: 10 }], shares: [0, 0.5, 1] },
	{ why: 'prospects add customers, not value', curve: [{ customers: 0, value: 0 }, { customers: 1, value: 10 }, { customers: 2, value: 10 }], shares: [0, 1, 1] },
])('Pareto points: $why', ({ curve, shares }) => {
	expect(paretoPoints(curve, 3).map((point) => point.value_share)).toEqual(shares);
});

test('a long curve is thinned but keeps its ends', () => {
	const buckets = values(...Array.from({ length: 5000 }, (_, index) => 5000 - index));
	const totals = { customers: 5000, positives: 5000, value: 12_502_500 };
	const curve = curveOf(buckets, totals, 200);
	expect(curve.length).toBeLessThanOrEqual(200);
	expect(curve[0]).toEqual({ customers: 0, value: 0 });
	expect(curve[curve.length - 1]).toEqual({ customers: 5000, value: totals.value });
});
