import { INSTALL_WORDS } from '../../domain/install/install-words.ts';
import { emptyManifest, type Manifest } from '../../domain/install/manifest.ts';
import type { Retired } from '../../domain/install/plan.ts';
import { findBlockers, type Blocker } from '../../domain/uninstall/blockers.ts';
import { planDrop, type DropPlan } from '../../domain/uninstall/drop-plan.ts';
import { META_TABLES } from '@guanxi/schema/core/tables';
import type { Host, SchemaOverview } from '../directus.ts';
import { refusal } from '../errors.ts';
import { readVersions, together, type Manifests } from '../install/manifests.ts';
import type { SeedMemory } from '../install/seed-memory.ts';
import { MEMORY, removableSeeds } from '../install/seed-states.ts';
import { readMetaRows } from '../meta-rows.ts';
import { readMentions } from './read-mentions.ts';
import { readPresent } from './read-present.ts';
import { readSettingMentions } from './read-setting-mentions.ts';

export interface PreparedDrop {
	plan: DropPlan;
	/** Planted rows that nobody edited. */
	seeds: Retired[];
	blockers: Blocker[];
	/** What goes, with the number of rows that go with it. */
	rows: { name: string; rows: number }[];
}

/** Looks at what dropping the plugins would take away, and who built on it. Reads only. */
export async function prepareDrop(host: Host, plugins: string[]): Promise<PreparedDrop> {
	const manifest = withoutMetaTables(together(await chosenManifests(host, plugins)));
	const present = await readPresent(host, manifest);
	const plan = planDrop(manifest, present);
	const schema = await host.getSchema();
	const memories = [...(await readMetaRows<SeedMemory>(host.database, MEMORY))];
	const own = memories.filter(([, { plugin }]) => plugin !== undefined && plugins.includes(plugin));
	const seeds = await removableSeeds(host, schema, own);
	const ids = new Map(memories.map(([name, { id }]) => [name, id]));
	const untouched = new Set(seeds.map(({ collection, key }) => `${collection}:${String(ids.get(`${collection}:${key}`))}`));
	const shipped = together(await readMetaRows<Manifest>(host.database, 'manifest:'));
	const mentions = [
		...(await readMentions(host.database, untouched)),
		...(await readSettingMentions(host.database, { plan, present, shipped })),
	];
	return {
		plan,
		seeds,
		blockers: findBlockers(plugins, plan, { manifest, present, mentions }),
		rows: await countRows(host, schema, plan),
	};
}

async function chosenManifests(host: Host, plugins: string[]): Promise<Manifests> {
	const stored = await readMetaRows<Manifest>(host.database, 'manifest:');
	const versions = await readVersions(host.database);
	return new Map(
		plugins.map((plugin) => {
			const manifest = stored.get(plugin);
			if (manifest || !versions.has(plugin)) return [plugin, manifest ?? emptyManifest()];
			throw refusal(409, INSTALL_WORDS, { reason: 'no_manifest', params: { plugin } });
		}),
	);
}

/** The installer's own tables go last of all, after core. */
function withoutMetaTables(manifest: Manifest): Manifest {
	const own = META_TABLES.map(({ table }) => table);
	return { ...manifest, tables: manifest.tables.filter((table) => !own.includes(table)) };
}

async function countRows(host: Host, schema: SchemaOverview, plan: DropPlan): Promise<PreparedDrop['rows']> {
	const counted: PreparedDrop['rows'] = [];
	const count = async (name: string, table: string, column?: string): Promise<void> => {
		const query = host.database(table).count({ n: '*' });
		const row = await (column ? query.whereNotNull(column) : query).first();
		counted.push({ name, rows: Number(row?.['n'] ?? 0) });
	};
	for (const name of plan.collections) if (name in schema.collections) await count(`collection ${name}`, name);
	for (const { collection, field } of plan.fields) {
		const isColumn = schema.collections[collection]?.fields[field]?.alias === false;
		if (isColumn) await count(`field ${collection}.${field}`, collection, field);
	}
	for (const table of plan.tables) await count(`table ${table}`, table);
	return counted;
}
