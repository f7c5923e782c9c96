import { TRACKING_PREFIX } from '@guanxi/schema/abc-scoring/tables';
import { COUNTED_STATUSES } from '../../../domain/model.ts';

/** A database trigger that notes customers whose kept rows are out of date. */
export interface Trigger {
	name: string;
	table: string;
	create: string[];
}

export type Event = 'insert' | 'update' | 'delete' | 'truncate';

/** What begins like this, but is not wanted, is an old version. */
export const PREFIX = TRACKING_PREFIX;

export const QUEUE = 'crm_score_dirty';
export const TRACKED = ['crm_orders', 'crm_customers', 'crm_customer_scores'] as const;

/** What of an order reaches its customer's row. The status only says whether the order counts. */
export const ORDER_COLUMNS = ['id', 'customer', 'placed_at', 'amount', 'refunded_amount', 'currency'];

/** What of a customer reaches its row: whether it is scored, what decides, and the fields a run compares. */
export const CUSTOMER_COLUMNS = [
	'id', 'status', 'merged_into', 'growth_potential', 'risk', 'value_class', 'turnover_12m', 'order_count_12m',
];

const STATUSES = COUNTED_STATUSES.map((status) => `'${status}'`).join(', ');
export const isCounted = (row: string): string => `COALESCE(${row}.status IN (${STATUSES}), FALSE)`;

/** `crm_orders` and `update` make `orders_update`. */
export const kindOf = (table: string, event: Event): string => `${table.replace('crm_', '')}_${event}`;
