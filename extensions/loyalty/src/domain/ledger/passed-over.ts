import { inSpendingOrder } from './draft.ts';
import { isLot, type Entry, type Lot } from './model.ts';

/**
 * The first of `choices` that took points from a lot while an earlier one had some to spend, or null. Entries by `seq`; `dayOf`
 * is the day of an entry. Lots with points are kept in spending order, so a choice looks only at those before its own: none,
 * where all is well.
 */
export function passedOver(entries: Entry[], choices: Set<Entry>, dayOf: (entry: Entry) => string): Entry | null {
	const ranked = entries.filter(isLot).sort(inSpendingOrder);
	const rank = new Map(ranked.map((lot, index) => [lot.id, index]));
	const left = new Map<number, number>();
	const open: number[] = [];
	const isFree = ({ available_on: first, expires_on: last }: Lot, today: string): boolean => first <= today && today <= last;
	for (const entry of entries) {
		const own = rank.get(isLot(entry) ? entry.id : entry.lot!);
		// Another check finds an entry whose lot is missing.
		if (own === undefined) continue;
		if (choices.has(entry)) {
			const today = dayOf(entry);
			for (let place = 0; place < open.length && open[place]! < own; place++) {
				if (isFree(ranked[open[place]!]!, today)) return entry;
			}
		}
		const before = left.get(own) ?? 0;
		const after = before + entry.points;
		left.set(own, after);
		if (before <= 0 && after > 0) open.splice(placeOf(open, own), 0, own);
		if (before > 0 && after <= 0) open.splice(placeOf(open, own), 1);
	}
	return null;
}

/** Where `rank` is, or belongs, among ascending ones. */
function placeOf(ranks: number[], rank: number): number {
	let [low, high] = [0, ranks.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (ranks[middle]! < rank) low = middle + 1;
		else high = middle;
	}
	return low;
}
