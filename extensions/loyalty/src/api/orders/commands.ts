import type { Command } from '@guanxi/core/command';
import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { ACCOUNT, LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { accrueOrder, type OrderAccrued } from '../../domain/orders/accrue-order.ts';
import { reckonOrder, type OrderState, type Reckoned } from '../../domain/orders/reckon-order.ts';
import { refundOrder, type Refund, type Refunded, type RefundState } from '../../domain/orders/refund-order.ts';
import type { Row } from '../ledger/rows.ts';
import { orderOf } from './order-row.ts';
import { readOrderState } from './read-order-state.ts';

const lockOf = (id: string) => ({ table: TABLES.accounts, id, what: ACCOUNT });

/** Conditions of rules name fields of Directus' schema, which is read before the command begins. */
export const reckonCommand = (
	schema: SchemaOverview,
): Command<{ account: string; order: string }, OrderState, Reckoned, Knex> => ({
	name: 'loyalty.reckon-order',
	locks: ({ account }) => [lockOf(account)],
	load: (reader, input) => readOrderState(reader, schema, input),
	decide: reckonOrder,
	words: LOYALTY_WORDS,
	unlogged: true,
});

export const accrueOrderCommand = (
	schema: SchemaOverview,
): Command<{ account: string; order: string }, OrderState, OrderAccrued, Knex> => ({
	...reckonCommand(schema),
	name: 'loyalty.accrue-order',
	load: (reader, input) => readOrderState(reader, schema, { ...input, isAskedFor: true }),
	decide: accrueOrder,
	unlogged: false,
});

/** `accounts`: of the order's customer. They are no part of the request: a repetition is the same one though there are more by now. */
export const refundCommand = (schema: SchemaOverview, accounts: string[]): Command<Refund, RefundState, Refunded, Knex> => ({
	name: 'loyalty.refund-order',
	locks: ({ order }) => [{ name: `loyalty.refund:${order}` }, ...accounts.map(lockOf)],
	load: async (reader, { order }) => {
		const states: OrderState[] = [];
		for (const account of accounts) states.push(await readOrderState(reader, schema, { account, order }));
		return { ...(await readLockedOrder(reader, order)), accounts: states };
	},
	decide: refundOrder,
	words: LOYALTY_WORDS,
});

/** Also held against whoever edits the order meanwhile. */
async function readLockedOrder(reader: Knex, id: string): Promise<Pick<RefundState, 'order' | 'customer'>> {
	const row: Row | undefined = await reader('crm_orders').where({ id }).forUpdate().first();
	const lines: Row[] = await reader('crm_order_lines').where({ order: id }).orderBy('id').forUpdate();
	return row ? { order: orderOf(row, lines), customer: String(row['customer']) } : { order: null, customer: null };
}
