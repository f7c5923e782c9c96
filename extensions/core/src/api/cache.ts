import type { Host } from './directus.ts';
import { ADMIN } from './install/apply.ts';

/**
 * Directus forgets cached answers after writes that pass through it; after ours below it we have to say so. In a cluster the
 * cache is in Redis, or each server has its own: then only the message that goes with a system purge reaches the others.
 * `always` is for what changed many rows; otherwise Directus' own setting `CACHE_AUTO_PURGE` decides.
 */
export async function purgeCache(host: Host, { always = false } = {}): Promise<void> {
	const { env, services, database } = host;
	if (env['CACHE_ENABLED'] !== true || !(always || env['CACHE_AUTO_PURGE'] === true)) return;
	const utils = new services.UtilsService({ knex: database, schema: await host.getSchema(), accountability: ADMIN });
	await utils.clearCache({ system: env['CACHE_STORE'] === 'memory' });
}
