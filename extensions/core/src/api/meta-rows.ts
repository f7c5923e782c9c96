import type { Knex } from './directus.ts';

/** `crm_meta`: what an installation remembers about itself, one JSON value a key. */
export async function readMeta<T>(database: Knex, key: string): Promise<T | undefined> {
	const row = await database('crm_meta').where({ key }).first('value');
	return row ? (JSON.parse(row.value) as T) : undefined;
}

/** All values whose key begins with `prefix`, by the rest of the key; empty before the first install. */
export async function readMetaRows<T>(database: Knex, prefix: string): Promise<Map<string, T>> {
	if (!(await database.schema.hasTable('crm_meta'))) return new Map();
	const rows = await database('crm_meta').where('key', 'like', `${prefix}%`).select('key', 'value');
	return new Map(rows.map(({ key, value }) => [key.slice(prefix.length), JSON.parse(value) as T]));
}

export async function writeMeta(database: Knex, key: string, value: unknown): Promise<void> {
	const row = { value: JSON.stringify(value), updated_at: new Date() };
	await database('crm_meta').insert({ key, ...row }).onConflict('key').merge();
}

export async function forgetMeta(database: Knex, keys: string[]): Promise<void> {
	await database('crm_meta').whereIn('key', keys).del();
}
