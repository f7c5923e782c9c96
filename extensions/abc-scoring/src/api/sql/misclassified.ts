import type { Knex } from 'knex';
import { primariesOf } from '../../application/prepare-scoring.ts';
import { readModel } from '../../domain/model.ts';
import { inForce, type PastRun } from '../../domain/in-force.ts';

/** Runs that are looked back on; whoever was decided by an older one is not compared. */
const RUNS = 500;

/**
 * Active customers whose value class is not that of the first primary model that scored them, at most 20. A run writes class
 * and score together, so settings that were changed since do not matter; who is primary, and in which order, does.
 */
export async function misclassified(knex: Knex): Promise<string[]> {
	const rows: Record<string, unknown>[] = await knex('crm_scoring_models').select();
	const primaries = primariesOf(rows.map(readModel)).map(({ id }) => id!);
	const settled = inForce(primaries, await pastRuns(knex), await everRan(knex));
	if (settled.size === 0) return [];
	const score = 'FROM crm_customer_scores s WHERE s.customer = c.id AND s.model = ?';
	const classOf = (id: string): string => (settled.has(id) ? `(SELECT s.class ${score})` : 'NULL');
	const cases = primaries.map((id) => `WHEN EXISTS (SELECT 1 ${score}) THEN ${classOf(id)}`);
	const bindings = primaries.flatMap((id) => (settled.has(id) ? [id, id] : [id]));
	const customers = knex('crm_customers as c')
		.where({ status: 'active' })
		.whereNull('merged_into')
		.select('c.id', 'c.value_class', knex.raw(`CASE ${cases.join(' ')} END AS wanted`, bindings));
	return knex(customers.as('t'))
		.whereNotNull('wanted')
		.where((query) => query.whereNull('value_class').orWhereRaw('value_class <> wanted'))
		.limit(20)
		.pluck('id');
}

/** Newest first. */
async function pastRuns(knex: Knex): Promise<PastRun[]> {
	const rows: { model: string; state: string; model_snapshot: string | null }[] = await knex('crm_score_runs')
		.orderBy('started_at', 'desc')
		.limit(RUNS)
		.select('model', 'state', 'model_snapshot');
	return rows.map(({ model, state, model_snapshot: text }) => {
		const { primaries } = JSON.parse(text ?? '{}') as { primaries?: string[] };
		return { model, isDone: state === 'done', primaries: primaries ?? null };
	});
}

async function everRan(knex: Knex): Promise<Set<string>> {
	return new Set(await knex('crm_score_runs').where({ state: 'done' }).distinct('model').pluck('model'));
}
