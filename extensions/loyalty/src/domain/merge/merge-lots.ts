import { dateIn } from '@guanxi/core/time';
import { addLot, move, type Draft, type Movement } from '../ledger/draft.ts';
import { isLot, type Entry, type Lot, type Source } from '../ledger/model.ts';
import { takenSoFar } from '../ledger/take-back.ts';

/** By what they were: where the points of each lot went to. */
export type MovedLots = ReadonlyMap<string, Lot[]>;

interface Merging {
	/** Of the account that is left behind, with those that this decision has added to it. */
	entries: Entry[];
	movement: Pick<Movement, 'type' | 'contra' | 'txn'>;
}

/**
 * Moves what is left of each lot. One that an order earned comes as large as what the order still has of it, less what is used up: so it can be
 * taken back there when the order is refunded.
 */
export function moveLots({ from, to }: Record<'from' | 'to', Draft>, { entries, movement }: Merging): MovedLots {
	const moved = new Map<string, Lot[]>();
	for (const lot of [...from.lots.values()].filter(({ open_points: open }) => open > 0)) {
		const { id, open_points: open, available_on, expires_on } = lot;
		move(from, lot, -open, movement);
		const earned = isOfOrder(lot) ? Math.max(0, lot.points - takenSoFar(lot, entries)) : 0;
		const own = Math.min(earned, open);
		const days = { ...movement, available_on, expires_on };
		const lots: Lot[] = [];
		if (own > 0) {
			lots.push(addLot(to, { ...days, points: earned, source: sourceOf(lot) }));
			if (earned > own) move(to, lots[0]!, own - earned, movement);
		}
		if (open > own) lots.push(addLot(to, { ...days, points: open - own }));
		moved.set(id, lots);
	}
	return moved;
}

/** What is used up and may still be asked for: points that orders earned or that were spent on them, and growth value with its day. */
export function carryHistory(to: Draft, { entries, movement }: Merging): void {
	const lots = new Map(entries.filter(isLot).map((lot) => [lot.id, lot]));
	const moved = new Set(entries.filter(({ txn }) => txn === movement.txn).map(({ lot }) => lot));
	const [reversed, returned, growthBack] = [back(entries, 'reversal', 'points'), back(entries, 'return', 'points'), back(entries, 'reversal', 'tier_points')];
	for (const entry of entries) {
		const { id, points, tier_points: growth } = entry;
		if (isLot(entry) && isOfOrder(entry) && !moved.has(id)) carry(to, entry, { points: points + (reversed.get(id) ?? 0), movement, earned: sourceOf(entry) });
		if (isSpentOn(entry)) carry(to, lots.get(entry.lot!)!, { points: -points - (returned.get(id) ?? 0), movement, spent: sourceOf(entry) });
		const left = growth > 0 ? growth + (growthBack.get(id) ?? 0) : 0;
		if (left === 0) continue;
		const day = growthDay(entry, to.program.timezone);
		addLot(to, { ...movement, points: 0, tier_points: left, available_on: day, expires_on: day, source: sourceOf(entry) });
	}
}

/** What came back of each entry. */
function back(entries: Entry[], type: Entry['type'], what: 'points' | 'tier_points'): Map<string, number> {
	const sums = new Map<string, number>();
	for (const entry of entries) {
		if (entry.type === type && entry.reverses) sums.set(entry.reverses, (sums.get(entry.reverses) ?? 0) + entry[what]);
	}
	return sums;
}

interface Carried {
	points: number;
	movement: Merging['movement'];
	earned?: Source | null;
	spent?: Source | null;
}

/** Points that are used up from the start: they are there to be taken back, or given back. */
function carry(to: Draft, { available_on, expires_on }: Lot, { points, movement, earned, spent }: Carried): void {
	if (points <= 0) return;
	const first = available_on > to.today ? to.today : available_on;
	const carried = addLot(to, { ...movement, points, available_on: first, expires_on, source: earned });
	move(to, carried, -points, { ...movement, source: spent });
}

const isOfOrder = ({ type, source_type }: Entry): boolean => source_type === 'order' && (type === 'accrual' || type === 'merge');

/** Spent on an order, here or in an account that was merged into this one. */
export const isSpentOn = ({ type, lot, points, source_type }: Entry): boolean =>
	source_type === 'order' && lot !== null && points < 0 && (type === 'redemption' || type === 'merge');

/** The day on which growth value counts. One that came by a merge counts on the day on which it was earned. */
export const growthDay = ({ type, available_on, effective_at: at }: Pick<Entry, 'type' | 'available_on' | 'effective_at'>, timezone: string): string =>
	type === 'merge' && available_on !== null ? available_on : dateIn(at, timezone);

const sourceOf = ({ source_type: type, source_id: id }: Pick<Entry, 'source_type' | 'source_id'>): Source | null => (type && id ? { type, id } : null);
