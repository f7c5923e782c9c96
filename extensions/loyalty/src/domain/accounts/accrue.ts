import type { Circumstances, Decision } from '@guanxi/core/decision';
import { balanceOf, pointsFact, type Moved } from './answers.ts';
import { award, countEarned } from '../validity/cap.ts';
import { addDays } from '../validity/days.ts';
import { addLot, type Draft } from '../ledger/draft.ts';
import { lastValidDay } from '../validity/expiry.ts';
import type { Book, Source } from '../ledger/model.ts';
import { closeBook, openBook } from '../ledger/open-book.ts';
import { REFUSALS } from '../refusals.ts';

export interface Accrual {
	points: number;
	/** Growth value for tiers; no cap holds it back. */
	tier_points?: number;
	reason?: string | null;
	source?: Source | null;
}

export interface Accrued extends Moved {
	entry: string;
	/** `posted` where only growth value was earned. */
	status: 'pending' | 'open' | 'posted';
	available_on: string;
	expires_on: string;
}

/**
 * Points are earned. They may have to wait, a cap may leave only a part of them, and what can be spent at once repays debt
 * before anything else.
 */
export function accrue(book: Book, { points, tier_points = 0, reason, source }: Accrual, circumstances: Circumstances): Decision<Accrued> {
	if (book.program.status === 'ended') return REFUSALS.ended();
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	const awarded = award(draft, points);
	if (awarded === 0 && tier_points === 0) return REFUSALS.capReached(draft.program.earn_cap_points!);
	if (wouldOverflow(draft, awarded)) return REFUSALS.tooManyPoints();
	const { program, today } = draft;
	const txn = draft.newId();
	const available_on = addDays(today, program.pending_days);
	const expires_on = lastValidDay(program, today, available_on);
	const why = { type: 'accrual', contra: 'issuance', txn, reason, tier_points, source } as const;
	const lot = addLot(draft, { ...why, points: awarded, available_on, expires_on });
	const { status } = lot;
	countEarned(draft, awarded);
	return closeBook(draft, () => ({
		answer: {
			entry: lot.id,
			txn,
			points: awarded,
			status: status as Accrued['status'],
			available_on,
			expires_on,
			...balanceOf(draft.account),
		},
		facts: [pointsFact(draft, 'accrued', { txn, points: awarded, available_on, expires_on })],
	}));
}

/** Sums of points must stay whole numbers that a computer counts exactly. */
export function wouldOverflow({ account: { available, pending, held } }: Draft, points: number): boolean {
	return !Number.isSafeInteger(available + pending + held + points);
}
