import { monthsBefore } from '@guanxi/core/time';
import { addCommand, type CliCommand, type Outcome } from '@guanxi/core/cli';
import type { Host } from '@guanxi/core/directus';
import { runModel } from '../application/run-model.ts';
import type { RunAnswer } from '../contract/answers.ts';
import { classTable } from '../domain/class-table.ts';
import { portsFor } from './host-ports.ts';
import { createScoringStore } from './sql/scoring-store.ts';
import { dataOf } from './refusals.ts';

/** `crm score [MODEL]`: runs one model, or every enabled one. */
export function registerScoreCommand(crm: CliCommand, host: Host): void {
	addCommand(
		crm,
		'score [model]',
		'score all customers of a model (default: every enabled model)',
		(command) => command,
		([model]) => score(host, model),
	);
}

/** How far back a fresh instance's class history reaches, so that "who moved" has an answer on the first day. */
const HISTORY_MONTHS = 6;

/** Scores every enabled model and returns the primary one's class table as text lines. */
export async function scoreForSetup(host: Host): Promise<string[]> {
	await scoreThePast(host);
	const { text } = await score(host, undefined);
	return ['', text];
}

/** Month by month, as the orders stand now, for models that never ran. Nothing is announced: it is not news. */
async function scoreThePast(host: Host): Promise<void> {
	const store = createScoringStore(host.database);
	const now = new Date();
	for (const { id, key, enabled, is_primary } of await store.models()) {
		if (!id || !enabled || !is_primary || (await store.lastRun(id))) continue;
		for (let months = HISTORY_MONTHS; months > 0; months -= 1) {
			const ports = { ...(await portsFor(host)), outbox: undefined };
			const then = monthsBefore(now, months, ports.settings.timezone);
			dataOf(await runModel({ ...ports, now: then }, { key, asOf: then }));
		}
	}
}

async function score(host: Host, only: string | undefined): Promise<Outcome> {
	const models = await createScoringStore(host.database).models();
	const keys = only ? [only] : models.filter(({ enabled }) => enabled).map(({ key }) => key);
	const runs: RunAnswer[] = [];
	for (const key of keys) runs.push(dataOf(await runModel(await portsFor(host), { key })));
	const primary = models.find(({ is_primary, customer_filter }) => is_primary && !customer_filter)?.key;
	const shown = runs.length === 1 ? runs : runs.filter(({ model }) => model === primary);
	const text = shown.map((run) => classTable(run)).join('\n\n');
	return { result: runs.length === 1 ? runs[0]! : { runs }, text };
}
