import type { Host } from '@guanxi/core/directus';
import { readSettings } from '@guanxi/core/settings';
import { runModel } from '../application/run-model.ts';
import { lastFiring } from '../domain/last-firing.ts';
import { portsFor } from './host-ports.ts';
import { createScoringStore } from './sql/scoring-store.ts';
import { restoreTracking, tendTracking } from './sql/tracking/tend.ts';

/**
 * Runs every enabled model whose cron fired since its last scheduled run; of several missed firings only the last
 * is made up for. A firing counts as done when its run is done, so one that failed or was killed is tried again.
 */
export async function runDueModels(host: Host, now: Date): Promise<string[]> {
	const schema = await host.getSchema();
	if (!('crm_scoring_models' in schema.collections)) return [];
	await tend(host);
	const { timezone } = await readSettings(host.database);
	const done: string[] = [];
	for (const model of await createScoringStore(host.database).models()) {
		if (!model.enabled || !model.schedule || !model.id) continue;
		const firing = lastFiring(model.schedule, now, timezone);
		if (!firing || firing <= (await doneUntil(host, model.id))) continue;
		if (await failedLately(host, model.id, now)) continue;
		try {
			const result = await runModel(await portsFor(host), { key: model.key });
			if (result.ok) {
				await markDone(host, model.id, firing);
				done.push(`scored ${model.key}`);
			} else {
				host.logger.warn(`[guanxi] scheduled scoring of "${model.key}" was refused: ${result.reason}`);
			}
		} catch (error) {
			host.logger.error(error, `[guanxi] scheduled scoring of "${model.key}" failed and will be tried again`);
		}
	}
	return done;
}

const PAUSE_MINUTES = 15;

/** What fails now would fail again a minute later: the others go first. */
async function failedLately({ database }: Host, model: string, now: Date): Promise<boolean> {
	const since = new Date(now.getTime() - PAUSE_MINUTES * 60_000);
	const failed = database('crm_score_runs').where({ model, state: 'failed' }).where('started_at', '>', since);
	return (await failed.first('id')) !== undefined;
}

/** What cannot be tended now can be in a minute; models run all the same. */
async function tend({ database, logger }: Host): Promise<void> {
	try {
		await tendTracking(database);
	} catch (error) {
		logger.warn(error, '[guanxi] the changes that wait for scoring could not be looked after');
	}
}

/** When the server starts; a failure is for the log, because the next run does the same. */
export async function restoreTriggers(host: Host): Promise<void> {
	try {
		const schema = await host.getSchema();
		if ('crm_scoring_models' in schema.collections) await restoreTracking(host.database);
	} catch (error) {
		host.logger.warn(error, '[guanxi] the triggers of ABC scoring could not be checked');
	}
}

/** The firing that was last dealt with; for a new or changed schedule, the moment of that change. */
async function doneUntil({ database }: Host, model: string): Promise<Date> {
	const known = await database('crm_meta').where({ key: keyOf(model) }).first('value');
	if (known) return new Date(JSON.parse(known.value) as string);
	const row = await database('crm_scoring_models').where({ id: model }).first('date_created', 'date_updated');
	return new Date(row?.date_updated ?? row?.date_created ?? 0);
}

async function markDone({ database }: Host, model: string, firing: Date): Promise<void> {
	const row = { value: JSON.stringify(firing.toISOString()), updated_at: new Date() };
	await database('crm_meta').insert({ key: keyOf(model), ...row }).onConflict('key').merge();
}

const keyOf = (model: string): string => `schedule:abc:${model}`;
