import { putBack, spendAgain, type Spent } from '../accounts/give-back.ts';
import { isSpentOn } from '../merge/merge-lots.ts';
import { isPaid, refundedOf, type Order } from './order.ts';
import type { Work } from './reckon-order.ts';

/** Points that were spent on an order come back as far as it is refunded, and are spent again where a refund is taken back. */
export function settleSpent({ draft, state: { order, entries }, source, txn }: Work): number {
	const redemption = entries.filter((entry) => isSpentOn(entry) && entry.source_id === source.id);
	if (redemption.length === 0) return 0;
	const ids = new Set(redemption.map(({ id }) => id));
	const spent: Spent = { redemption, returned: entries.filter(({ type, reverses }) => type === 'return' && ids.has(reverses!)) };
	const graceDays = draft.program.refund_grace_days;
	const returned = putBack(draft, spent, { ...refundOf(order), graceDays, txn, source });
	return returned > 0 ? returned : -spendAgain(draft, { ...spent, entries }, { ...refundOf(order), txn, source });
}

/** An order that is not paid yet has given nothing back; one that is cancelled or gone has given back all. */
function refundOf(order: Order | null): { originalMinor: number; refundedMinor: number } {
	if (order === null || order.status === 'cancelled') return { originalMinor: 1, refundedMinor: 1 };
	if (!isPaid(order)) return { originalMinor: 1, refundedMinor: 0 };
	// Paid wholly with points: it is refunded as a whole, or not.
	if (order.amountMinor <= 0) return { originalMinor: 1, refundedMinor: order.status === 'refunded' ? 1 : 0 };
	return { originalMinor: order.amountMinor, refundedMinor: refundedOf(order) };
}
