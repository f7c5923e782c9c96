import type { Knex } from 'knex';

const ROWS = 2000;

/**
 * How long it takes to write scores one by one, each in its own transaction: the lower bound of any code that loads a
 * customer, decides in the process and saves the item. Rewrites the values that are there.
 */
export async function naiveWrites(knex: Knex, model: string): Promise<{ rows: number; ms: number }> {
	const rows: { id: string; class: string; value: string }[] = await knex('crm_customer_scores')
		.where({ model })
		.limit(ROWS)
		.select('id', 'class', 'value');
	const start = performance.now();
	for (const { id, class: code, value } of rows) {
		await knex('crm_customer_scores').where({ id }).update({ class: code, value });
	}
	return { rows: rows.length, ms: performance.now() - start };
}
