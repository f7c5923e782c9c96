import { classTable } from '../../extensions/abc-scoring/src/domain/class-table.ts';
import { connect } from './database.ts';
import type { Environment } from './environment.ts';

/** The class table of the primary model's last run, as text lines; empty before the first run or without the plugin. */
export async function lastClassTable(env: Environment): Promise<string[]> {
	const knex = connect(env);
	try {
		if (!(await knex.schema.hasTable('crm_score_runs'))) return [];
		const model = await knex('crm_scoring_models').where({ is_primary: true }).whereNull('customer_filter').first();
		const run = model && (await knex('crm_score_runs').where({ model: model.id, state: 'done' }).orderBy('started_at', 'desc').first());
		if (!run) return [];
		const { customers, currency } = run;
		const asOf = new Date(run.as_of).toISOString();
		const table = { model: model.key, as_of: asOf, currency, customers: Number(customers), classes: JSON.parse(run.classes) };
		return classTable(table).split('\n');
	} finally {
		await knex.destroy();
	}
}
