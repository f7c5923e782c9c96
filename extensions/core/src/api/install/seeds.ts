import { createHash } from 'node:crypto';
import type { Label, SeedSpec } from '@guanxi/schema/model';
import type { Host, Knex, SchemaOverview } from '../directus.ts';

/**
 * Inserts rows with stable keys that this instance never had. What was planted is remembered in `crm_meta` with
 * a hash, so that a row an admin edited or deleted is never touched and an upgrade can tell which are untouched.
 * Returns how many rows are new.
 */
export async function plantSeeds(host: Host, seeds: SeedSpec[]): Promise<number> {
	const schema = await host.getSchema({ bypassCache: true });
	let planted = 0;
	for (const seed of seeds) {
		const memory = `seed:${seed.collection}:${seed.key}`;
		if (await host.database('crm_meta').where({ key: memory }).first('key')) continue;
		planted += (await plantOne(host, schema, seed, memory)) ? 1 : 0;
	}
	return planted;
}

async function plantOne(
	host: Host,
	schema: SchemaOverview,
	seed: SeedSpec,
	memory: string,
): Promise<boolean> {
	const collection = schema.collections[seed.collection];
	if (!collection) throw new Error(`Seed for a collection that is not installed: ${seed.collection}`);
	const ownsKey = collection.fields[collection.primary]?.type === 'uuid';
	const row = {
		...(localize(seed.row) as object),
		...(ownsKey ? { [collection.primary]: seed.key } : {}),
	};
	const remember = (knex: Knex, id: unknown): Promise<unknown> =>
		knex('crm_meta').insert({
			key: memory,
			value: JSON.stringify({ id, hash: hashOf(row) }),
			updated_at: new Date(),
		});
	try {
		await host.database.transaction(async (trx) => {
			const items = new host.services.ItemsService(seed.collection, { knex: trx, schema });
			await remember(trx, await items.createOne(row, { emitEvents: false }));
		});
		return true;
	} catch (error) {
		if ((error as { code?: string }).code !== 'RECORD_NOT_UNIQUE') throw error;
		await remember(host.database, null); // The admin already has a row with this key: theirs wins.
		return false;
	}
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

function hashOf(row: object): string {
	return createHash('sha256').update(JSON.stringify(row)).digest('hex');
}
