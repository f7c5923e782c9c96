import type { RuleEvent } from '../rules/rule.ts';
import { split } from '../rules/split.ts';
import type { Order } from './order.ts';

export interface OrderEvent extends RuleEvent {
	order: string;
	/** As ordered, net; negative for a credit. */
	amountMinor: number;
	/** Null: the home currency. */
	currency: string | null;
	placedAt: Date;
}

/** When a paid order happened: when it was paid; where nobody noted that, when it was placed. */
export const happenedAt = ({ paidAt, placedAt }: Pick<Order, 'paidAt' | 'placedAt'>): Date => paidAt ?? placedAt;

/**
 * A paid order as an event. Its amount is split over its lines in proportion to theirs, because a discount on the whole order is on none
 * of them. Without lines the order itself is the line.
 */
export function orderEventOf(order: Order): OrderEvent {
	const { id, amountMinor, currency, placedAt, lines } = order;
	const shares =
		lines.length > 0 && amountMinor > 0
			? split(amountMinor, lines.map(({ id: name, amountMinor: weight }) => ({ name, weight })))
			: new Map([[id, amountMinor]]);
	return {
		trigger: 'order_paid',
		at: happenedAt(order),
		lines: [...shares].map(([line, share]) => ({ line, amountMinor: share })),
		order: id,
		amountMinor,
		currency,
		placedAt,
	};
}
