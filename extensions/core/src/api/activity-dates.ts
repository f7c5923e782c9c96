import { forEachChunk } from './install/migrations.ts';
import type { Knex } from './directus.ts';

/** Where a date on the customer comes from. */
export interface Source {
	collection: string;
	column: string;
	at: string;
	/** The earliest counts for what is to come, the latest for what has been. */
	which: 'min' | 'max';
	/** Statuses that do not count. */
	ignored: string[];
}

const NEXT_TASK: Source = {
	collection: 'crm_tasks',
	column: 'next_task_at',
	at: 'due_at',
	which: 'min',
	ignored: ['done', 'cancelled'],
};

export const SOURCES: Source[] = [
	{ collection: 'crm_orders', column: 'last_order_at', at: 'placed_at', which: 'max', ignored: ['draft', 'cancelled'] },
	{ collection: 'crm_interactions', column: 'last_interaction_at', at: 'occurred_at', which: 'max', ignored: [] },
	NEXT_TASK,
];

/** Sets the date of these customers from the rows as they are now. */
export async function refreshDates(knex: Knex, source: Source, customers: string[]): Promise<void> {
	for (const id of customers) {
		// One statement: read and written apart, two writers could leave the older value.
		await knex('crm_customers').where({ id }).update({ [source.column]: found(knex, source).where({ customer: id }) });
	}
}

/** Customers whose date does not say what their rows say; ids as `c.id`. */
export function wrongCustomers(knex: Knex, source: Source): Knex.QueryBuilder {
	const dates = found(knex, source, 'found').select('customer').groupBy('customer').as('s');
	const column = `c.${source.column}`;
	return knex('crm_customers as c')
		.leftJoin(dates, 's.customer', 'c.id')
		.where((query) =>
			query
				.whereRaw('?? <> ??', [column, 's.found'])
				.orWhere((one) => one.whereNull(column).whereNotNull('s.found'))
				.orWhere((one) => one.whereNotNull(column).whereNull('s.found')),
		);
}

/** The earliest or latest instant of the rows that count. */
function found(knex: Knex, { collection, at, which, ignored }: Source, name = 'at'): Knex.QueryBuilder {
	const rows = knex(collection).modify((query) => ignored.length > 0 && query.whereNotIn('status', ignored));
	return which === 'min' ? rows.min({ [name]: at }) : rows.max({ [name]: at });
}

/** For customers from before there was a next task. */
export function fillNextTask(database: Knex): Promise<void> {
	return forEachChunk(database, 'crm_customers', async (trx, ids) => {
		const next = found(trx, NEXT_TASK).whereRaw('?? = ??', ['crm_tasks.customer', 'crm_customers.id']);
		await trx('crm_customers').whereIn('id', ids).update({ [NEXT_TASK.column]: next });
	});
}
