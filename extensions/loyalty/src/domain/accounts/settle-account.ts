import type { Circumstances, Decision } from '@guanxi/core/decision';
import type { Book } from '../ledger/model.ts';
import { closeBook, openBook } from '../ledger/open-book.ts';

export interface Settled {
	activated: number;
	expired: number;
	timed_out: number;
	/** Whether the tier was looked at. */
	tiers: number;
}

/** Writes down what time has done to an account. A frozen or closed one is left alone; doing it again does nothing. */
export function settleAccount(book: Book, _input: object, circumstances: Circumstances): Decision<Settled> {
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	const expired = draft.added.reduce((sum, { type, points }) => sum - (type === 'expiry' ? points : 0), 0);
	const activated = book.lots.filter(({ id, status }) => status === 'pending' && draft.lots.get(id)!.status !== 'pending').length;
	const timedOut = draft.holds.filter(({ state }) => state === 'expired').length;
	return closeBook(draft, () => ({ answer: { activated, expired, timed_out: timedOut, tiers: draft.tier.news.length > 0 ? 1 : 0 } }));
}
