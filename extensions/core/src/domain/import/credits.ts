import type { Minor } from '@guanxi/core/money';

/** A negative row: so much was given back at this time. */
export interface Credit {
	/** Milliseconds since 1970, whole seconds. */
	at: number;
	amountMinor: Minor;
}

/** The credits of one order, each of them once: the same time and amount is the same credit. */
export interface Credits {
	/** False when the credit was known. */
	add: (credit: Credit) => boolean;
	sum: () => Minor;
}

export function creditsOf(known: Credit[]): Credits {
	const amounts = new Map(known.map((credit) => [keyOf(credit), credit.amountMinor]));
	return {
		add(credit) {
			const fresh = !amounts.has(keyOf(credit));
			amounts.set(keyOf(credit), credit.amountMinor);
			return fresh;
		},
		sum: () => [...amounts.values()].reduce((sum, amount) => sum + amount, 0),
	};
}

/** Of a negative amount at a time; MySQL keeps whole seconds. */
export function creditOf({ placedAt, amountMinor }: { placedAt: Date; amountMinor: Minor }): Credit {
	return { at: Math.floor(placedAt.getTime() / 1000) * 1000, amountMinor: -amountMinor };
}

function keyOf({ at, amountMinor }: Credit): string {
	return `${at} ${amountMinor}`;
}
