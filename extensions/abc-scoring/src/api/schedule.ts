import type { Host } from '@guanxi/core/directus';
import { readSettings } from '@guanxi/core/settings';
import { runModel } from '../application/run-model.ts';
import { lastFiring } from '../domain/last-firing.ts';
import { portsFor } from './host-ports.ts';
import { createScoringStore } from './sql/scoring-store.ts';

/**
 * Runs every enabled model whose cron fired since its last scheduled run. The firing is claimed in `crm_meta` before
 * the run, so of several processes one runs it; of several missed firings only the last is made up for.
 */
export async function runDueModels(host: Host, now: Date): Promise<string[]> {
	const schema = await host.getSchema();
	if (!('crm_scoring_models' in schema.collections)) return [];
	const { timezone } = await readSettings(host.database);
	const done: string[] = [];
	for (const model of await createScoringStore(host.database).models()) {
		if (!model.enabled || !model.schedule || !model.id) continue;
		const firing = lastFiring(model.schedule, now, timezone);
		if (!firing || !(await claim(host, `schedule:abc:${model.id}`, firing))) continue;
		const result = await runModel(await portsFor(host), { key: model.key });
		if (result.ok) done.push(model.key);
		else host.logger.warn(`[guanxi] scheduled scoring of "${model.key}" was refused: ${result.reason}`);
	}
	return done;
}

/** True for the one caller that moves the remembered firing forward. The first sight of a model only notes it. */
async function claim({ database }: Host, key: string, firing: Date): Promise<boolean> {
	const value = JSON.stringify(firing.toISOString());
	const known = await database('crm_meta').where({ key }).first('value');
	if (!known) {
		await database('crm_meta').insert({ key, value, updated_at: new Date() }).onConflict('key').ignore();
		return false;
	}
	if (known.value >= value) return false;
	const moved = await database('crm_meta')
		.where({ key, value: known.value })
		.update({ value, updated_at: new Date() });
	return moved === 1;
}
