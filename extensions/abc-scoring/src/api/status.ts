import type { Host } from '@guanxi/core/directus';

/** The last run of each model, for `/crm/system/status`. */
export async function lastRuns({ database }: Host): Promise<object[]> {
	if (!(await database.schema.hasTable('crm_score_runs'))) return [];
	const models = await database('crm_scoring_models').select('id', 'key');
	const runs = [];
	for (const { id, key } of models) {
		const run = await database('crm_score_runs').where({ model: id }).orderBy('started_at', 'desc').first();
		runs.push({
			model: key,
			state: run?.state ?? 'never',
			started_at: run ? new Date(run.started_at).toISOString() : null,
			changed: run ? Number(run.changed) : null,
			duration_ms: run ? Number(run.duration_ms) : null,
			error: run?.error ?? null,
		});
	}
	return runs;
}
