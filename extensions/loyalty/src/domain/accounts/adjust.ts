import type { Circumstances, Decision } from '@guanxi/core/decision';
import { wouldOverflow } from './accrue.ts';
import { balanceOf, pointsFact, type Moved } from './answers.ts';
import { addLot, consume } from '../ledger/draft.ts';
import { lastValidDay } from '../validity/expiry.ts';
import type { Book } from '../ledger/model.ts';
import { closeBook, openBook } from '../ledger/open-book.ts';
import { REFUSALS } from '../refusals.ts';
import { refuseAdjustment } from './refuse-amount.ts';

export interface Adjustment {
	/** Positive gives, negative takes. */
	points: number;
	reason: string;
}

/** A correction by hand. What it gives can be spent at once; what it takes must be there. */
export function adjust(book: Book, { points, reason }: Adjustment, circumstances: Circumstances): Decision<Moved> {
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	const { account, program, today } = draft;
	const wrong = refuseAdjustment(account.available, points);
	if (wrong) return wrong;
	if (wouldOverflow(draft, points)) return REFUSALS.tooManyPoints();
	const txn = draft.newId();
	const movement = { type: 'adjustment', contra: 'goodwill', txn, reason } as const;
	if (points > 0) addLot(draft, { ...movement, points, available_on: today, expires_on: lastValidDay(program, today, today) });
	else consume(draft, -points, movement);
	return closeBook(draft, () => ({
		answer: { txn, points, ...balanceOf(account) },
		facts: [pointsFact(draft, 'adjusted', { txn, points, reason })],
	}));
}
