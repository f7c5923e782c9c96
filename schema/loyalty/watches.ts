import type { WatchSpec } from '../model.ts';

const KIND = 'loyalty.order-changed';

/**
 * Orders and interactions of members earn, orders give back what they earned, and customers show tiers by the names that programs give them,
 * whoever writes them. Conditions name only tables without metadata: SQLite
 * refuses to rebuild a table that a trigger of another one names, and administrators change the fields of the others.
 */
export const LOYALTY_WATCHES: WatchSpec[] = [
	{
		kind: KIND,
		table: 'crm_orders',
		columns: ['status', 'amount', 'refunded_amount', 'customer', 'currency', 'paid_at'],
		subject: { collection: 'crm_orders', column: 'id' },
		// Points may have been spent on an order that is never paid: then it has been looked at.
		when: `(@.status IN ('paid', 'refunded', 'cancelled') AND EXISTS (SELECT 1 FROM crm_loyalty_members m WHERE m.customer = @.customer))
			OR EXISTS (SELECT 1 FROM crm_loyalty_orders s WHERE s.order_id = @.id)`,
	},
	{
		kind: KIND,
		table: 'crm_order_lines',
		columns: ['amount', 'refunded_amount', 'order'],
		subject: { collection: 'crm_orders', column: 'order' },
		// Before an order was looked at for the first time, that will see its lines as well.
		when: 'EXISTS (SELECT 1 FROM crm_loyalty_orders s WHERE s.order_id = @.order)',
	},
	{
		kind: 'loyalty.customer-merged',
		table: 'crm_customers',
		columns: ['merged_into'],
		subject: { collection: 'crm_customers', column: 'id' },
		when: '@.merged_into IS NOT NULL AND EXISTS (SELECT 1 FROM crm_loyalty_members m WHERE m.customer = @.id)',
	},
	{
		kind: 'loyalty.tiers-changed',
		table: 'crm_loyalty_programs',
		// A new program has no members yet.
		events: ['update'],
		columns: ['tiers'],
		json: ['tiers'],
		subject: { collection: 'crm_loyalty_programs', column: 'id' },
		when: '@.tiers IS NOT NULL',
	},
	{
		kind: 'loyalty.interaction-changed',
		table: 'crm_interactions',
		// Not its customer: customers that are merged bring theirs along.
		columns: ['kind', 'channel', 'direction', 'occurred_at', 'outcome'],
		subject: { collection: 'crm_interactions', column: 'id' },
		when: 'EXISTS (SELECT 1 FROM crm_loyalty_members m WHERE m.customer = @.customer)',
	},
];
