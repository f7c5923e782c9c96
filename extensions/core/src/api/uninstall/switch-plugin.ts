import type { Host, Knex } from '../directus.ts';

/** The part of Directus' extension service that reloads what is registered; not in its public types. */
interface Reloading {
	extensionsManager: { isReloading: () => Promise<void>; broadcastReloadNotification: () => Promise<void> };
}

/** Plugins whose bundle is here and disabled, by an uninstall or in Settings › Extensions. */
export async function plugInsOff(database: Knex): Promise<string[]> {
	const entries: { folder: string; enabled: unknown }[] = await database('directus_extensions')
		.where('folder', 'like', 'crm-%')
		.whereNotNull('bundle')
		.select('folder', 'enabled');
	const off = entries.filter(({ enabled }) => !enabled).map(({ folder }) => /^crm-([a-z]+)-/.exec(folder)?.[1] ?? '');
	return [...new Set(off)].filter(Boolean).sort();
}

/**
 * Disables the plugin's bundle as Settings › Extensions does: it survives restarts, and processes that share a Redis
 * with this one follow at once. After this, nothing of the plugin is registered in this process any more.
 */
export async function switchOff(host: Host, plugin: string): Promise<void> {
	await enableBundle(host, plugin, false);
}

export async function switchOn(host: Host, plugin: string): Promise<void> {
	await enableBundle(host, plugin, true);
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
