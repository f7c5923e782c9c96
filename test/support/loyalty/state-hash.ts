import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { loyaltySchema } from '@guanxi/schema/loyalty/index';
import { accountOf, entryOf, type Row } from '../../../extensions/loyalty/src/api/ledger/rows.ts';
import type { MemoryLedger } from './memory-ledger.ts';

/** Rows of an account by their columns; the others have readers of their own. */
const PLAIN = ['crm_loyalty_holds', 'crm_loyalty_order_lines', 'crm_loyalty_earnings', 'crm_loyalty_rule_awards', 'crm_loyalty_orders', 'crm_loyalty_vouchers'];

/** All that some accounts have, as text: equal where the rows are, however a database gives them. `read`: rows of a table that belong to them. */
export async function stateOf(read: (table: string) => Promise<Row[]>): Promise<string> {
	const state: Record<string, unknown> = {
		accounts: (await read('crm_loyalty_accounts')).map(accountOf),
		entries: (await read('crm_loyalty_entries')).map(entryOf),
		counters: (await read('crm_counters')).map(({ name, value }) => ({ id: String(name), value: Number(value) })).filter(({ value }) => value !== 0),
	};
	for (const table of PLAIN) state[table] = (await read(table)).map((row) => plain(table, row));
	for (const rows of Object.values(state) as { id: string }[][]) rows.sort((a, b) => (a.id < b.id ? -1 : 1));
	return JSON.stringify(state);
}

export const hashOf = (state: string): string => createHash('sha256').update(state).digest('hex').slice(0, 16);

export const memoryState = (memory: MemoryLedger): Promise<string> =>
	stateOf((table) => Promise.resolve(table === 'crm_counters' ? memory.counted() : memory.rows<Row>(table)));

/** Counters of rules and rewards end in their ids. */
export const databaseState = (knex: Knex, accounts: string[], counted: string[]): Promise<string> =>
	stateOf(async (table) => {
		if (table !== 'crm_counters') return (await knex(table).whereIn(table === 'crm_loyalty_accounts' ? 'id' : 'account', accounts)) as Row[];
		const counters = (await knex(table).where('name', 'like', 'loyalty.%')) as Row[];
		return counters.filter(({ name }) => counted.some((id) => String(name).endsWith(id)));
	});

function plain(table: string, row: Row): Row & { id: string } {
	const { columns } = loyaltySchema.tables.find((spec) => spec.table === table)!;
	const value = (type: string, stored: unknown): unknown => {
		if (stored === null || stored === undefined) return null;
		return type === 'bigInteger' || type === 'integer' ? Number(stored) : String(stored as string);
	};
	return { id: String(row['id']), ...Object.fromEntries(columns.map(({ column, type }) => [column, value(type, row[column])])) };
}
