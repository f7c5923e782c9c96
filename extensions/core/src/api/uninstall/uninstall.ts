import { META_TABLES } from '@guanxi/schema/core/tables';
import { INSTALL_WORDS } from '../../domain/install/install-words.ts';
import { isDone } from '../../domain/uninstall/drop-plan.ts';
import type { Host } from '../directus.ts';
import { dropStrays } from '../triggers/strays.ts';
import { releaseLogs, releaseWatches, tendTriggers } from '../triggers/tend-triggers.ts';
import { refusal } from '../errors.ts';
import { contributionsOf } from '../install/contributions.ts';
import { LEASE, unknownPlugin } from '../install/install.ts';
import { readVersions } from '../install/manifests.ts';
import { splitKey } from '../install/seed-children.ts';
import { MEMORY } from '../install/seed-states.ts';
import { clearCaches } from '../install/apply.ts';
import { withLease } from '../lease.ts';
import { forgetMeta, readMetaRows } from '../meta-rows.ts';
import { removeModuleFromBar } from '../module-bar.ts';
import { prepareDrop, type PreparedDrop } from './prepare.ts';
import { removePlanned } from './remove.ts';
import { plugInsOff, switchOff, switchOn } from './switch-plugin.ts';

export interface UninstallOptions {
	only: string[];
	/** Take the data as well; without it only the code stops. */
	drop: boolean;
	/** Called with what would go, before anything does; false stops. */
	confirm: (drop: PreparedDrop) => Promise<boolean>;
}

/**
 * Stops plugins, and with `drop` removes what they brought into this instance. Dropping again after having been
 * killed anywhere goes on where it was. Returns what went, or null when it was not confirmed.
 */
export async function uninstall(host: Host, options: UninstallOptions): Promise<PreparedDrop | null> {
	const plugins = await checked(host, options);
	if (!options.drop) {
		for (const plugin of plugins) await stop(host, plugin, false);
		return { plan: emptyPlan(), seeds: [], blockers: [], rows: [] };
	}
	const seen = await prepareDrop(host, plugins);
	if (!(await options.confirm(seen))) return null;
	// While core is registered its own bundle stays on: it is what removes the rest.
	for (const plugin of plugins) await stop(host, plugin, true);
	const done = await withLease(host.database, 'install', LEASE, () => removeAndTend(host, plugins));
	if (!done) throw refusal(409, INSTALL_WORDS, { reason: 'install_running' });
	if (plugins.includes('core')) await removeCore(host);
	return seen;
}

/** Core last; core only when nothing stands on it any more. */
async function checked(host: Host, { only, drop }: UninstallOptions): Promise<string[]> {
	const hasMeta = await host.database.schema.hasTable('crm_meta');
	const installed = hasMeta ? [...(await readVersions(host.database)).keys()] : [];
	const off = await plugInsOff(host.database);
	const loaded = (await contributionsOf(host)).map(({ schema }) => schema.plugin as string);
	const known = [...new Set([...loaded, ...installed, ...off])].sort();
	const unknown = only.find((plugin) => !known.includes(plugin));
	if (unknown !== undefined) throw unknownPlugin(unknown, known);
	const standing = installed.filter((plugin) => !only.includes(plugin) && (drop || !off.includes(plugin)));
	if (only.includes('core') && standing.length > 0) {
		const params = { plugins: standing.join(', '), all: [...standing, 'core'].join(',') };
		throw refusal(409, INSTALL_WORDS, { reason: 'plugins_remain', params });
	}
	const rank = (plugin: string): number => (plugin === 'core' ? 1 : 0);
	return [...new Set(only)].sort((a, b) => rank(a) - rank(b));
}

/** The plugin takes away what only it knows of, such as database triggers; then its bundle is disabled. */
async function stop(host: Host, plugin: string, drop: boolean): Promise<void> {
	const wasOff = (await plugInsOff(host.database)).includes(plugin);
	if (wasOff && !drop) return dropStrays(host);
	if (wasOff) await switchOn(host, plugin);
	await host.emitter.emitFilter('crm.core.uninstall', [], { plugin, drop });
	await releaseWatches(host, plugin);
	if (drop) await releaseLogs(host, (await contributionsOf(host)).filter(({ schema }) => schema.plugin === plugin));
	if (plugin !== 'core' || !drop) await switchOff(host, plugin);
}

/** SQLite rebuilds a table to take a field away, and the triggers that other plugins have on it go with the old one. */
async function removeAndTend(host: Host, plugins: string[]): Promise<true> {
	await remove(host, plugins);
	if (!plugins.includes('core')) await tendTriggers(host, (await contributionsOf(host)).filter(({ schema }) => !plugins.includes(schema.plugin)));
	return true;
}

async function remove(host: Host, plugins: string[]): Promise<true> {
	const { plan, seeds } = await prepareDrop(host, plugins);
	if (!isDone(plan) || seeds.length > 0) await removePlanned(host, plan, seeds);
	const schema = await host.getSchema({ bypassCache: true });
	const memories = await readMetaRows(host.database, MEMORY);
	const orphans = [...memories.keys()].filter((name) => !(splitKey(name).collection in schema.collections));
	await forgetMeta(host.database, [
		...orphans.map((name) => MEMORY + name),
		...plugins.flatMap((plugin) => [`manifest:${plugin}`, `version:${plugin}`, `migrated:${plugin}`, `triggers:${plugin}`]),
	]);
	await clearCaches(host);
	return true;
}

async function removeCore(host: Host): Promise<void> {
	await removeModuleFromBar(host);
	for (const { table } of META_TABLES) await host.database.schema.dropTableIfExists(table);
	await clearCaches(host);
	await switchOff(host, 'core');
}

const emptyPlan = (): PreparedDrop['plan'] => ({
	fields: [],
	detached: [],
	collections: [],
	selfReferences: [],
	tables: [],
	columns: [],
	indexes: [],
	texts: [],
});
