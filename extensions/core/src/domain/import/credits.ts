import type { Minor } from '@guanxi/core/money';

/** A negative row: so much was given back. */
export interface Credit {
	/** What tells a credit of an order from its others: its external id or, without one, its time. */
	name: string;
	amountMinor: Minor;
}

/** The credits of one order, each of them once. */
export interface Credits {
	/** What is stored of it, if anything. */
	amountOf: (credit: Credit) => Minor | undefined;
	set: (credit: Credit) => void;
	count: () => number;
}

export function creditsOf(known: Credit[]): Credits {
	const amounts = new Map(known.map(({ name, amountMinor }) => [name, amountMinor]));
	return {
		amountOf: ({ name }) => amounts.get(name),
		set: ({ name, amountMinor }) => void amounts.set(name, amountMinor),
		count: () => amounts.size,
	};
}

interface Negative {
	placedAt: Date;
	amountMinor: Minor;
	externalId: string | null;
}

/** MySQL keeps whole seconds. */
export function creditOf({ placedAt, amountMinor, externalId }: Negative): Credit {
	const name = externalId === null ? `at ${placedAt.toISOString().slice(0, 19)}` : `id ${externalId}`;
	return { name, amountMinor: -amountMinor };
}
