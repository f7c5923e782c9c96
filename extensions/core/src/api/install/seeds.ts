import { seedKey, type Retired } from '../../domain/install/plan.ts';
import type { Host, Knex, SchemaOverview } from '../directus.ts';
import { forgetMeta, readMeta, writeMeta } from '../meta-rows.ts';
import { declaredRow, digest, storedRow, type OwnedSeed, type SeedMemory } from './seed-memory.ts';
import { MEMORY } from './seed-states.ts';

type Row = Record<string, unknown>;

/**
 * Inserts rows with stable keys that this instance never had. What was planted is remembered in `crm_meta` with
 * a hash, so that a row an admin edited or deleted is never touched and an upgrade can tell which are untouched.
 * Returns how many rows are new.
 */
export async function plantSeeds(host: Host, seeds: OwnedSeed[]): Promise<number> {
	const schema = await host.getSchema({ bypassCache: true });
	let planted = 0;
	for (const seed of seeds) {
		if (await readMeta(host.database, MEMORY + seedKey(seed))) continue;
		planted += (await plantOne(host, schema, seed)) ? 1 : 0;
	}
	return planted;
}

async function plantOne(host: Host, schema: SchemaOverview, seed: OwnedSeed): Promise<boolean> {
	const row = declaredRow(schema, seed);
	if (await isTaken(host, schema, seed)) {
		await remember(host, { schema, knex: host.database }, seed, { id: null, row });
		return false;
	}
	try {
		await host.database.transaction(async (trx) => {
			const items = new host.services.ItemsService(seed.collection, { knex: trx, schema });
			const id = await items.createOne(row, { emitEvents: false });
			await remember(host, { schema, knex: trx }, seed, { id, row });
		});
		return true;
	} catch (error) {
		if ((error as { code?: string }).code !== 'RECORD_NOT_UNIQUE') throw error;
		await remember(host, { schema, knex: host.database }, seed, { id: null, row }); // The admin's row wins.
		return false;
	}
}

/** A collection of one row that has its row, where a second would never be seen, or one with a row that ours would rival. */
async function isTaken({ database }: Host, schema: SchemaOverview, { collection, unless }: OwnedSeed): Promise<boolean> {
	if (!unless && !schema.collections[collection]?.singleton) return false;
	return (await database(collection).where(unless ?? {}).first()) !== undefined;
}

/** Rows that nobody edited follow what is shipped now. */
export async function updateSeeds(host: Host, seeds: OwnedSeed[]): Promise<void> {
	const schema = await host.getSchema({ bypassCache: true });
	for (const seed of seeds) {
		const { id } = (await readMeta<SeedMemory>(host.database, MEMORY + seedKey(seed)))!;
		const row = declaredRow(schema, seed);
		await host.database.transaction(async (trx) => {
			const items = new host.services.ItemsService(seed.collection, { knex: trx, schema });
			await items.updateOne(id!, row, { emitEvents: false });
			await remember(host, { schema, knex: trx }, seed, { id, row });
		});
	}
}

/** Deletes planted rows that nobody edited or built on, children before parents. */
export async function removeSeeds(host: Host, rows: Retired[]): Promise<void> {
	const schema = await host.getSchema({ bypassCache: true });
	for (const { collection, key } of rows) {
		const memory = `${MEMORY}${collection}:${key}`;
		const known = await readMeta<SeedMemory>(host.database, memory);
		await host.database.transaction(async (trx) => {
			const items = new host.services.ItemsService(collection, { knex: trx, schema });
			if (known?.id != null) await items.deleteMany([known.id], { emitEvents: false });
			await forgetMeta(trx, [memory]);
		});
	}
}

/** The digest is of the row as it is read back, because databases store some values in another form. */
async function remember(
	host: Host,
	place: { schema: SchemaOverview; knex: Knex },
	seed: OwnedSeed,
	{ id, row }: { id: SeedMemory['id']; row: Row },
): Promise<void> {
	const keys = Object.keys(row);
	const stored = await storedRow(host, place, seed.collection, { id, keys });
	const memory: SeedMemory = {
		id,
		hash: digest(stored),
		shipped: digest(row),
		keys,
		...(seed.plugin ? { plugin: seed.plugin } : {}),
	};
	await writeMeta(place.knex, MEMORY + seedKey(seed), memory);
}
