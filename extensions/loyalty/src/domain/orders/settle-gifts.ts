import { giveRewards, withdrawRewards, type Told } from '../rewards/gifts.ts';
import { isUndone } from './order.ts';
import type { Work } from './reckon-order.ts';

/**
 * Rules give their rewards when an order earns, once. One of which nothing is left takes along what was not used; it does not come again
 * when that was a mistake, because meanwhile somebody else may have got it.
 */
export function settleGifts({ draft, state: { order, earned, presents }, due, source }: Work): Told {
	if (isUndone(order)) return withdrawRewards(draft, presents);
	const isCredit = order !== null && order.amountMinor < 0;
	if (!due || earned.length > 0 || isCredit || draft.program.status === 'ended') return { effects: [], facts: [], actions: [] };
	return giveRewards(draft, due.gifts, source.id);
}
