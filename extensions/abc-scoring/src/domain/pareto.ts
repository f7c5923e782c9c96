import type { Bucket, Totals, Units } from './cut-points.ts';

/** A point of the Pareto curve: how many of the best customers hold how much of the value. */
export interface CurvePoint {
	customers: number;
	value: Units;
}

export interface ParetoPoint {
	customer_share: number;
	value_share: number;
}

/**
 * The curve through exact points: after each bucket, best first. Between two points customers of similar value
 * follow each other, so straight lines stay within a hair of the true curve, and it stays concave.
 */
export function curveOf(buckets: Bucket[], totals: Totals, maxPoints = 500): CurvePoint[] {
	const points: CurvePoint[] = [{ customers: 0, value: 0 }];
	for (const { customers, value } of buckets) {
		const last = points[points.length - 1]!;
		points.push({ customers: last.customers + customers, value: last.value + value });
	}
	if (totals.customers > totals.positives) points.push({ customers: totals.customers, value: totals.value });
	return thin(points, maxPoints);
}

/**
 * `count` points from (0,0) to (1,1), evenly spread over the customers. A company without any turnover gets the
 * straight line: everybody holds the same.
 */
export function paretoPoints(curve: CurvePoint[], count: number): ParetoPoint[] {
	const end = curve[curve.length - 1] ?? { customers: 0, value: 0 };
	const steps = Math.max(1, Math.floor(count) - 1);
	const shares = Array.from({ length: steps + 1 }, (_, index) => index / steps);
	if (end.customers === 0 || end.value === 0) {
		return shares.map((share) => ({ customer_share: share, value_share: share }));
	}
	let segment = 0;
	return shares.map((share) => {
		const customers = share * end.customers;
		while (segment < curve.length - 2 && curve[segment + 1]!.customers < customers) segment++;
		return { customer_share: share, value_share: valueAt(customers, curve, segment) / end.value };
	});
}

function valueAt(customers: number, curve: CurvePoint[], segment: number): number {
	const [from, to] = [curve[segment]!, curve[segment + 1]!];
	if (customers >= to.customers) return to.value;
	return from.value + ((customers - from.customers) * (to.value - from.value)) / (to.customers - from.customers);
}

/** Keeps points whose distance along the curve is largest, so that steep and flat parts both stay smooth. */
function thin(points: CurvePoint[], maxPoints: number): CurvePoint[] {
	if (points.length <= maxPoints) return points;
	const end = points[points.length - 1]!;
	const position = ({ customers, value }: CurvePoint) =>
		customers / (end.customers || 1) + value / (end.value || 1);
	const step = 2 / (maxPoints - 2);
	let next = 0;
	return points.filter((point, index) => {
		if (index !== points.length - 1 && position(point) < next) return false;
		next = Math.max(next, position(point)) + step;
		return true;
	});
}
