import {
	emptyManifest,
	recordIntent,
	recordShipped,
	reconstruct,
	type Manifest,
	type Meta,
} from '../../domain/install/manifest.ts';
import type { Plan, Wanted } from '../../domain/install/plan.ts';
import { canonical } from '../../domain/install/three-way.ts';
import type { Knex } from '../directus.ts';
import { readMetaRows, writeMeta } from '../meta-rows.ts';
import type { Found } from './read-current.ts';

/** Plugin → what it wants. */
export type WantedBy = Map<string, Wanted & { version: number }>;
export type Manifests = Map<string, Manifest>;

/** Stored manifests; a plugin installed before there were any gets one from what certainly is ours. */
export async function readManifests(database: Knex, wantedBy: WantedBy, found: Found): Promise<Manifests> {
	const stored = await readMetaRows<Manifest>(database, 'manifest:');
	const versions = await readVersions(database);
	const manifests: Manifests = new Map();
	for (const [plugin, wanted] of wantedBy) {
		const version = versions.get(plugin);
		const known = stored.get(plugin) ?? (version === undefined ? emptyManifest() : undefined);
		manifests.set(plugin, known ?? rebuilt(wanted, found, version === wanted.version));
	}
	return manifests;
}

/** Schema versions by plugin, as the last finished install wrote them. */
export function readVersions(database: Knex): Promise<Map<string, number>> {
	return readMetaRows<number>(database, 'version:');
}

function rebuilt(wanted: Wanted, found: Found, isSameVersion: boolean): Manifest {
	const manifest = reconstruct(wanted, {
		...found,
		collections: found.collectionRows,
		fields: found.fieldRows,
		texts: new Map([...found.texts].map(([key, { value }]) => [key, value])),
	});
	if (isSameVersion) return manifest;
	// What the earlier version shipped is not known: nothing counts as untouched, only new choices arrive.
	const unknown = (metas: Record<string, Meta>): Record<string, Meta> =>
		Object.fromEntries(
			Object.entries(metas).map(([name, meta]) => [name, { ...meta, options: {}, display_options: {} }]),
		);
	return { ...manifest, collections: unknown(manifest.collections), fields: unknown(manifest.fields) };
}

/** One manifest of all plugins, to compare with. */
export function together(manifests: Manifests): Manifest {
	const all = [...manifests.values()];
	const merge = <T>(pick: (manifest: Manifest) => Record<string, T>): Record<string, T> =>
		Object.assign({}, ...all.map(pick)) as Record<string, T>;
	const join = (pick: (manifest: Manifest) => string[]): string[] => all.flatMap(pick);
	return {
		pending: join(({ pending }) => pending ?? []),
		collections: merge(({ collections }) => collections),
		fields: merge(({ fields }) => fields),
		texts: merge(({ texts }) => texts),
		indexes: merge(({ indexes }) => indexes),
		relations: join(({ relations }) => relations),
		tables: join(({ tables }) => tables),
		columns: join(({ columns }) => columns),
		found: join(({ found }) => found),
	};
}

/** Before anything is created: a killed install is then known to be ours, and unfinished. */
export async function writeIntent(database: Knex, wantedBy: WantedBy, manifests: Manifests, plan: Plan): Promise<Manifests> {
	const written: Manifests = new Map();
	for (const [plugin, wanted] of wantedBy) {
		const manifest = recordIntent(manifests.get(plugin)!, wanted, plan);
		written.set(plugin, manifest);
		await writeMeta(database, `manifest:${plugin}`, manifest);
	}
	return written;
}

/** After everything is there; writes only what differs, so that an install with nothing to do writes nothing. */
export async function writeShipped(database: Knex, wantedBy: WantedBy, manifests: Manifests): Promise<void> {
	const stored = await readMetaRows<Manifest>(database, 'manifest:');
	const versions = await readVersions(database);
	for (const [plugin, wanted] of wantedBy) {
		const manifest = recordShipped(manifests.get(plugin)!, wanted);
		if (canonical(stored.get(plugin)) !== canonical(manifest)) await writeMeta(database, `manifest:${plugin}`, manifest);
		if (versions.get(plugin) !== wanted.version) await writeMeta(database, `version:${plugin}`, wanted.version);
	}
}
