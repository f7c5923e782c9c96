/** An exact fraction; 2 points for every 3.00 of an amount are not a number that a computer can write down. */
export interface Fraction {
	over: bigint;
	/** Above 0. */
	under: bigint;
}

export const ZERO: Fraction = { over: 0n, under: 1n };

export const fraction = (over: number, under = 1): Fraction => ({ over: BigInt(over), under: BigInt(under) });

/** Over the least common denominator: of hundreds of rules the product would have hundreds of digits. */
export function plus(a: Fraction, b: Fraction): Fraction {
	if (a.under === b.under) return { over: a.over + b.over, under: a.under };
	const shared = commonDivisor(a.under, b.under);
	return { over: a.over * (b.under / shared) + b.over * (a.under / shared), under: a.under * (b.under / shared) };
}

function commonDivisor(a: bigint, b: bigint): bigint {
	while (b > 0n) [a, b] = [b, a % b];
	return a;
}

export const times = (a: Fraction, b: Fraction): Fraction => ({ over: a.over * b.over, under: a.under * b.under });

/** Negative, 0 or positive, as for sorting. */
export function compare(a: Fraction, b: Fraction): number {
	const difference = a.over * b.under - b.over * a.under;
	return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Of a fraction that is not negative. */
export function rounded({ over, under }: Fraction, rounding: 'floor' | 'half_up'): number {
	return Number(rounding === 'floor' ? over / under : (over * 2n + under) / (under * 2n));
}
