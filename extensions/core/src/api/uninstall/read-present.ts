import type { Manifest } from '../../domain/install/manifest.ts';
import type { Present, Relation } from '../../domain/uninstall/drop-plan.ts';
import type { Host, Knex } from '../directus.ts';
import { existingIndexes } from '../install/read-current.ts';

/** What the instance has of a manifest, and the relations and texts of everybody. Reads only. */
export async function readPresent(host: Host, manifest: Manifest): Promise<Present> {
	const { database } = host;
	const schema = await host.getSchema({ bypassCache: true });
	const described = await database('directus_fields').select('collection', 'field');
	const columns = Object.entries(schema.collections).flatMap(([collection, { fields }]) =>
		Object.keys(fields).map((field) => `${collection}.${field}`),
	);
	const texts = await database('directus_translations').select('id', 'language', 'key', 'value');
	return {
		collections: new Set(await database('directus_collections').pluck('collection')),
		fields: new Set([...columns, ...described.map(({ collection, field }) => `${collection}.${field}`)]),
		tables: await existing(database, manifest.tables),
		columns: await columnsOf(database, manifest.columns),
		indexes: await existingIndexes(database),
		relations: schema.relations.map(
			({ collection, field, related_collection: related, meta }): Relation => ({
				collection,
				field,
				related,
				oneField: meta?.one_field ?? null,
				allowed: meta?.one_allowed_collections ?? [],
			}),
		),
		texts: new Map(texts.map(({ id, language, key, value }) => [`${language}:${key}`, { id, value }])),
	};
}

async function existing(database: Knex, tables: string[]): Promise<Set<string>> {
	const found = new Set<string>();
	for (const table of tables) if (await database.schema.hasTable(table)) found.add(table);
	return found;
}

async function columnsOf(database: Knex, names: string[]): Promise<Set<string>> {
	const found = new Set<string>();
	for (const name of names) {
		const [table, column] = name.split('.') as [string, string];
		if (await database.schema.hasColumn(table, column)) found.add(name);
	}
	return found;
}
