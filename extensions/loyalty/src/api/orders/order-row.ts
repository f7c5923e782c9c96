import { toMinor } from '@guanxi/core/money';
import type { Order } from '../../domain/orders/order.ts';
import { instantOf, type Row } from '../ledger/rows.ts';

/** An order from its row and those of its lines, stored or only thought of. */
export function orderOf(row: Row, lines: Row[]): Order {
	return {
		id: String(row['id']),
		status: row['status'] as Order['status'],
		amountMinor: minorOf(row['amount']),
		refundedMinor: Math.max(0, minorOf(row['refunded_amount'])),
		currency: (row['currency'] as string | null | undefined) ?? null,
		placedAt: instantOf(row['placed_at']),
		paidAt: row['paid_at'] ? instantOf(row['paid_at']) : null,
		lines: lines.map((line) => ({
			id: String(line['id']),
			amountMinor: minorOf(line['amount']),
			refundedMinor: Math.max(0, minorOf(line['refunded_amount'])),
		})),
	};
}

const minorOf = (stored: unknown): number => toMinor((stored ?? 0) as string | number) ?? 0;
