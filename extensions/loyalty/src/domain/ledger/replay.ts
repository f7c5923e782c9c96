import { isLot, type Entry, type Lot } from './model.ts';

/** A lot with what is left of it after some entries. */
export interface OpenLot {
	lot: Lot;
	open: number;
}

/** What is left of each lot after `entries`, from the entries alone. */
export function replayLots(entries: Entry[]): Map<string, OpenLot> {
	const lots = new Map<string, OpenLot>();
	for (const entry of [...entries].sort((a, b) => a.seq - b.seq)) {
		if (isLot(entry)) lots.set(entry.id, { lot: entry, open: entry.points });
		else lots.get(entry.lot!)!.open += entry.points;
	}
	return lots;
}

/** What `contra` has received from an account: −1 × what the account had from it. */
export const contraOf = (entries: Entry[], contra: Entry['contra']): number =>
	entries.filter((entry) => entry.contra === contra).reduce((sum, { points }) => sum - points, 0);
