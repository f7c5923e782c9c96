import type { Minor } from '@guanxi/core/money';

/** A negative row: so much was given back. */
export interface Credit {
	/** What tells a credit of an order from its others: its external id or, without one, its time. */
	name: string;
	/** When it was given, to the second; null of those with an external id that an earlier version stored. */
	at: string | null;
	amountMinor: Minor;
}

/** The credits of one order, each of them once. */
export interface Credits {
	/**
	 * What is known of it, if anything. A shop may name a credit's external id in one file and not in another: of the same time and amount it
	 * is the same one, unless one file has both (`hasTwin`).
	 */
	find: (credit: Credit, hasTwin: boolean) => Credit | undefined;
	set: (credit: Credit) => void;
	/** Its external id has become known. */
	rename: (before: string, credit: Credit) => void;
	count: () => number;
}

export function creditsOf(known: Credit[]): Credits {
	const credits = new Map(known.map((credit) => [credit.name, credit]));
	return {
		find(credit, hasTwin) {
			const exact = credits.get(credit.name);
			if (exact || hasTwin) return exact;
			return [...credits.values()].find((other) => hasId(other) !== hasId(credit) && sameMoment(other, credit));
		},
		set: (credit) => void credits.set(credit.name, credit),
		rename(before, credit) {
			credits.delete(before);
			credits.set(credit.name, credit);
		},
		count: () => credits.size,
	};
}

const WITH_ID = 'id ';
const BY_TIME = 'at ';

export const hasId = ({ name }: Credit): boolean => name.startsWith(WITH_ID);

const sameMoment = (a: Credit, b: Credit): boolean => a.at !== null && a.at === b.at && a.amountMinor === b.amountMinor;

interface Negative {
	placedAt: Date;
	amountMinor: Minor;
	externalId: string | null;
}

/** MySQL keeps whole seconds. */
export function creditOf({ placedAt, amountMinor, externalId }: Negative): Credit {
	const at = placedAt.toISOString().slice(0, 19);
	return { name: externalId === null ? BY_TIME + at : WITH_ID + externalId, at, amountMinor: -amountMinor };
}

/** Earlier versions kept the time only in the name. */
export const storedCredit = (name: string, at: string | null, amountMinor: Minor): Credit => ({
	name,
	at: at ?? (name.startsWith(BY_TIME) ? name.slice(BY_TIME.length) : null),
	amountMinor,
});
