import type { Entry } from '../ledger/model.ts';
import type { Voucher } from './voucher.ts';

/** The entries that a voucher's transaction wrote, and those that take them back. */
export interface PaidVoucher {
	voucher: Voucher;
	paid: Pick<Entry, 'account' | 'points'>[];
	returned: Pick<Entry, 'points'>[];
}

/** What is wrong between a voucher and the points that were paid for it, or null. A present cost nothing. */
export function wronglyPaid({ voucher, paid, returned }: PaidVoucher): string | null {
	const spent = 0 - total(paid);
	if (spent !== voucher.points) return `voucher ${voucher.id} cost ${voucher.points}, its entries took ${spent}`;
	// What another account paid before it was merged comes back as a lot of its own.
	if (paid.some(({ account }) => account !== voucher.account)) return null;
	const due = voucher.state === 'cancelled' ? voucher.points : 0;
	const back = total(returned);
	return back === due ? null : `voucher ${voucher.id} is ${voucher.state}, and ${back} of ${voucher.points} points came back`;
}

/**
 * A voucher by which a member had more of a reward than was allowed when it was given, or null. Counted with those that the member had
 * at that moment; one that was cancelled in the same second had made room for it.
 */
export function beyondLimit(vouchers: Voucher[]): Voucher | null {
	const isHeldAt = (voucher: Voucher, at: number): boolean =>
		voucher.issued_at_ms <= at && (voucher.cancelled_at_ms === null || voucher.cancelled_at_ms > at);
	const isBeyond = ({ customer_limit: limit, issued_at_ms: at }: Voucher): boolean =>
		limit !== null && vouchers.filter((voucher) => isHeldAt(voucher, at)).length > limit;
	return vouchers.find(isBeyond) ?? null;
}

const total = (entries: { points: number }[]): number => entries.reduce((sum, { points }) => sum + points, 0);
