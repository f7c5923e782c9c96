import { randomUUID } from 'node:crypto';
import { uuidOf } from '@guanxi/schema/uuid-of';
import type { Translation } from '@guanxi/schema/compile';
import type { Plan } from '../../domain/install/plan.ts';
import type { Accountability, Host } from '../directus.ts';
import { addToModuleBar } from '../module-bar.ts';
import { plantSeeds, removeSeeds, updateSeeds } from './seeds.ts';
import { createColumn, createIndex, createTable } from './tables.ts';

/** Who acts when no person does. */
export const ADMIN: Accountability = {
	admin: true,
	app: true,
	role: null,
	roles: [],
	user: null,
	ip: null,
};

/** Creates what the plan lists and lets what nobody changed follow: tables, collections, metadata, indexes. */
export async function applySchema(host: Host, plan: Plan, say: (text: string) => void): Promise<void> {
	const { database } = host;
	for (const table of plan.tables) await createTable(database, table);
	for (const { table, column } of plan.columns) await createColumn(database, table, column);
	say(`${plan.collections.length} collections, ${plan.fields.length} fields`);
	await applyDiff(host, plan);
	await describeExisting(host, plan);
	await changeMetadata(host, plan);
	for (const index of plan.indexes) await createIndex(database, index);
}

/** The rows of a plan; after the migrations, because rows may name what those made. */
export async function applyRows(host: Host, plan: Plan, say: (text: string) => void): Promise<void> {
	const { database } = host;
	say(`${plan.indexes.length} indexes, ${plan.translations.length} texts, ${plan.seeds.length} rows`);
	await database.batchInsert('directus_translations', await withIds(host, plan.translations), 100);
	for (const { id, value } of plan.rewordings) await database('directus_translations').where({ id }).update({ value });
	await removeSeeds(host, plan.retiredSeeds);
	await updateSeeds(host, plan.outdatedSeeds);
	await plantSeeds(host, plan.seeds);
	await addToModuleBar(host, plan.modules);
	await clearCaches(host);
}

/** The same text has the same id in every instance, unless an administrator gave the row that has it another key. */
async function withIds({ database }: Host, texts: Translation[]): Promise<(Translation & { id: string })[]> {
	if (texts.length === 0) return [];
	const taken = new Set<string>(await database('directus_translations').pluck('id'));
	return texts.map((text) => {
		const id = uuidOf(`translation/${text.language}/${text.key}`);
		return { id: taken.has(id) ? randomUUID() : id, ...text };
	});
}

/**
 * Self-built diffs of kind N only: Directus 11 can drop a populated table on a computed one.
 * It must get the root knex, never a transaction: on SQLite an outer one empties child tables.
 */
async function applyDiff(host: Host, plan: Plan): Promise<void> {
	const isNew = <T>(rhs: T): { kind: 'N'; rhs: T }[] => [{ kind: 'N', rhs }];
	const diff = {
		collections: plan.collections.map((rhs) => ({ collection: rhs.collection, diff: isNew(rhs) })),
		fields: plan.fields.map((rhs) => ({ collection: rhs.collection, field: rhs.field, diff: isNew(rhs) })),
		relations: plan.relations.map((rhs) => ({
			collection: rhs.collection,
			field: rhs.field,
			related_collection: rhs.related_collection,
			diff: isNew(rhs),
		})),
		systemFields: [],
	};
	if (diff.collections.length + diff.fields.length + diff.relations.length === 0) return;
	const service = new host.services.SchemaService({
		knex: host.database,
		accountability: ADMIN,
	} as ConstructorParameters<typeof host.services.SchemaService>[0]);
	// Directus completes what it is given in place (on SQLite, `special` of timestamps); the plan must stay as declared.
	await service.apply({ hash: 'guanxi', diff: structuredClone(diff) } as never, { force: true });
}

/** Tables and columns that exist without Directus rows get their rows; their columns stay as they are. */
async function describeExisting(host: Host, plan: Plan): Promise<void> {
	const schema = await host.getSchema({ bypassCache: true });
	const items = (collection: string) =>
		new host.services.ItemsService(collection, { knex: host.database, schema });
	for (const { meta } of plan.adopted) await items('directus_collections').createOne(structuredClone(meta));
	for (const field of plan.described) await items('directus_fields').createOne(structuredClone(field.meta));
}

/** Below the field service, which would alter columns as well: only metadata follows by itself. */
async function changeMetadata(host: Host, plan: Plan): Promise<void> {
	if (plan.changes.length === 0) return;
	const schema = await host.getSchema({ bypassCache: true });
	for (const { target, id, values } of plan.changes) {
		const items = new host.services.ItemsService(target, { knex: host.database, schema });
		await items.updateOne(id, values, { emitEvents: false });
	}
}

/** Other processes and later requests must not work with what they remembered. */
export async function clearCaches(host: Host): Promise<void> {
	const schema = await host.getSchema({ bypassCache: true });
	const utils = new host.services.UtilsService({ knex: host.database, schema, accountability: ADMIN });
	await utils.clearCache({ system: true });
}
