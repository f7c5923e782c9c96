import { Decimal } from 'decimal.js';

/** A money amount in minor units (cents, 分), always a safe integer. */
export type Minor = number;

/**
 * Reads an amount as people and databases write it ("1234.50", 1234.5) into minor units,
 * rounding half away from zero: thousands of real files carry binary tails such as 22.200000000000003.
 * Returns null for anything that is not a finite number or does not fit `decimal(18,2)`.
 */
export function toMinor(amount: string | number): Minor | null {
	const value = parseDecimal(amount);
	if (!value) return null;
	const minor = value.times(100).toDecimalPlaces(0, Decimal.ROUND_HALF_UP);
	return minor.abs().lte(Number.MAX_SAFE_INTEGER) ? minor.toNumber() : null;
}

/** Minor units as the plain decimal text that the database stores: 123450 → "1234.50". */
export function fromMinor(minor: Minor): string {
	return new Decimal(minor).dividedBy(100).toFixed(2);
}

function parseDecimal(amount: string | number): Decimal | null {
	const text = String(amount).trim();
	if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
	const value = new Decimal(text);
	return value.isFinite() ? value : null;
}
