import { fromMinor } from '@guanxi/core/money';
import type { ImportStore } from '../../application/import/import-store.ts';
import type { OrderRow } from '../../domain/import/parse-row.ts';
import type { BatchPlan, NewOrder, OrderValues } from '../../domain/import/plan-batch.ts';
import type { Knex } from '../directus.ts';
import { bulkInsert } from './bulk-insert.ts';
import { isConflict, PATIENCE, withTransientRetries } from '../database-errors.ts';
import { asRefusal } from './database-errors.ts';
import { loadKnown, type VisibleCustomers } from './load-known.ts';

const ID_LIST = 1000;
/** As the hooks count: a draft or a cancelled order is no order yet. */
const NOT_ORDERED = ['draft', 'cancelled'];

export interface StoreOptions {
	/** User id written as `user_created` and `user_updated`. */
	user: string | null;
	/** Limits the customers whose orders may be imported; without it all are visible. */
	visibleCustomers?: VisibleCustomers;
}

type Row = Record<string, unknown>;

/**
 * Orders and customers in the database, written in bulk below Directus' services: no events, no
 * revisions.
 */
export async function openOrderStore(
	knex: Knex,
	{ user, visibleCustomers }: StoreOptions,
): Promise<ImportStore> {
	const stampOrder = await stamper(knex, 'crm_orders', user);
	const stampCustomer = await stamper(knex, 'crm_customers', user);

	const write = async (trx: Knex, plan: BatchPlan, at: Date): Promise<void> => {
		const customerStamp = stampCustomer.created(at);
		const customers = plan.newCustomers.map((row) => ({ ...row, status: 'active', ...customerStamp }));
		await bulkInsert(trx, 'crm_customers', customers);
		const orderStamp = stampOrder.created(at);
		await bulkInsert(trx, 'crm_orders', plan.newOrders.map((order) => ({ ...columnsOfNew(order), ...orderStamp })));
		for (const { order, changes } of plan.changedOrders.values()) {
			await trx('crm_orders').where({ id: order.id }).update({ ...columnsOf(changes), ...stampOrder.updated(at) });
		}
		const credits = plan.newCredits.map(({ order, name, at, amountMinor }) => ({ order, name, at, amount_minor: amountMinor }));
		await bulkInsert(trx, 'crm_order_credits', credits);
		// Before amounts change: those name the credit as it is called then.
		for (const { order, before, name, at } of plan.renamedCredits) {
			await trx('crm_order_credits').where({ order, name: before }).update({ name, at });
		}
		for (const { order, name, amountMinor } of plan.changedCredits) {
			await trx('crm_order_credits').where({ order, name }).update({ amount_minor: amountMinor });
		}
	};

	return {
		async transact(rows: OrderRow[], decide, options) {
			const attempt = (): Promise<BatchPlan> =>
				knex.transaction(async (trx) => {
					const plan = decide(await loadKnown(trx, rows, visibleCustomers));
					if (options.write) await write(trx, plan, options.at);
					return plan;
				});
			// Once more after a conflict: another import may have stored the same number in between.
			const twice = (): Promise<BatchPlan> => attempt().catch((error) => (isConflict(error) ? attempt() : Promise.reject(error)));
			return withTransientRetries(twice, PATIENCE).catch((error) => Promise.reject(asRefusal(error)));
		},
		async refreshLastOrders(ids) {
			const latest = knex('crm_orders')
				.max('placed_at')
				.where('crm_orders.customer', knex.ref('crm_customers.id'))
				.whereNotIn('status', NOT_ORDERED);
			const refresh = (part: string[] | null): Promise<unknown> =>
				withTransientRetries(async () => {
					const query = knex('crm_customers').update({ last_order_at: latest.clone() as never });
					if (part) await query.whereIn('id', part);
					else await query.whereIn('id', knex('crm_orders').distinct('customer'));
				}, PATIENCE);
			if (ids === null) await refresh(null);
			else for (const part of parts(ids, ID_LIST)) await refresh(part);
		},
	};
}

const COLUMNS: Record<keyof OrderValues, string> = {
	customer: 'customer', placedAt: 'placed_at', amountMinor: 'amount', refundedMinor: 'refunded_amount',
	currency: 'currency', status: 'status', paidAt: 'paid_at', channel: 'channel', externalId: 'external_id',
};

function columnsOf(values: Partial<OrderValues>): Row {
	const row: Row = {};
	for (const [name, value] of Object.entries(values)) {
		row[COLUMNS[name as keyof OrderValues]] = name.endsWith('Minor') ? fromMinor(value as number) : value;
	}
	return row;
}

/** Written out, because it runs for every row of a file. */
function columnsOfNew(order: NewOrder): Row {
	return {
		id: order.id,
		number: order.number,
		customer: order.customer,
		placed_at: order.placedAt,
		amount: fromMinor(order.amountMinor),
		refunded_amount: fromMinor(order.refundedMinor),
		currency: order.currency,
		status: order.status,
		paid_at: order.paidAt,
		channel: order.channel,
		external_id: order.externalId,
	};
}

interface Stamper {
	created: (at: Date) => Row;
	updated: (at: Date) => Row;
}

/** Fills the "who and when" columns that the table has. */
async function stamper(knex: Knex, table: string, user: string | null): Promise<Stamper> {
	const columns = new Set(Object.keys(await knex(table).columnInfo()));
	const present = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([name]) => columns.has(name)));
	return {
		created: (at) => present({ date_created: at, user_created: user }),
		updated: (at) => present({ date_updated: at, user_updated: user }),
	};
}

function parts<T>(list: T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
		list.slice(index * size, (index + 1) * size),
	);
}
