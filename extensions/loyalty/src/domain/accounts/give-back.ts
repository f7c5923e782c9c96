import { addDays } from '../validity/days.ts';
import { addLot, move, type Draft } from '../ledger/draft.ts';
import { lastDayOf } from '../validity/inactivity.ts';
import { isLot, type Entry, type Source } from '../ledger/model.ts';
import { shareOf } from '../share.ts';
import { takeBack } from '../ledger/take-back.ts';

/** Points that were spent together, with what of them was given back before. Their lots are in the book, used up or not. */
export interface Spent {
	redemption: Entry[];
	returned: Entry[];
}

export interface GiveBack {
	/** What was paid with the points in minor units, and what of it was refunded so far, all refunds together. */
	originalMinor: number;
	refundedMinor: number;
	/** Points whose lot is over get so many days more; null = they are lost. */
	graceDays: number | null;
}

/**
 * What was paid with points is refunded: they go back to the lots they came from, last taken first, with their last days; all of it leaves every
 * lot as it was. Gives back what is due after all refunds so far, and says how much that was.
 */
export function putBack(
	draft: Draft,
	{ redemption, returned }: Spent,
	{ originalMinor, refundedMinor, graceDays, txn, source }: GiveBack & { txn: string; source?: Source },
): number {
	const spent = -total(redemption);
	const points = Math.max(0, shareOf(spent, { part: refundedMinor, whole: originalMinor }) - total(returned));
	let left = points;
	for (const entry of [...redemption].sort((a, b) => b.seq - a.seq)) {
		const before = total(returned.filter(({ reverses }) => reverses === entry.id));
		const part = Math.min(left, -entry.points - before);
		if (part === 0) continue;
		left -= part;
		const lot = draft.lots.get(entry.lot!)!;
		const movement = { type: 'return', contra: 'redemption', txn, reverses: entry.id, source } as const;
		// What goes back to a lot that is over expires with this very decision.
		if (lastDayOf(draft, lot) >= draft.today || graceDays === null) move(draft, lot, part, movement);
		else addLot(draft, { ...movement, points: part, available_on: draft.today, expires_on: addDays(draft.today, graceDays) });
	}
	return points;
}

/**
 * Takes points again that came back for a refund which was taken back: from the lots that they went to, else from what else there is, else
 * as debt. The other way round than they came back, so that nothing depends on how often that happens.
 */
export function spendAgain(
	draft: Draft,
	{ redemption, returned, entries }: Spent & { entries: Entry[] },
	{ originalMinor, refundedMinor, txn, source }: Omit<GiveBack, 'graceDays'> & { txn: string; source?: Source },
): number {
	const points = total(returned) - shareOf(-total(redemption), { part: refundedMinor, whole: originalMinor });
	let left = Math.max(0, points);
	for (const entry of [...redemption].sort((a, b) => a.seq - b.seq)) {
		const back = returned.filter(({ reverses }) => reverses === entry.id);
		const part = Math.min(left, total(back));
		if (part <= 0) continue;
		left -= part;
		const lot = draft.lots.get((back.findLast(isLot) ?? { id: entry.lot! }).id)!;
		const movement = { type: 'return', contra: 'redemption', txn, reverses: entry.id, source } as const;
		takeBack(draft, { lot, entries, points: part, recovery: 'debt', movement });
	}
	return Math.max(0, points);
}

const total = (entries: Entry[]): number => entries.reduce((sum, { points }) => sum + points, 0);
