import { addLot, move, spendable, type Draft, type Movement } from './draft.ts';
import { NEVER } from '../validity/days.ts';
import type { Entry, Lot } from './model.ts';
import { takeOnCredit } from './settle.ts';

/**
 * From where points are taken back that are no longer in their lot: from other lots and, where these are not enough, as debt;
 * as debt at once, which what is there repays; or not at all.
 */
export const RECOVERIES = ['other_lots', 'debt', 'forgive'] as const;
export type Recovery = (typeof RECOVERIES)[number];

export interface Taking {
	/** Where the points came or went to; among the draft's lots, used up or not. */
	lot: Lot;
	/** Entries that move the lot. */
	entries: Entry[];
	points: number;
	recovery: Recovery;
	/** As what they are taken. Growth value goes with the first entry. */
	movement: Movement;
}

export interface Taken {
	from_lot: number;
	/** Taken back from what had expired already, which costs the member nothing. */
	from_expired: number;
	from_other_lots: number;
	to_debt: number;
	forgiven: number;
}

export const NOTHING_TAKEN: Taken = { from_lot: 0, from_expired: 0, from_other_lots: 0, to_debt: 0, forgiven: 0 };

/** How much of an accrual was taken back so far. */
export const takenSoFar = (accrual: Lot, entries: Entry[]): number =>
	-sum(entries.filter(({ type, reverses }) => type === 'reversal' && reverses === accrual.id));

/** What is left of an accrual's growth value. */
export const growthLeft = (accrual: Lot, entries: Entry[]): number =>
	entries.reduce((left, { type, reverses, tier_points: growth }) => (type === 'reversal' && reverses === accrual.id ? left + growth : left), accrual.tier_points);

/** Takes points that came or went to a lot. The caller has made sure that no more are taken than that. */
export function takeBack(draft: Draft, taking: Taking): Taken {
	const state: Progress = { draft, taking, left: taking.points, growth: taking.movement.tier_points ?? 0 };
	const { recovery } = taking;
	const taken = {
		from_lot: takeFromLot(state),
		from_expired: takeFromExpired(state),
		from_other_lots: recovery === 'other_lots' ? takeFromOthers(state) : 0,
		to_debt: recovery === 'forgive' ? 0 : owe(state),
		forgiven: recovery === 'forgive' ? forgive(state) : 0,
	};
	if (state.growth !== 0) move(draft, draft.lots.get(taking.lot.id)!, 0, movementOf(state));
	return taken;
}

interface Progress {
	draft: Draft;
	taking: Taking;
	left: number;
	/** Goes with the first entry; without points it gets one of its own. */
	growth: number;
}

const sum = (entries: Entry[]): number => entries.reduce((total, { points }) => total + points, 0);

function takeFromLot(state: Progress): number {
	const lot = state.draft.lots.get(state.taking.lot.id)!;
	return take(state, Math.min(state.left, lot.open_points), lot);
}

/** The books said that these points had lapsed; now they were never there. */
function takeFromExpired(state: Progress): number {
	const { draft, taking: { lot: { id }, entries, movement: { txn } } } = state;
	const lapsed = -sum([...entries, ...draft.added].filter((entry) => entry.lot === id && entry.contra === 'breakage'));
	const points = Math.min(state.left, lapsed);
	if (points === 0) return 0;
	const lot = draft.lots.get(id)!;
	move(draft, lot, points, { type: 'expiry', contra: 'breakage', txn, reverses: id });
	return take(state, points, lot);
}

function takeFromOthers(state: Progress): number {
	let points = 0;
	for (const lot of spendable(state.draft)) points += take(state, Math.min(state.left, lot.open_points), lot);
	return points;
}

function take(state: Progress, points: number, lot: Lot): number {
	if (points === 0) return 0;
	move(state.draft, lot, -points, movementOf(state));
	state.left -= points;
	return points;
}

function owe(state: Progress): number {
	const { draft, left: points } = state;
	if (points > 0) takeOnCredit(draft, points, movementOf(state));
	state.left = 0;
	return points;
}

/** The points are given as goodwill and taken back, so that the books show what the refund cost. */
function forgive(state: Progress): number {
	const { draft, taking: { movement: { txn } }, left: points } = state;
	if (points === 0) return 0;
	const given = { type: 'adjustment', contra: 'goodwill', txn, points, available_on: draft.today, expires_on: NEVER } as const;
	return take(state, points, addLot(draft, given));
}

function movementOf(state: Progress): Movement {
	const { taking: { movement }, growth } = state;
	state.growth = 0;
	return { ...movement, tier_points: growth };
}
