import type { Host, Knex } from '../directus.ts';
import { forgetMeta, readMetaRows, writeMeta } from '../meta-rows.ts';

const OFF = 'off:';

/** The part of Directus' extension service that reloads what is registered; not in its public types. */
interface Reloading {
	extensionsManager: { isReloading: () => Promise<void>; broadcastReloadNotification: () => Promise<void> };
}

/** Plugins that an uninstall switched off and no install switched on since. */
export async function plugInsOff(database: Knex): Promise<string[]> {
	return [...(await readMetaRows(database, OFF)).keys()];
}

/**
 * Disables the plugin's bundle as Settings › Extensions does: it survives restarts, and processes that share a Redis
 * with this one follow at once. After this, nothing of the plugin is registered in this process any more.
 */
export async function switchOff(host: Host, plugin: string): Promise<void> {
	if (await host.database.schema.hasTable('crm_meta')) await writeMeta(host.database, OFF + plugin, true);
	await enableBundle(host, plugin, false);
}

export async function switchOn(host: Host, plugin: string): Promise<void> {
	await enableBundle(host, plugin, true);
	await forgetMeta(host.database, [OFF + plugin]);
}

async function enableBundle(host: Host, plugin: string, enabled: boolean): Promise<void> {
	const { database } = host;
	const bundle = await bundleOf(database, plugin);
	if (!bundle || Boolean(bundle.enabled) === enabled) return;
	const schema = await host.getSchema();
	const service = new host.services.ExtensionsService({ knex: database, schema });
	await service.updateOne(bundle.id, { meta: { enabled } } as never);
	const { extensionsManager } = service as unknown as Reloading;
	await extensionsManager.isReloading();
	await extensionsManager.broadcastReloadNotification();
}

/** Entries of a bundle are called `crm-<plugin>-<thing>`, wherever the bundle was installed from. */
async function bundleOf(database: Knex, plugin: string): Promise<{ id: string; enabled: unknown } | undefined> {
	const entry = await database('directus_extensions')
		.where('folder', 'like', `crm-${plugin}-%`)
		.whereNotNull('bundle')
		.first('bundle');
	if (!entry) return undefined;
	return database('directus_extensions').where({ id: entry.bundle }).first('id', 'enabled');
}
