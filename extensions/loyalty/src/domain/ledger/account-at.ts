import { balanceOf, type Balance } from '../accounts/answers.ts';
import { incoherence } from './coherence.ts';
import { draftOf, inSpendingOrder } from './draft.ts';
import { lastDayOf } from '../validity/inactivity.ts';
import type { Account, Book, Lot } from './model.ts';
import { settle } from './settle.ts';
import { tierView, type TierView } from '../tiers/tier-view.ts';

export interface AccountView extends Balance {
	status: Account['status'];
	tier: TierView;
	/** Lots with points left, in the order in which they are spent, with the last day on which they can be as things are. */
	lots: Lot[];
}

/**
 * What a member has now, as the next command would find it, whether or not a sweep has written it down. Of an account that
 * stands still it is what is stored; one that contradicts itself is as good as frozen.
 */
export function accountAt(book: Book, now: Date): AccountView {
	const status = incoherence(book) === null ? book.account.status : 'frozen';
	const draft = draftOf(book, { now, newId: () => 'not written' });
	if (status === 'active') settle(draft);
	const left = [...draft.lots.values()].filter(isLeft).sort(inSpendingOrder);
	const lots = left.map((lot) => ({ ...lot, expires_on: lastDayOf(draft, lot) }));
	return { ...balanceOf(draft.account), status, lots, tier: tierView(draft) };
}

const isLeft = ({ open_points: open, status }: Lot): boolean => open > 0 && (status === 'open' || status === 'pending');
