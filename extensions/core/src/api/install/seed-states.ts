import { seedKey, type Retired, type SeedStates } from '../../domain/install/plan.ts';
import type { Host, SchemaOverview } from '../directus.ts';
import { readMetaRows, writeMeta } from '../meta-rows.ts';
import { childrenFirst, splitKey, withForeignChildren } from './seed-children.ts';
import {
	declaredRow,
	digest,
	firstVersionHash,
	refreshed,
	seedState,
	type OwnedSeed,
	type SeedMemory,
} from './seed-memory.ts';

export const MEMORY = 'seed:';

/** What became of the rows we planted: `plugins` are those whose whole list of rows is in `seeds`. */
export async function readSeedStates(host: Host, seeds: OwnedSeed[], plugins: string[]): Promise<SeedStates> {
	const memories = await readMetaRows<SeedMemory>(host.database, MEMORY);
	const schema = await host.getSchema();
	const outdated = new Set<string>();
	for (const seed of seeds) {
		const memory = memories.get(seedKey(seed));
		if (memory && (await isOutdated(host, schema, seed, memory))) outdated.add(seedKey(seed));
	}
	const declared = new Set(seeds.map(seedKey));
	const abandoned = [...memories].filter(
		([name, { plugin }]) => !declared.has(name) && plugin !== undefined && plugins.includes(plugin),
	);
	return { planted: new Set(memories.keys()), outdated, retired: await removableSeeds(host, schema, abandoned) };
}

async function isOutdated(host: Host, schema: SchemaOverview, seed: OwnedSeed, memory: SeedMemory): Promise<boolean> {
	if (memory.id === null || !schema.collections[seed.collection]) return false;
	const declared = declaredRow(schema, seed);
	const isFirstVersion = memory.shipped === undefined;
	const isShipped = isFirstVersion ? memory.hash === firstVersionHash(declared) : memory.shipped === digest(declared);
	if (isShipped) return false;
	const keys = Object.keys(declared);
	return (await seedState(host, schema, { collection: seed.collection, keys }, memory)) === 'untouched';
}

/**
 * The rows among `candidates` that may be taken back, children before parents: rows of Directus' own collections
 * that nobody edited and on which nobody put something of their own.
 */
export async function removableSeeds(
	host: Host,
	schema: SchemaOverview,
	candidates: [name: string, memory: SeedMemory][],
): Promise<Retired[]> {
	const untouched = new Map<string, SeedMemory>();
	for (const [name, memory] of candidates) {
		const { collection } = splitKey(name);
		if (!collection.startsWith('directus_')) continue;
		const state = await seedState(host, schema, { collection, keys: memory.keys ?? [] }, memory);
		if (state === 'untouched') untouched.set(name, memory);
	}
	const kept = await withForeignChildren(host.database, untouched);
	return [...untouched.keys()].filter((name) => !kept.has(name)).map(splitKey).sort(childrenFirst);
}

/** Memories of the first version get today's form, so that later edits are seen. */
export async function refreshMemories(host: Host, seeds: OwnedSeed[]): Promise<void> {
	const memories = await readMetaRows<SeedMemory>(host.database, MEMORY);
	const schema = await host.getSchema({ bypassCache: true });
	for (const seed of seeds) {
		const memory = memories.get(seedKey(seed));
		if (!memory || memory.shipped !== undefined || memory.id === null) continue;
		await writeMeta(host.database, MEMORY + seedKey(seed), await refreshed(host, schema, seed, memory));
	}
}
