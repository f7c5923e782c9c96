import type { Knex } from './directus.ts';

/** Where a customer's "last …" comes from. */
export interface Source {
	collection: string;
	column: string;
	at: string;
	/** Statuses that do not count. */
	ignored: string[];
}

export const SOURCES: Source[] = [
	{ collection: 'crm_orders', column: 'last_order_at', at: 'placed_at', ignored: ['draft', 'cancelled'] },
	{ collection: 'crm_interactions', column: 'last_interaction_at', at: 'occurred_at', ignored: [] },
];

/** Brings a customer's column up to date. In one statement: read and written apart, two writers could leave the older value. */
export async function refreshLast(knex: Knex, source: Source, customers: string[]): Promise<void> {
	for (const id of customers) {
		const latest = countedRows(knex, source).where({ customer: id }).max(source.at);
		await knex('crm_customers').where({ id }).update({ [source.column]: latest });
	}
}

/** Customers whose column does not say what their rows say. */
export function lateCustomers(knex: Knex, source: Source): Knex.QueryBuilder {
	const latest = countedRows(knex, source).select('customer').max({ latest: source.at }).groupBy('customer').as('s');
	const column = `c.${source.column}`;
	return knex('crm_customers as c')
		.leftJoin(latest, 's.customer', 'c.id')
		.where((query) =>
			query
				.whereRaw('?? <> ??', [column, 's.latest'])
				.orWhere((one) => one.whereNull(column).whereNotNull('s.latest'))
				.orWhere((one) => one.whereNotNull(column).whereNull('s.latest')),
		);
}

function countedRows(knex: Knex, { collection, ignored }: Source): Knex.QueryBuilder {
	return knex(collection).modify((query) => ignored.length > 0 && query.whereNotIn('status', ignored));
}
