import type { Host, Knex } from '../directus.ts';
import type { Current, Wanted } from '../../domain/install/plan.ts';

/** Reads what the instance has of the things we want; never writes. */
export async function readCurrent(host: Host, wanted: Wanted): Promise<Current> {
	const { database } = host;
	const schema = await host.getSchema({ bypassCache: true });
	const hasUuid = dialect(database) === 'pg';
	const described = await database('directus_fields').select('collection', 'field', 'special');
	const aliases = described
		.filter(({ special }) => /alias|no-data|o2m|m2m|m2a|translations|group/.test(String(special ?? '')))
		.map(({ collection, field }): [string, string] => [`${collection}.${field}`, 'alias']);
	const columns = Object.entries(schema.collections).flatMap(([collection, { fields }]) =>
		Object.values(fields).map((item): [string, string] => [`${collection}.${item.field}`, typeOf(item)]),
	);
	// Databases without a uuid type keep uuids as char(36), which Directus reports as a string.
	function typeOf({ type, dbType }: { type: string; dbType: string | null }): string {
		return type === 'string' && dbType === 'char' && !hasUuid ? 'uuid' : type;
	}
	const relations = await database('directus_relations').select('many_collection', 'many_field');
	const translations = await database('directus_translations').select('language', 'key');
	return {
		tables: await existingTables(database, wanted),
		registered: new Set(await database('directus_collections').pluck('collection')),
		fieldTypes: new Map([...aliases, ...columns]),
		describedFields: new Set(described.map(({ collection, field }) => `${collection}.${field}`)),
		relations: new Set(relations.map((row) => `${row.many_collection}.${row.many_field}`)),
		columns: await plainColumns(database, wanted),
		indexes: await existingIndexes(database),
		translations: new Set(translations.map(({ language, key }) => `${language}:${key}`)),
		seeded: await seededRows(database),
	};
}

async function existingTables(database: Knex, wanted: Wanted): Promise<Set<string>> {
	const names = [
		...wanted.collections.filter(({ schema }) => schema).map(({ collection }) => collection),
		...wanted.tables.map(({ table }) => table),
	];
	const found = new Set<string>();
	for (const name of names) if (await database.schema.hasTable(name)) found.add(name);
	return found;
}

async function plainColumns(database: Knex, wanted: Wanted): Promise<Set<string>> {
	const found = new Set<string>();
	for (const { table } of wanted.tables) {
		for (const column of Object.keys(await database(table).columnInfo())) found.add(`${table}.${column}`);
	}
	return found;
}

const INDEX_QUERIES: Record<string, string> = {
	sqlite3: `SELECT name FROM sqlite_master WHERE type = 'index'`,
	pg: `SELECT indexname AS name FROM pg_indexes WHERE schemaname = ANY (current_schemas(false))`,
	mysql: `SELECT DISTINCT index_name AS name FROM information_schema.statistics WHERE table_schema = DATABASE()`,
};

async function existingIndexes(database: Knex): Promise<Set<string>> {
	const client = dialect(database);
	const answer = await database.raw(INDEX_QUERIES[client]!);
	const rows: { name: string }[] = client === 'pg' ? answer.rows : client === 'mysql' ? answer[0] : answer;
	return new Set(rows.map(({ name }) => name));
}

async function seededRows(database: Knex): Promise<Set<string>> {
	if (!(await database.schema.hasTable('crm_meta'))) return new Set();
	const keys: string[] = await database('crm_meta').where('key', 'like', 'seed:%').pluck('key');
	return new Set(keys.map((key) => key.slice('seed:'.length)));
}

export type Dialect = 'sqlite3' | 'pg' | 'mysql';

/** The three database families we support, whatever driver name knex was given. */
export function dialect(database: Knex): Dialect {
	const name = String(database.client.config.client);
	if (/^(pg|postgres|cockroachdb)/.test(name)) return 'pg';
	if (/^(mysql|maria)/.test(name)) return 'mysql';
	return 'sqlite3';
}
