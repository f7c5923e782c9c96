import { createHash } from 'node:crypto';
import type { Label, SeedSpec } from '@guanxi/schema/model';
import { canonical } from '../../domain/install/three-way.ts';
import type { Host, Knex, SchemaOverview } from '../directus.ts';

/** A row to plant, and the plugin that ships it. */
export interface OwnedSeed extends SeedSpec {
	plugin?: string;
}

/** What `crm_meta` knows of a planted row. */
export interface SeedMemory {
	/** Null: the instance already had such a row, which was left alone. */
	id: string | number | null;
	/** Digest of the stored row's `keys`, read back after we wrote it. */
	hash: string;
	/** Digest of the declared row. Missing in memories of the first version, whose `hash` is of another kind. */
	shipped?: string;
	keys?: string[];
	plugin?: string;
}

type Row = Record<string, unknown>;

/** What is stored under the key of a row that somebody edited before its digest was known: equals nothing. */
const EDITED = 'edited';

/** The row as it is written: labels become one text, the key its primary key where that is a uuid. */
export function declaredRow(schema: SchemaOverview, seed: SeedSpec): Row {
	const collection = schema.collections[seed.collection];
	if (!collection) throw new Error(`Seed for a collection that is not installed: ${seed.collection}`);
	const ownsKey = collection.fields[collection.primary]?.type === 'uuid';
	return { ...(localize(seed.row) as Row), ...(ownsKey ? { [collection.primary]: seed.key } : {}) };
}

/** The present content of a planted row, restricted to our keys; undefined when it is gone. */
export async function storedRow(
	host: Host,
	{ schema, knex }: { schema: SchemaOverview; knex: Knex },
	collection: string,
	{ id, keys }: { id: SeedMemory['id']; keys: string[] },
): Promise<Row | undefined> {
	const primary = schema.collections[collection]?.primary;
	if (id === null || !primary) return undefined;
	const known = keys.filter((key) => key in schema.collections[collection]!.fields);
	const items = new host.services.ItemsService(collection, { knex, schema });
	const query = { filter: { [primary]: { _eq: id } }, fields: [...known], limit: 1 };
	const [row] = await items.readByQuery(query, { emitEvents: false });
	return row && Object.fromEntries(known.map((key) => [key, row[key]]));
}

export type SeedState = 'untouched' | 'edited' | 'gone';

/** Whether a planted row still is as we last wrote it. */
export async function seedState(
	host: Host,
	schema: SchemaOverview,
	seed: { collection: string; keys: string[] },
	memory: SeedMemory,
): Promise<SeedState> {
	const place = { schema, knex: host.database };
	const row = await storedRow(host, place, seed.collection, { id: memory.id, keys: memory.keys ?? seed.keys });
	if (!row) return 'gone';
	const hash = memory.shipped === undefined ? firstVersionHash(row) : digest(row);
	return hash === memory.hash ? 'untouched' : 'edited';
}

/** A memory of the first version in today's form; what cannot be told counts as edited. */
export async function refreshed(
	host: Host,
	schema: SchemaOverview,
	seed: OwnedSeed,
	memory: SeedMemory,
): Promise<SeedMemory> {
	const declared = declaredRow(schema, seed);
	const keys = Object.keys(declared);
	const row = await storedRow(host, { schema, knex: host.database }, seed.collection, { id: memory.id, keys });
	const isUntouched = row !== undefined && firstVersionHash(row) === memory.hash;
	return {
		id: memory.id,
		hash: isUntouched ? digest(row) : EDITED,
		shipped: digest(declared),
		keys,
		...(seed.plugin ? { plugin: seed.plugin } : {}),
	};
}

export function digest(row: unknown): string {
	return createHash('sha256').update(canonical(row)).digest('hex');
}

/** How the first version hashed the row it declared; the order of keys is the declaration's. */
export function firstVersionHash(row: Row): string {
	return createHash('sha256').update(JSON.stringify(row)).digest('hex');
}

/** A label in a row becomes one text for both languages: Directus does not translate such names. */
export function localize(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(localize);
	if (!value || typeof value !== 'object' || value instanceof Date) return value;
	if (isLabel(value)) return value.zh === value.en ? value.zh : `${value.zh} · ${value.en}`;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, localize(item)]));
}

function isLabel(value: object): value is Label {
	return Object.keys(value).sort().join() === 'en,zh';
}
