import { dateIn } from '@guanxi/core/time';
import type { Balance } from '../accounts/answers.ts';
import { isActivity, lastDayOf, type InactivityPolicy } from '../validity/inactivity.ts';
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

/** The balance of an account at an instant, as its member saw it then, from its entries alone. */
export function balanceAt(entries: Entry[], at: Date, program: InactivityPolicy): Balance & { lots: OpenLot[] } {
	const known = entries.filter(({ effective_at: when }) => when <= at);
	const today = dateIn(at, program.timezone);
	const last = known.findLast(isActivity);
	const activeOn = last ? dateIn(last.effective_at, program.timezone) : null;
	const lots = [...replayLots(known).values()].filter(({ lot, open }) => open > 0 && lastDayOf({ program, activeOn }, lot) >= today);
	const sum = (isCounted: (lot: Lot) => boolean): number =>
		lots.filter(({ lot }) => isCounted(lot)).reduce((total, { open }) => total + open, 0);
	return {
		available: sum(({ available_on: first }) => first <= today),
		pending: sum(({ available_on: first }) => first > today),
		held: contraOf(known, 'held'),
		debt: 0 - contraOf(known, 'debt'),
		lots,
	};
}
