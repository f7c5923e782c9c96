import type { Host } from '../directus.ts';
import { contributionsOf } from '../install/contributions.ts';
import { readMetaRows, writeMeta } from '../meta-rows.ts';
import { plugInsOff } from '../uninstall/switch-plugin.ts';
import { dropStrayWatches } from '../watch/watch.ts';
import { dropTriggersBut } from './trigger-set.ts';

const MEMORY = 'triggers:';

/**
 * Drops what waits for changes on behalf of nobody, or its rows would grow without bound: a plugin that is off, by Settings
 * for instance, cannot take its triggers away itself. Once it is on again it makes them again, and finds what it missed.
 */
export async function dropStrays(host: Host): Promise<void> {
	const { database } = host;
	const schemas = (await contributionsOf(host)).map(({ schema }) => schema);
	await dropStrayWatches(database, schemas);
	const known = await readMetaRows<string>(database, MEMORY);
	for (const { plugin, triggerPrefix } of schemas) {
		if (triggerPrefix && known.get(plugin) !== triggerPrefix) await writeMeta(database, MEMORY + plugin, triggerPrefix);
	}
	for (const plugin of await plugInsOff(database)) {
		const prefix = known.get(plugin);
		if (prefix) await dropTriggersBut(database, { prefix, wanted: [] });
	}
}
