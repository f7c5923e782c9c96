/** An exact fraction; 2 points for every 3.00 of an amount are not a number that a computer can write down. */
export interface Fraction {
	over: bigint;
	/** Above 0. */
	under: bigint;
}

export const ZERO: Fraction = { over: 0n, under: 1n };

export const fraction = (over: number, under = 1): Fraction => ({ over: BigInt(over), under: BigInt(under) });

export const plus = (a: Fraction, b: Fraction): Fraction => ({ over: a.over * b.under + b.over * a.under, under: a.under * b.under });

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
