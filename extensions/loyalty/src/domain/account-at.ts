import { balanceOf, type Balance } from './answers.ts';
import { draftOf, inSpendingOrder } from './draft.ts';
import type { Book, Lot } from './model.ts';
import { settle } from './settle.ts';
import { tierView, type TierView } from './tiers/tier-view.ts';

export interface AccountView extends Balance {
	tier: TierView;
	/** Lots with points left, in the order in which they are spent. */
	lots: Lot[];
}

/** What a member has now, as the next command would find it, whether or not a sweep has written it down. */
export function accountAt(book: Book, now: Date): AccountView {
	const draft = draftOf(book, { now, newId: () => 'not written' });
	settle(draft);
	const lots = [...draft.lots.values()].filter(({ open_points: open }) => open > 0).sort(inSpendingOrder);
	return { ...balanceOf(draft.account), lots, tier: tierView(draft) };
}
