import type { DropPlan } from '../../domain/uninstall/drop-plan.ts';
import type { Retired } from '../../domain/install/plan.ts';
import type { Host, Knex, SchemaOverview } from '../directus.ts';
import { ADMIN, clearCaches } from '../install/apply.ts';
import { dialect } from '../install/read-current.ts';
import { removeSeeds } from '../install/seeds.ts';

/**
 * Takes away what the plan lists, in an order in which every step finds what it needs and nothing of others falls
 * along. Directus 11 drops the column of whoever points to a collection that is deleted: such relations are cut
 * first, so that their columns stay. Interrupted anywhere, a new plan continues.
 */
export async function removePlanned(host: Host, plan: DropPlan, seeds: Retired[]): Promise<void> {
	for (const { name, table } of plan.indexes) await dropIndex(host, name, table);
	for (const { collection, field } of plan.fields) await (await serviceOf(host, 'FieldsService')).deleteField(collection, field);
	// Also what points into its own table: Directus would drop such a column after the table is gone.
	for (const relation of [...plan.detached, ...plan.selfReferences]) await cutRelation(host, relation);
	for (const collection of plan.collections) await (await serviceOf(host, 'CollectionsService')).deleteOne(collection);
	for (const table of plan.tables) await host.database.schema.dropTableIfExists(table);
	for (const { table, column } of plan.columns) {
		await host.database.schema.alterTable(table, (builder) => builder.dropColumn(column));
	}
	await removeSeeds(host, seeds);
	for (let at = 0; at < plan.texts.length; at += 100) {
		await host.database('directus_translations').whereIn('id', plan.texts.slice(at, at + 100)).del();
	}
}

interface SchemaServices {
	FieldsService: { deleteField: (collection: string, field: string) => Promise<void> };
	RelationsService: { deleteOne: (collection: string, field: string, options: object) => Promise<void> };
	CollectionsService: { deleteOne: (collection: string) => Promise<unknown> };
}

/** Every step needs the schema as the step before left it. */
async function serviceOf<K extends keyof SchemaServices>(
	host: Host,
	name: K,
	within?: { schema: SchemaOverview; knex: Knex },
): Promise<SchemaServices[K]> {
	const Service = host.services[name] as unknown as new (options: object) => SchemaServices[K];
	const place = within ?? { knex: host.database, schema: await host.getSchema({ bypassCache: true }) };
	return new Service({ ...place, accountability: ADMIN });
}

/**
 * Removes a relation and its foreign key; the column stays. In a transaction of ours, because Directus asks for all
 * foreign keys outside of its own, which on SQLite waits for itself. There Directus also leaves the foreign key in
 * place, because it does not know its name; dropping it rebuilds the table, and with foreign keys on, a rebuild
 * inside a transaction would empty the tables that point to it.
 */
async function cutRelation(host: Host, { collection, field }: { collection: string; field: string }): Promise<void> {
	const schema = await host.getSchema({ bypassCache: true });
	const isSqlite = dialect(host.database) === 'sqlite3';
	if (isSqlite) await host.database.raw('PRAGMA foreign_keys = OFF');
	try {
		await host.database.transaction(async (trx) => {
			const relations = await serviceOf(host, 'RelationsService', { schema, knex: trx });
			await relations.deleteOne(collection, field, { emitEvents: false, autoPurgeSystemCache: false });
			if (isSqlite) await trx.schema.alterTable(collection, (table) => table.dropForeign([field]));
		});
	} finally {
		if (isSqlite) await host.database.raw('PRAGMA foreign_keys = ON');
	}
	await clearCaches(host);
}

async function dropIndex(host: Host, name: string, table: string): Promise<void> {
	const isMysql = dialect(host.database) === 'mysql';
	await host.database.raw(isMysql ? 'DROP INDEX ?? ON ??' : 'DROP INDEX IF EXISTS ??', isMysql ? [name, table] : [name]);
}
