import { createHash } from 'node:crypto';
import type { PluginSchema, WatchSpec } from '@guanxi/schema/model';
import type { AuditCheck } from '../audit.ts';
import type { Knex } from '../directus.ts';
import { dialect } from '../install/read-current.ts';
import { dropTriggers, dropTriggersBut, keepTriggers, missingTriggers, type TriggerSet } from '../triggers/trigger-set.ts';
import { triggersFor } from './triggers.ts';

/**
 * Makes the database put down an action for every change that the plugin waits for. Without all of the plugin's collections
 * there are no triggers: one that misses a table would make every write fail.
 */
export async function keepWatches(knex: Knex, schema: PluginSchema): Promise<void> {
	if (!schema.watches?.length) return;
	if (!(await isInstalled(knex, schema))) return stopWatches(knex, schema);
	for (const set of await setsOf(knex, schema)) await keepTriggers(knex, set);
}

export async function stopWatches(knex: Knex, schema: PluginSchema): Promise<void> {
	for (const watch of schema.watches ?? []) await dropTriggers(knex, { table: watch.table, prefix: prefixOf(watch) });
}

/** What no plugin here waits for any more: its kind has another name, or its plugin is off. Nobody would do what they put down. */
export async function dropStrayWatches(knex: Knex, schemas: PluginSchema[]): Promise<void> {
	const wanted = schemas.flatMap(({ watches = [] }) => watches.map(prefixOf));
	await dropTriggersBut(knex, { prefix: PREFIX, wanted });
}

/** Says which triggers are missing; what changes without them is found by the plugin's own sweep. */
export function watchCheck(name: string, schema: PluginSchema): AuditCheck {
	return {
		name,
		violations: async ({ database }) => {
			const missing: string[] = [];
			for (const set of await setsOf(database, schema)) missing.push(...(await missingTriggers(database, set)));
			return missing;
		},
	};
}

async function setsOf(knex: Knex, { watches = [] }: PluginSchema): Promise<TriggerSet[]> {
	const schema = await schemaName(knex);
	return watches.map((watch) => ({ table: watch.table, prefix: prefixOf(watch), triggers: triggersFor(dialect(knex), watch, schema) }));
}

const PREFIX = 'crm_watch_';

/** The kind's hash, since names of triggers have no dots and few characters. */
function prefixOf({ table, kind }: WatchSpec): string {
	const hash = createHash('sha256').update(kind).digest('hex').slice(0, 6);
	return `${PREFIX}${table.replace(/^crm_/, '')}_${hash}_`;
}

async function isInstalled(knex: Knex, { collections, tables: plain, watches = [] }: PluginSchema): Promise<boolean> {
	const own = [...collections.map(({ collection }) => collection), ...plain.map(({ table }) => table)];
	const tables = new Set(['crm_actions', ...own, ...watches.map(({ table }) => table)]);
	for (const table of tables) if (!(await knex.schema.hasTable(table))) return false;
	return true;
}

async function schemaName(knex: Knex): Promise<string> {
	if (dialect(knex) !== 'pg') return '';
	const answer: { rows: { name: string }[] } = await knex.raw('SELECT quote_ident(current_schema()) AS name');
	return answer.rows[0]!.name;
}
