import { META_TABLES } from '@guanxi/schema/core/tables';
import { INSTALL_WORDS } from '../../domain/install/install-words.ts';
import { newerThanShipped, type Placed } from '../../domain/install/migrations.ts';
import { isEmpty, planInstall, type Plan } from '../../domain/install/plan.ts';
import type { Host } from '../directus.ts';
import { releaseLogs, tendTriggers } from '../triggers/tend-triggers.ts';
import { refusal } from '../errors.ts';
import { withLease } from '../lease.ts';
import { missingModules } from '../module-bar.ts';
import { plugInsOff, switchOn } from '../uninstall/switch-plugin.ts';
import { applyRows, applySchema } from './apply.ts';
import { contributionsOf } from './contributions.ts';
import { refuseOverLimit } from './check-limit.ts';
import { readManifests, readVersions, together, writeIntent, writeShipped, type Manifests, type WantedBy } from './manifests.ts';
import { pendingMigrations, runMigrations, type PluginMigration } from './migrations.ts';
import { readCurrent } from './read-current.ts';
import { readSeedStates, refreshMemories } from './seed-states.ts';
import { roleSeeds } from './roles.ts';
import { createTable } from './tables.ts';
import { allOf, wantedByPlugin, type Contribution } from './wanted.ts';

export type { Contribution };

export interface InstallOptions {
	/** Plugin ids; core is always part of it. Default: every loaded plugin. */
	only?: string[];
	dryRun?: boolean;
	onStep?: (text: string) => void;
}

/** Longer than the time a killed installer keeps others out. */
export const LEASE = { ttlMs: 15_000, waitMs: 60_000 };

interface Prepared {
	plan: Plan;
	wantedBy: WantedBy;
	manifests: Manifests;
	migrations: Placed<PluginMigration>[];
}

/**
 * Brings the instance up to what the loaded plugins declare: what is missing is added, what we shipped and nobody
 * changed follows, everything else stays. Safe to run again at any time and after being killed anywhere; several
 * processes at once wait for each other by lease.
 */
export async function install(host: Host, options: InstallOptions = {}): Promise<Plan> {
	const contributions = await chosen(host, options);
	const { plan: planned } = await prepare(host, contributions);
	if (options.dryRun) return planned;
	const own = planned.tables.filter(({ table }) => META_TABLES.some((meta) => meta.table === table));
	for (const table of own) await createTable(host.database, table);
	const plan = await withLease(host.database, 'install', LEASE, async () => {
		const prepared = await prepare(host, contributions);
		// A migration may have to change what else never changes.
		if (prepared.migrations.length > 0) await releaseLogs(host, contributions);
		try {
			await carryOut(host, prepared, options.onStep ?? (() => undefined));
		} finally {
			await tendTriggers(host, contributions);
		}
		return { ...prepared.plan, tables: [...own, ...prepared.plan.tables] };
	});
	if (plan) return plan;
	throw refusal(409, INSTALL_WORDS, { reason: 'install_running' });
}

async function carryOut(host: Host, prepared: Prepared, say: (text: string) => void): Promise<void> {
	const { plan, wantedBy, migrations } = prepared;
	const { database } = host;
	let { manifests } = prepared;
	if (!isEmpty(plan)) {
		manifests = await writeIntent(database, wantedBy, manifests, plan);
		await applySchema(host, plan, say);
		await runMigrations(host, migrations);
		await applyRows(host, plan, say);
	}
	await refreshMemories(host, [...wantedBy.values()].flatMap(({ seeds }) => seeds));
	await writeShipped(database, wantedBy, manifests);
}

/** A plugin that was switched off is switched on again by naming it. */
async function chosen(host: Host, { only, dryRun }: InstallOptions): Promise<Contribution[]> {
	const off = only ? (await plugInsOff(host.database)).filter((plugin) => only.includes(plugin)) : [];
	if (off.length > 0 && dryRun) {
		throw refusal(409, INSTALL_WORDS, { reason: 'plugin_is_off', params: { plugins: off.join(', ') } });
	}
	for (const plugin of off) await switchOn(host, plugin);
	const all = await contributionsOf(host);
	const known = all.map(({ schema }) => schema.plugin as string);
	const unknown = only?.find((plugin) => !known.includes(plugin));
	if (unknown) throw unknownPlugin(unknown, known);
	return only ? all.filter(({ schema }) => schema.plugin === 'core' || only.includes(schema.plugin)) : all;
}

export const unknownPlugin = (plugin: string, known: string[]): Error =>
	refusal(400, INSTALL_WORDS, { field: 'only', reason: 'unknown_plugin', params: { plugin, known: known.join(', ') } });

async function prepare(host: Host, contributions: Contribution[]): Promise<Prepared> {
	const { database } = host;
	await refuseNewer(host, contributions);
	const wantedBy = wantedByPlugin(contributions, await roleSeeds(host, contributions));
	const wanted = allOf([...wantedBy.values()]);
	const found = await readCurrent(host, wanted);
	const manifests = await readManifests(database, wantedBy, found);
	const migrations = await pendingMigrations(database, migrationsOf(contributions));
	const seeds = await readSeedStates(host, wanted.seeds, [...wantedBy.keys()]);
	const plan = planInstall(wanted, { ...found, shipped: together(manifests), seeds });
	refuseConflicts(plan);
	await refuseOverLimit(host, plan, wantedBy);
	return {
		plan: {
			...plan,
			migrations: migrations.map(({ plugin, version }) => ({ plugin, version })),
			modules: await missingModules(host),
		},
		wantedBy,
		manifests,
		migrations,
	};
}

function refuseConflicts({ conflicts }: Plan): void {
	if (conflicts.length === 0) return;
	const problems = conflicts.map(({ field, found, expected }) => (
		{ field, reason: 'schema_conflict', params: { path: field, found, expected } } as const
	));
	throw refusal(409, INSTALL_WORDS, problems);
}

/** An older build beside a newer database, such as a forgotten replica, must not touch it. */
async function refuseNewer(host: Host, contributions: Contribution[]): Promise<void> {
	const shipped = contributions.map(({ schema: { plugin, version } }) => ({ plugin, version }));
	const [newer] = newerThanShipped(shipped, await readVersions(host.database));
	if (newer) throw refusal(409, INSTALL_WORDS, { reason: 'newer_schema', params: { ...newer } });
}

function migrationsOf(contributions: Contribution[]): PluginMigration[] {
	return contributions.flatMap(({ schema, migrations = [] }) =>
		migrations.map((migration) => ({ plugin: schema.plugin, ...migration })),
	);
}
