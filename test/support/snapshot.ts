import type { Knex } from 'knex';
import { existingIndexes } from '../../extensions/core/src/api/install/read-current.ts';

type Row = Record<string, unknown>;
/** `table:key` → every column of the row, as comparable text. */
export type Snapshot = Map<string, Record<string, string>>;

/** What Directus writes for itself while it works. */
const NOISE = [
	'directus_activity', 'directus_revisions', 'directus_sessions', 'directus_migrations', 'directus_notifications',
	'directus_sync_id_maps', 'knex_migrations',
];

/** What scoring runs keep to be faster, and may drop and make again at any time: with the list of it, and who changed since. */
const KEPT_BY_RUNS = /^crm_score_(work(_|$)|dirty$)/;

/** Every row of every table, so that nothing can get lost unseen. */
export async function takeSnapshot(knex: Knex): Promise<Snapshot> {
	const snapshot: Snapshot = new Map();
	for (const table of await allTables(knex)) {
		if (NOISE.includes(table) || KEPT_BY_RUNS.test(table)) continue;
		const rows: Row[] = await knex(table).select('*');
		const primary = primaryOf(table);
		rows.forEach((row) => snapshot.set(`${table}:${primary(row)}`, texts(row)));
		snapshot.set(`table:${table}`, { columns: Object.keys(await knex(table).columnInfo()).sort().join() });
	}
	const indexes = [...(await existingIndexes(knex))].filter((index) => !KEPT_BY_RUNS.test(index));
	for (const index of indexes) snapshot.set(`index:${index}`, {});
	return snapshot;
}

async function allTables(knex: Knex): Promise<string[]> {
	const client = String(knex.client.config.client);
	if (client === 'sqlite3') {
		return knex('sqlite_master').where({ type: 'table' }).whereNot('name', 'like', 'sqlite_%').orderBy('name').pluck('name');
	}
	const schema = client === 'pg' ? 'public' : knex.raw('DATABASE()');
	const rows = await knex('information_schema.tables')
		.where({ table_schema: schema, table_type: 'BASE TABLE' })
		.select({ name: 'table_name' });
	return rows.map(({ name }) => name as string).sort();
}

function primaryOf(table: string): (row: Row) => string {
	if (table === 'directus_collections') return ({ collection }) => String(collection);
	if (table === 'directus_fields') return ({ collection, field }) => `${String(collection)}.${String(field)}`;
	if (table === 'directus_relations') return ({ many_collection: many, many_field: field }) => `${String(many)}.${String(field)}`;
	if (table === 'directus_translations') return ({ language, key }) => `${String(language)}:${String(key)}`;
	if (table === 'directus_extensions') return ({ folder }) => String(folder);
	return (row) => String(row['id'] ?? row['key'] ?? row['name'] ?? JSON.stringify(row));
}

/** Translations of two installs have different random ids; everything else is compared. */
const texts = (row: Row): Record<string, string> =>
	Object.fromEntries(Object.entries(row).map(([column, value]) => [column, JSON.stringify(value) ?? 'undefined']));

export interface Difference {
	added: string[];
	removed: string[];
	/** `table:key column,column`. */
	changed: string[];
}

export function compare(before: Snapshot, after: Snapshot): Difference {
	const changedColumns = (name: string): string[] => {
		const [left, right] = [before.get(name)!, after.get(name)!];
		return [...new Set([...Object.keys(left), ...Object.keys(right)])].filter((column) => left[column] !== right[column]).sort();
	};
	const both = [...before.keys()].filter((name) => after.has(name));
	return {
		added: [...after.keys()].filter((name) => !before.has(name)).sort(),
		removed: [...before.keys()].filter((name) => !after.has(name)).sort(),
		changed: both.flatMap((name) => (changedColumns(name).length > 0 ? [`${name} ${changedColumns(name).join()}`] : [])).sort(),
	};
}
