import type { Circumstances, Decision } from '@guanxi/core/decision';
import { dateIn } from '@guanxi/core/time';
import { balanceOf, pointsFact, type Moved } from './answers.ts';
import { countEarned } from '../validity/cap.ts';
import type { Book, Entry, Lot } from '../ledger/model.ts';
import { closeBook, openBook } from '../ledger/open-book.ts';
import { shareOf } from '../share.ts';
import { takeBack, takenSoFar, type Recovery, type Taken } from '../ledger/take-back.ts';

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

export interface Reversed extends Moved, Taken {}

/**
 * A purchase is refunded, whole or in part: of the points that it earned, the share of what is left of it stays. Measured
 * against the whole each time, so parts in any number take back neither more nor less than was earned.
 */
export function reverseAccrual(
	{ book, accrual, entries }: AccrualState,
	input: Reversal,
	circumstances: Circumstances,
): Decision<Reversed> {
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	const kept = shareOf(accrual.points, { part: input.remainingMinor, whole: input.originalMinor });
	const points = Math.max(0, accrual.points - takenSoFar(accrual, entries) - kept);
	const txn = draft.newId();
	const movement = { type: 'reversal', contra: 'reversal', txn, reverses: accrual.id } as const;
	const taken = takeBack(draft, { lot: accrual, entries, points, recovery: input.recovery, movement });
	countEarned(draft, -points, dateIn(accrual.effective_at, draft.program.timezone));
	return closeBook(draft, () => ({
		answer: { txn, points, ...taken, ...balanceOf(draft.account) },
		facts: points === 0 ? [] : [pointsFact(draft, 'reversed', { txn, points, accrual: accrual.id })],
	}));
}
