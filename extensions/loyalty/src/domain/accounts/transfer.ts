import type { Circumstances, Decision } from '@guanxi/core/decision';
import { wouldOverflow } from './accrue.ts';
import { balanceOf, pointsFact, type Moved } from './answers.ts';
import { addLot, consume } from '../ledger/draft.ts';
import type { Book } from '../ledger/model.ts';
import { closeBook, openBoth, withEffectsOf } from '../ledger/open-book.ts';
import { REFUSALS, type Refused } from '../refusals.ts';

export interface TwoBooks {
	from: Book;
	to: Book;
}

/** Points go to another member with their last days: a gift makes nothing last longer. */
export function transfer(books: TwoBooks, { points }: { points: number }, circumstances: Circumstances): Decision<Moved> {
	const wrong = refusePair(books);
	if (wrong) return wrong;
	const drafts = openBoth(books, circumstances);
	if ('refusal' in drafts) return drafts;
	const { from, to } = drafts;
	if (from.account.available < points) return REFUSALS.insufficient(from.account.available, points);
	if (wouldOverflow(to, points)) return REFUSALS.tooManyPoints();
	const movement = { type: 'transfer', contra: 'transfer', txn: from.newId() } as const;
	for (const { lot, points: part } of consume(from, points, movement)) {
		addLot(to, { ...movement, points: part, available_on: lot.available_on, expires_on: lot.expires_on });
	}
	const { txn } = movement;
	return withEffectsOf(to, closeBook(from, () => ({
		answer: { txn, points, ...balanceOf(from.account) },
		facts: [pointsFact(from, 'transferred', { txn, points, to: to.account.id })],
	})));
}

export function refusePair({ from, to }: TwoBooks): Refused | null {
	if (from.account.id === to.account.id) return REFUSALS.sameAccount();
	return from.account.program === to.account.program ? null : REFUSALS.otherProgram();
}
