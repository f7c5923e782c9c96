import { compileSchema, type FolderSpec } from '@guanxi/schema/compile';
import { META_TABLES } from '@guanxi/schema/core/tables';
import type { PluginSchema, SeedSpec } from '@guanxi/schema/model';
import { isEmpty, planInstall, type Plan, type Wanted } from '../../domain/install/plan.ts';
import type { Host } from '../directus.ts';
import { ConflictError, InvalidPayloadError } from '../errors.ts';
import { withLease } from '../lease.ts';
import { applyPlan } from './apply.ts';
import { readCurrent } from './read-current.ts';
import { roleSeeds } from './roles.ts';
import { createTable } from './tables.ts';

export interface Contribution {
	schema: PluginSchema;
	folders?: FolderSpec[];
}

export interface InstallOptions {
	/** Plugin ids; core is always part of it. Default: every loaded plugin. */
	only?: string[];
	dryRun?: boolean;
	onStep?: (text: string) => void;
}

/** Longer than the time a killed installer keeps others out. */
const LEASE = { ttlMs: 15_000, waitMs: 60_000 };

/**
 * Brings the instance up to what the loaded plugins declare, adding only. Safe to run again at any time and
 * after being killed anywhere; several processes at once wait for each other by lease.
 */
export async function install(host: Host, options: InstallOptions = {}): Promise<Plan> {
	const contributions = await chosen(host, options.only);
	const planned = await planFor(host, contributions);
	if (options.dryRun) return planned;
	const own = planned.tables.filter(({ table }) => META_TABLES.some((meta) => meta.table === table));
	for (const table of own) await createTable(host.database, table);
	const plan = await withLease(host.database, 'install', LEASE, async () => {
		const missing = await planFor(host, contributions);
		if (!isEmpty(missing)) await applyPlan(host, missing, options.onStep ?? (() => undefined));
		await rememberVersions(host, contributions);
		return { ...missing, tables: [...own, ...missing.tables] };
	});
	if (plan) return plan;
	throw new ConflictError({
		reason: 'install_running',
		message: 'Another process is installing now. Try again when it has finished.',
	});
}

/** The schemas of all loaded bundles, core first. */
export async function contributionsOf(host: Host): Promise<Contribution[]> {
	const all = await host.emitter.emitFilter<Contribution[]>('crm.core.schema', [], {});
	const rank = ({ schema }: Contribution): number => (schema.plugin === 'core' ? 0 : 1);
	return [...all].sort((a, b) => rank(a) - rank(b) || a.schema.plugin.localeCompare(b.schema.plugin));
}

async function chosen(host: Host, only?: string[]): Promise<Contribution[]> {
	const all = await contributionsOf(host);
	const known = all.map(({ schema }) => schema.plugin as string);
	const unknown = only?.find((plugin) => !known.includes(plugin));
	if (unknown) throw new InvalidPayloadError({ field: 'only', reason: `has no plugin "${unknown}"; choose from ${known.join(', ')}` });
	return only ? all.filter(({ schema }) => schema.plugin === 'core' || only.includes(schema.plugin)) : all;
}

async function planFor(host: Host, contributions: Contribution[]): Promise<Plan> {
	const roles = await roleSeeds(host, contributions.flatMap(({ schema }) => schema.rights));
	const wanted = wantedBy(contributions, roles);
	const plan = planInstall(wanted, await readCurrent(host, wanted));
	if (plan.conflicts.length === 0) return plan;
	const list = plan.conflicts.map((item) => `${item.field} is ${item.found}, we need ${item.expected}`);
	throw new ConflictError({
		reason: 'schema_conflict',
		message: `Nothing was changed. These fields exist with another type: ${list.join('; ')}. Rename or remove them, then install again.`,
	});
}

function wantedBy(contributions: Contribution[], roles: SeedSpec[]): Wanted {
	const compiled = contributions.map(({ schema, folders }) => compileSchema(schema, folders));
	return {
		collections: compiled.flatMap(({ collections }) => collections),
		fields: compiled.flatMap(({ fields }) => fields),
		relations: compiled.flatMap(({ relations }) => relations),
		translations: compiled.flatMap(({ translations }) => translations),
		tables: [...META_TABLES, ...contributions.flatMap(({ schema }) => schema.tables)],
		indexes: contributions.flatMap(({ schema }) => schema.indexes),
		seeds: [...contributions.flatMap(({ schema }) => schema.seeds), ...roles],
	};
}

async function rememberVersions(host: Host, contributions: Contribution[]): Promise<void> {
	for (const { schema } of contributions) {
		const row = { value: JSON.stringify(schema.version), updated_at: new Date() };
		const key = `version:${schema.plugin}`;
		await host.database('crm_meta').insert({ key, ...row }).onConflict('key').merge();
	}
}
