import type { WatchSpec } from '../model.ts';

const PAID = "('paid', 'refunded')";
const KIND = 'loyalty.order-changed';

/** Orders of members earn, and give back what they earned, whoever writes them. */
export const LOYALTY_WATCHES: WatchSpec[] = [
	{
		kind: KIND,
		table: 'crm_orders',
		columns: ['status', 'amount', 'refunded_amount', 'customer', 'currency', 'paid_at'],
		subject: { collection: 'crm_orders', column: 'id' },
		// Points may have been spent on an order that is never paid.
		when: `@.status IN ('paid', 'refunded', 'cancelled') AND EXISTS (SELECT 1 FROM crm_loyalty_accounts a WHERE a.customer = @.customer)`,
	},
	{
		kind: KIND,
		table: 'crm_order_lines',
		columns: ['amount', 'refunded_amount', 'order'],
		subject: { collection: 'crm_orders', column: 'order' },
		when: `EXISTS (SELECT 1 FROM crm_orders o JOIN crm_loyalty_accounts a ON a.customer = o.customer
			WHERE o.id = @.order AND o.status IN ${PAID})`,
	},
];
