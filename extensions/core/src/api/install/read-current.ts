import type { Meta } from '../../domain/install/manifest.ts';
import type { Current, Wanted } from '../../domain/install/plan.ts';
import type { Host, Knex, SchemaOverview } from '../directus.ts';

/** What the instance has, before it is known which of it we made. */
export type Found = Omit<Current, 'shipped' | 'seeds'>;

/** Reads what the instance has of the things we want; never writes. */
export async function readCurrent(host: Host, wanted: Wanted): Promise<Found> {
	const { database } = host;
	const schema = await host.getSchema({ bypassCache: true });
	const described = await database('directus_fields').select('collection', 'field', 'special');
	const aliases = described
		.filter(({ special }) => /alias|no-data|o2m|m2m|m2a|translations|group/.test(String(special ?? '')))
		.map(({ collection, field }): [string, string] => [`${collection}.${field}`, 'alias']);
	const relations = await database('directus_relations').select('many_collection', 'many_field');
	const texts = await database('directus_translations').select('id', 'language', 'key', 'value');
	return {
		tables: await existingTables(database, wanted),
		registered: new Set(await database('directus_collections').pluck('collection')),
		fieldTypes: new Map([...aliases, ...columnTypes(schema, dialect(database) === 'pg')]),
		describedFields: new Set(described.map(({ collection, field }) => `${collection}.${field}`)),
		relations: new Set(relations.map((row) => `${row.many_collection}.${row.many_field}`)),
		columns: await plainColumns(database, wanted),
		indexes: await existingIndexes(database),
		texts: new Map(texts.map(({ id, language, key, value }) => [`${language}:${key}`, { id, value }])),
		...(await readMetadata(host, schema, wanted)),
	};
}

function columnTypes(schema: SchemaOverview, hasUuid: boolean): [string, string][] {
	// Databases without a uuid type keep uuids as char(36), which Directus reports as a string.
	const typeOf = ({ type, dbType }: { type: string; dbType: string | null }): string =>
		type === 'string' && dbType === 'char' && !hasUuid ? 'uuid' : type;
	return Object.entries(schema.collections).flatMap(([collection, { fields }]) =>
		Object.values(fields).map((item): [string, string] => [`${collection}.${item.field}`, typeOf(item)]),
	);
}

/** Metadata through Directus' own reader, which turns stored text into lists and objects on every database. */
async function readMetadata(
	host: Host,
	schema: SchemaOverview,
	wanted: Wanted,
): Promise<Pick<Current, 'collectionRows' | 'fieldRows'>> {
	const read = (table: string, names: string[]): Promise<Meta[]> =>
		new host.services.ItemsService(table, { knex: host.database, schema }).readByQuery({
			filter: { collection: { _in: names } },
			limit: -1,
		});
	const collections = await read('directus_collections', wanted.collections.map(({ collection }) => collection));
	const fields = await read('directus_fields', [...new Set(wanted.fields.map(({ collection }) => collection))]);
	return {
		collectionRows: new Map(collections.map((row) => [String(row['collection']), row])),
		fieldRows: new Map(fields.map((row) => [`${String(row['collection'])}.${String(row['field'])}`, row])),
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

export async function existingIndexes(database: Knex): Promise<Set<string>> {
	const client = dialect(database);
	const answer = await database.raw(INDEX_QUERIES[client]!);
	const rows: { name: string }[] = client === 'pg' ? answer.rows : client === 'mysql' ? answer[0] : answer;
	return new Set(rows.map(({ name }) => name));
}

export type Dialect = 'sqlite3' | 'pg' | 'mysql';

/** The three database families we support, whatever driver name knex was given. */
export function dialect(database: Knex): Dialect {
	const name = String(database.client.config.client);
	if (/^(pg|postgres|cockroachdb)/.test(name)) return 'pg';
	if (/^(mysql|maria)/.test(name)) return 'mysql';
	return 'sqlite3';
}
