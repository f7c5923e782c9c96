import type { EventContext } from '@directus/types';
import type { PluginSchema } from '@guanxi/schema/model';
import { REQUEST_WORDS } from '../domain/request-words.ts';
import type { Accountability, Host, Knex, SchemaOverview } from './directus.ts';
import { refusal } from './errors.ts';
import { requireWrite } from './rights.ts';

type Filter = (event: string, handler: (payload: unknown, meta: Record<string, unknown>, context: EventContext) => unknown) => void;
type Payload = Record<string, unknown>;

/** Where and for whom a hook runs. Null accountability is Directus itself. */
export interface HookCall {
	knex: Knex;
	schema: SchemaOverview;
	accountability: Accountability | null;
}

/** What of a collection is looked at before it is written; each answers what is written, or throws. */
export interface WriteGuards {
	create?: (hook: HookCall, payload: Payload) => Promise<Payload>;
	/** `payload` is only what changes, for all of `keys`. */
	update?: (hook: HookCall, payload: Payload, keys: string[]) => Promise<Payload>;
	delete?: (hook: HookCall, keys: string[]) => Promise<void>;
}

/**
 * Asks before every write to a collection. Directus asks hooks before it checks rights, and on updates and deletions outside
 * its transaction: what a guard refuses would tell about rows, and what it writes would stay. So rights come first here, row by
 * row, and a guard writes nothing that counts before the write itself is done.
 */
export function guardCollection({ filter }: { filter: Filter }, host: Host, collection: string, guards: WriteGuards): void {
	const asked = async (event: EventContext, action: keyof WriteGuards, ids: string[], fields: string[]): Promise<HookCall> => {
		const knex = event.database as Knex;
		const schema = event.schema ?? (await host.getSchema({ database: knex }));
		const hook = { knex, schema, accountability: event.accountability };
		// On the hook's connection: SQLite has no second one to ask while the first is in a transaction.
		if (hook.accountability) await requireWrite({ ...host, database: knex }, hook, { action, collection, ids, fields });
		return hook;
	};
	const { create, update, delete: remove } = guards;
	if (create) {
		filter(`${collection}.items.create`, async (payload, _meta, event) =>
			create(await asked(event, 'create', [], Object.keys(payload as Payload)), payload as Payload));
	}
	if (update) {
		filter(`${collection}.items.update`, async (payload, meta, event) => {
			const keys = (meta['keys'] as unknown[]).map(String);
			return update(await asked(event, 'update', keys, Object.keys(payload as Payload)), payload as Payload, keys);
		});
	}
	if (remove) {
		filter(`${collection}.items.delete`, async (keys, _meta, event) => {
			const ids = (keys as unknown[]).map(String);
			await remove(await asked(event, 'delete', ids, []), ids);
			return keys;
		});
	}
}

/**
 * Refuses writes to what the plugin computes, whoever writes: administrators, flows and tokens too. Our own code
 * writes these values below Directus' services, so the guard needs no exception.
 */
export function guardComputed({ filter }: { filter: Filter }, schema: PluginSchema): void {
	for (const { collection, fields, computed, appendOnly } of schema.collections) {
		if (computed) refuseAll(filter, collection, schema.plugin);
		else refuseFields(filter, collection, computedOf(fields), schema.plugin);
		if (appendOnly) refuseChanges(filter, collection);
	}
	// Plain tables are reachable through /items as well; they are ours alone.
	for (const { table } of schema.tables) refuseAll(filter, table, schema.plugin);
	for (const { collection, fields } of schema.extensions) {
		refuseFields(filter, collection, computedOf(fields), schema.plugin);
	}
}

function refuseAll(filter: Filter, collection: string, plugin: string): void {
	for (const action of ['create', 'update', 'delete']) {
		filter(`${collection}.items.${action}`, () => {
			throw computedRows(collection, plugin);
		});
	}
}

export const computedRows = (collection: string, plugin: string): Error =>
	refusal(403, REQUEST_WORDS, { reason: 'computed_rows', params: { collection, plugin } });

function refuseFields(
	filter: Filter,
	collection: string,
	computed: string[],
	plugin: string,
): void {
	if (computed.length === 0) return;
	const check = (payload: unknown): void => {
		const field = computed.find((name) => name in (payload as Payload));
		if (field) throw refusal(403, REQUEST_WORDS, { field, reason: 'computed_field', params: { plugin } });
	};
	filter(`${collection}.items.create`, check);
	filter(`${collection}.items.update`, check);
}

function refuseChanges(filter: Filter, collection: string): void {
	for (const action of ['update', 'delete']) {
		filter(`${collection}.items.${action}`, () => {
			throw refusal(403, REQUEST_WORDS, { reason: 'append_only', params: { collection } });
		});
	}
}

const computedOf = (fields: { field: string; computed?: boolean }[]): string[] =>
	fields.filter(({ computed }) => computed).map(({ field }) => field);
