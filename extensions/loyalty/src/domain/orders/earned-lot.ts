import { wouldOverflow } from '../accounts/accrue.ts';
import { addEarned } from '../ledger/add-earned.ts';
import type { Entry } from '../ledger/model.ts';
import type { Kept } from './order.ts';
import { happenedAt } from './order-event.ts';
import type { Work } from './reckon-order.ts';

/** Points that an order earned, or that come back to it. */
export function addPoints({ draft, state: { order }, source, txn }: Work, kept: Kept): void {
	if (wouldOverflow(draft, kept.points)) throw new Error(`Order ${source.id} would give account ${draft.account.id} more points than can be counted`);
	addEarned(draft, { ...kept, at: order ? happenedAt(order) : draft.now, txn, source });
}

/** What an order earned and gave back, here or in an account that was merged into this one. */
export const isEarning = ({ type, lot, source_type, source_id }: Entry, order: string): boolean =>
	source_type === 'order' && source_id === order && (type === 'accrual' || type === 'reversal' || (type === 'merge' && lot === null));
