import { Decimal } from 'decimal.js';
import type { Basis, ScoringModel } from './model.ts';

/**
 * Values inside the engine are whole numbers: cents (分) for turnover, orders for order_count. Sums stay exact
 * below 2^53 units, that is 90 trillion of the currency.
 */
export type Units = number;

export interface CutPoint {
	code: string;
	/** The smallest value that reaches the class; null when no value does, and for the last class. */
	cut: Units | null;
	/** The smallest value that keeps a customer in the class who held it before. */
	heldCut: Units | null;
}

export interface Totals {
	/** Scored customers. */
	customers: number;
	/** Those with a value above 0. */
	positives: number;
	/** Sum of all values (negative sums count as 0). */
	value: Units;
}

/** Customers with the same value (or of one histogram bucket, then `min` ≠ `max`). */
export interface Bucket {
	min: Units;
	max: Units;
	customers: number;
	value: Units;
}

/** What must stay true for a value to reach a class: less than `limit` customers or value above it. */
export interface ShareLimit {
	measure: 'value' | 'customers';
	numerator: bigint;
	denominator: bigint;
}

const SHARE_DIGITS = 12;

/** Smallest whole value that reaches a class of the thresholds method, plain and relaxed by hysteresis. */
export function thresholdCuts(model: ScoringModel): CutPoint[] {
	const factor = unitsPer(model.basis);
	const relax = new Decimal(100).minus(model.hysteresis_percent).dividedBy(100);
	return model.classes.map(({ code, bound }, index) => {
		if (index === model.classes.length - 1) return { code, cut: null, heldCut: null };
		const units = new Decimal(bound ?? 0).times(factor);
		return { code, cut: ceil(units), heldCut: ceil(units.times(relax)) };
	});
}

/** The limits of one class of the share methods: to reach it, and to keep it. */
export function shareLimits(model: ScoringModel, index: number): { reach: ShareLimit; keep: ShareLimit } {
	const bound = new Decimal(model.classes[index]?.bound ?? 1);
	const relaxed = bound.times(new Decimal(100).plus(model.hysteresis_percent)).dividedBy(100);
	const measure = model.method === 'percentile' ? ('customers' as const) : ('value' as const);
	return { reach: { measure, ...fraction(bound) }, keep: { measure, ...fraction(relaxed) } };
}

/**
 * Whether a customer with `above` customers or value strictly above still belongs to the class. Exact in whole
 * numbers: 0.7 of the total is 0.7 of the total, not 0.6999….
 */
export function isWithin(limit: ShareLimit, above: { customers: number; value: Units }, totals: Totals): boolean {
	const share = limit.measure === 'value' ? above.value : above.customers;
	const total = limit.measure === 'value' ? totals.value : totals.positives;
	return BigInt(share) * limit.denominator < limit.numerator * BigInt(total);
}

/**
 * The bucket in which the class ends: the lowest one whose best customer still belongs to it. Buckets come best
 * first and hold positive values only. Null when there are none. Ties share a bucket, so they share a class.
 */
export function lastWithin(
	buckets: Bucket[],
	limit: ShareLimit,
	{ totals, above }: { totals: Totals; above: { customers: number; value: Units } },
): { bucket: Bucket; above: { customers: number; value: Units } } | null {
	let found: ReturnType<typeof lastWithin> = null;
	let running = above;
	for (const bucket of buckets) {
		if (!isWithin(limit, running, totals)) break;
		found = { bucket, above: running };
		running = { customers: running.customers + bucket.customers, value: running.value + bucket.value };
	}
	return found;
}

/** Units of one currency unit (or one order): what stored decimals are multiplied with. */
export function unitsPer(basis: Basis): number {
	return basis === 'turnover' ? 100 : 1;
}

/** Units as the number people read, with two decimals for money. */
export function fromUnits(units: Units, basis: Basis): number {
	return units / unitsPer(basis);
}

function ceil(value: Decimal): Units {
	return Math.max(1, value.ceil().toNumber());
}

function fraction(share: Decimal): { numerator: bigint; denominator: bigint } {
	const scale = new Decimal(10).pow(SHARE_DIGITS);
	return { numerator: BigInt(share.times(scale).toFixed(0)), denominator: BigInt(scale.toFixed(0)) };
}
