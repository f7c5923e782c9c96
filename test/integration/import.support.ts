import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { IMPORT_TABLES } from '@guanxi/schema/core/tables-import';
import { createTable } from '../../extensions/core/src/api/install/tables.ts';
import { importOrders, type ImportInput } from '../../extensions/core/src/application/import/import-orders.ts';
import type { ImportResult } from '../../extensions/core/src/domain/import/import-result.ts';
import { openOrderStore } from '../../extensions/core/src/api/import/order-store.ts';

/** The columns of the contract that an import touches, with the defaults that the installer gives them. */
export async function createTables(db: Knex): Promise<void> {
	await db.schema.createTable('crm_customers', (table) => {
		table.uuid('id').primary();
		table.string('code').unique();
		table.string('name').notNullable();
		table.string('status').notNullable().defaultTo('active');
		table.uuid('merged_into');
		table.timestamp('last_order_at');
		table.timestamp('date_created');
	});
	await db.schema.createTable('crm_orders', (table) => {
		table.uuid('id').primary();
		table.string('number').unique();
		table.uuid('customer').notNullable().references('id').inTable('crm_customers');
		table.string('status').notNullable().defaultTo('confirmed');
		table.timestamp('placed_at').notNullable();
		table.timestamp('paid_at');
		table.string('currency');
		table.decimal('amount', 18, 2).notNullable();
		table.decimal('refunded_amount', 18, 2).notNullable().defaultTo(0);
		table.string('channel');
		table.string('external_id').unique();
		table.timestamp('date_created');
		table.timestamp('date_updated');
		table.index(['customer', 'placed_at']);
	});
	const credits = IMPORT_TABLES.find(({ table }) => table === 'crm_order_credits')!;
	await createTable(db, credits);
}

export async function wipe(db: Knex): Promise<void> {
	await db('crm_order_credits').del();
	await db('crm_orders').del();
	await db('crm_customers').del();
}

export const SHANGHAI = { timezone: 'Asia/Shanghai', currency: 'CNY' };

type Options = Partial<Omit<ImportInput, 'chunks' | 'store'>>;

/** Runs an import of a text, of bytes or of chunks; a refusal of the whole file is a failed test. */
export async function importText(
	db: Knex,
	file: string | Uint8Array | Uint8Array[],
	options: Options = {},
): Promise<ImportResult> {
	const outcome = await tryImport(db, file, options);
	if ('refusal' in outcome) throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`);
	return outcome.result;
}

export async function tryImport(
	db: Knex,
	file: string | Uint8Array | Uint8Array[],
	options: Options = {},
): ReturnType<typeof importOrders> {
	const pieces = Array.isArray(file) ? file : [typeof file === 'string' ? Buffer.from(file) : file];
	async function* chunks(): AsyncGenerator<Uint8Array> {
		yield* pieces;
	}
	return importOrders({
		chunks: chunks(),
		store: await openOrderStore(db, { user: null }),
		settings: SHANGHAI,
		now: () => new Date('2025-06-01T00:00:00Z'),
		newId: randomUUID,
		...options,
	});
}

/** Everything an import writes, without what differs from run to run. */
export async function stateOf(db: Knex): Promise<{ orders: unknown[]; customers: unknown[] }> {
	const orders = await db('crm_orders as o')
		.join('crm_customers as c', 'c.id', 'o.customer')
		.orderBy('o.number')
		.select(
			'o.number', 'c.code', 'o.placed_at', 'o.paid_at', 'o.amount', 'o.refunded_amount', 'o.currency', 'o.status',
			'o.channel', 'o.external_id',
		);
	const customers = await db('crm_customers').orderBy('code').select('code', 'name', 'status', 'last_order_at');
	return { orders: orders.map(plain), customers: customers.map(plain) };
}

function plain(row: Record<string, unknown>): Record<string, unknown> {
	const value = (name: string, cell: unknown): unknown => {
		if (cell === null) return null;
		if (name.endsWith('_at')) return new Date(cell as number | Date).toISOString();
		return name.endsWith('amount') ? Number(cell).toFixed(2) : cell;
	};
	return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, value(name, cell)]));
}
