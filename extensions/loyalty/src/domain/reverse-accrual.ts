import type { Circumstances, Decision } from '@guanxi/core/decision';
import { balanceOf, pointsFact, type Moved } from './answers.ts';
import { countEarned } from './cap.ts';
import { dateIn } from '@guanxi/core/time';
import { addLot, move, spendable, type Draft } from './draft.ts';
import { NEVER } from './days.ts';
import type { Book, Entry, Lot } from './model.ts';
import { closeBook, openBook } from './open-book.ts';
import { takeOnCredit } from './settle.ts';
import { shareOf } from './share.ts';

/**
 * From where points are taken back that are no longer in their lot: from other lots and, where these are not enough, as debt;
 * as debt at once, which what is there repays; or not at all.
 */
export type Recovery = 'other_lots' | 'debt' | 'forgive';

export interface AccrualState {
	/** With the lot of the accrual among its lots, used up or not. */
	book: Book;
	accrual: Lot;
	/** Entries that move the accrual's lot, or that reverse it. */
	entries: Entry[];
}

export interface Reversal {
	/** What the purchase was worth in minor units, and what is left of it after the refunds so far. */
	originalMinor: number;
	remainingMinor: number;
	recovery: Recovery;
}

export interface Reversed extends Moved {
	from_lot: number;
	/** Taken back from what had expired already, which costs the member nothing. */
	from_expired: number;
	from_other_lots: number;
	to_debt: number;
	forgiven: number;
}

/**
 * A purchase is refunded, whole or in part: of the points that it earned, the share of what is left of it stays. Measured
 * against the whole each time, so parts in any number take back neither more nor less than was earned.
 */
export function reverseAccrual(state: AccrualState, input: Reversal, circumstances: Circumstances): Decision<Reversed> {
	const draft = openBook(state.book, circumstances);
	if ('refusal' in draft) return draft;
	const { accrual } = state;
	const kept = shareOf(accrual.points, { part: input.remainingMinor, whole: input.originalMinor });
	const points = Math.max(0, accrual.points - reversedSoFar(state) - kept);
	const txn = draft.newId();
	const taking: Taking = { draft, state, txn, left: points };
	const parts = {
		from_lot: takeFromLot(taking),
		from_expired: takeFromExpired(taking),
		from_other_lots: input.recovery === 'other_lots' ? takeFromOthers(taking) : 0,
		to_debt: input.recovery === 'forgive' ? 0 : owe(taking),
		forgiven: input.recovery === 'forgive' ? forgive(taking) : 0,
	};
	countEarned(draft, -points, dateIn(accrual.effective_at, draft.program.timezone));
	return closeBook(draft, () => ({
		answer: { txn, points, ...parts, ...balanceOf(draft.account) },
		facts: points === 0 ? [] : [pointsFact(draft, 'reversed', { txn, points, accrual: accrual.id })],
	}));
}

interface Taking {
	draft: Draft;
	state: AccrualState;
	txn: string;
	left: number;
}

const reversedSoFar = ({ accrual, entries }: AccrualState): number =>
	-sum(entries.filter(({ type, reverses }) => type === 'reversal' && reverses === accrual.id));

const sum = (entries: Entry[]): number => entries.reduce((total, { points }) => total + points, 0);

function takeFromLot(taking: Taking): number {
	const lot = taking.draft.lots.get(taking.state.accrual.id)!;
	return take(taking, Math.min(taking.left, lot.open_points), lot);
}

/** The books said that these points had lapsed; now they were never earned. */
function takeFromExpired(taking: Taking): number {
	const { draft, state: { accrual, entries }, txn } = taking;
	const lapsed = -sum([...entries, ...draft.added].filter(({ lot, contra }) => lot === accrual.id && contra === 'breakage'));
	const points = Math.min(taking.left, lapsed);
	if (points === 0) return 0;
	const lot = draft.lots.get(accrual.id)!;
	move(draft, lot, points, { type: 'expiry', contra: 'breakage', txn, reverses: accrual.id });
	return take(taking, points, lot);
}

function takeFromOthers(taking: Taking): number {
	let points = 0;
	for (const lot of spendable(taking.draft)) points += take(taking, Math.min(taking.left, lot.open_points), lot);
	return points;
}

function take(taking: Taking, points: number, lot: Lot): number {
	const { draft, state: { accrual }, txn } = taking;
	if (points === 0) return 0;
	move(draft, lot, -points, { type: 'reversal', contra: 'reversal', txn, reverses: accrual.id });
	taking.left -= points;
	return points;
}

function owe(taking: Taking): number {
	const { draft, state: { accrual }, txn, left: points } = taking;
	if (points > 0) takeOnCredit(draft, points, { type: 'reversal', txn, reverses: accrual.id });
	taking.left = 0;
	return points;
}

/** The points are given as goodwill and taken back, so that the books show what the refund cost. */
function forgive(taking: Taking): number {
	const { draft, txn, left: points } = taking;
	if (points === 0) return 0;
	const given = { type: 'adjustment', contra: 'goodwill', txn, points, available_on: draft.today, expires_on: NEVER } as const;
	return take(taking, points, addLot(draft, given));
}
