import type { Knex } from 'knex';
import { primariesOf } from '../../application/prepare-scoring.ts';
import { readModel } from '../../domain/model.ts';

/**
 * Active customers whose value class is not that of the first primary model that scored them, at most 20. Between a
 * change of the models and their next runs the classes are those of before, so there is nothing to compare.
 */
export async function misclassified(knex: Knex): Promise<string[]> {
	const rows: Record<string, unknown>[] = await knex('crm_scoring_models').select();
	const primaries = primariesOf(rows.map(readModel)).map(({ id }) => id!);
	if (primaries.length === 0 || (await lastRunOfAll(knex, primaries)) < latestChange(rows)) return [];
	const classOf = '(SELECT s.class FROM crm_customer_scores s WHERE s.customer = c.id AND s.model = ?)';
	const wanted = `COALESCE(${[...primaries.map(() => classOf), 'NULL'].join(', ')})`;
	const customers = knex('crm_customers as c')
		.where({ status: 'active' })
		.whereNull('merged_into')
		.select('c.id', 'c.value_class', knex.raw(`${wanted} AS wanted`, primaries));
	return knex(customers.as('t'))
		.whereNotNull('wanted')
		.where((query) => query.whereNull('value_class').orWhereRaw('value_class <> wanted'))
		.limit(20)
		.pluck('id');
}

function latestChange(models: Record<string, unknown>[]): number {
	return Math.max(0, ...models.map(({ date_updated: at }) => (at ? new Date(at as string).getTime() : 0)));
}

/** When the one of them began that ran longest ago; 0 when one never ran. */
async function lastRunOfAll(knex: Knex, models: string[]): Promise<number> {
	const runs: { at: string | number | Date }[] = await knex('crm_score_runs')
		.whereIn('model', models)
		.where({ state: 'done' })
		.groupBy('model')
		.max({ at: 'started_at' });
	if (runs.length < models.length) return 0;
	return Math.min(...runs.map(({ at }) => new Date(at).getTime()));
}
