import type { Circumstances, Decision, Fact } from '@guanxi/core/decision';
import { incoherence } from '../ledger/coherence.ts';
import { draftOf, type Draft } from '../ledger/draft.ts';
import type { Account, Book } from '../ledger/model.ts';
import { closeBook, openBook } from '../ledger/open-book.ts';
import { REFUSALS } from '../refusals.ts';
import { settle } from '../ledger/settle.ts';

export interface Stilled {
	status: Account['status'];
}

/** Nothing moves in the account any more: no points, no tier, no last day. Time is caught up with when it is unfrozen. */
export function freeze(book: Book, { reason }: { reason: string }, circumstances: Circumstances): Decision<Stilled> {
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	return turn(draft, 'frozen', reason);
}

/** The account moves again; whatever was due meanwhile happens now, as of its day. */
export function unfreeze(book: Book, { reason }: { reason: string }, circumstances: Circumstances): Decision<Stilled> {
	const { status } = book.account;
	if (status === 'closed') return REFUSALS.closed();
	if (status === 'active') return REFUSALS.isActive();
	const wrong = incoherence(book);
	if (wrong) return REFUSALS.broken(wrong);
	const draft = draftOf(book, circumstances);
	settle(draft);
	return turn(draft, 'active', reason);
}

function turn(draft: Draft, status: 'active' | 'frozen', reason: string): Decision<Stilled> {
	draft.account.status = status;
	return closeBook(draft, () => ({ answer: { status }, facts: [statusFact(draft, reason)] }));
}

function statusFact({ account, program, now, newId }: Draft, reason: string): Fact {
	const what = account.status === 'frozen' ? 'account_frozen' : 'account_unfrozen';
	return {
		type: `crm.loyalty.${what}`,
		subjectCollection: 'crm_loyalty_accounts',
		subjectId: account.id,
		customer: account.customer,
		payload: { account: account.id, program: program.key, reason },
		occurredAt: now,
		dedupeKey: `${what}:${newId()}`,
	};
}
