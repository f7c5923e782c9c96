import { collectionLimit, fitCollections, type PluginNeed } from '../../domain/install/collection-limit.ts';
import type { Plan } from '../../domain/install/plan.ts';
import type { Host } from '../directus.ts';
import { INSTALL_WORDS } from '../../domain/install/install-words.ts';
import { refusal } from '../errors.ts';
import { ADMIN } from './apply.ts';
import type { WantedBy } from './manifests.ts';

/** Refuses a plan for which the host has no room, before anything is written, and says which plugins fit. */
export async function refuseOverLimit(host: Host, plan: Plan, wantedBy: WantedBy): Promise<void> {
	const fresh = new Set([...plan.collections, ...plan.adopted].filter(({ schema }) => schema).map(({ collection }) => collection));
	if (fresh.size === 0) return;
	const needs: PluginNeed[] = [...wantedBy].map(([plugin, { collections }]) => ({
		plugin,
		collections: collections.filter(({ collection }) => fresh.has(collection)).length,
	}));
	const limit = await readLimit(host);
	const answer = fitCollections(limit, limit === null ? 0 : await countRegistered(host), needs);
	if (answer.fits || limit === null) return;
	const { needed, free, possible } = answer;
	const params = { limit, needed, free, possible: possible.join(',') || '–' };
	throw refusal(409, INSTALL_WORDS, { reason: 'collection_limit', params });
}

async function readLimit(host: Host): Promise<number | null> {
	// Compose hands on what is not set as an empty text.
	const setting = host.env['CRM_COLLECTION_LIMIT'] || undefined;
	const major = await majorVersion(host);
	const isLicensed = major >= 12 && (await hasLicence(host));
	return collectionLimit({ major, isLicensed, setting: setting === undefined ? undefined : String(setting) });
}

async function majorVersion({ database, services, getSchema }: Host): Promise<number> {
	const server = new services.ServerService({ knex: database, schema: await getSchema(), accountability: ADMIN });
	const { version } = (await server.serverInfo()) as { version?: string };
	return Number.parseInt(version ?? '11', 10);
}

/** Where Directus 12 itself looks: the environment, then its settings. */
async function hasLicence({ database, env }: Host): Promise<boolean> {
	if (env['LICENSE_KEY'] || env['LICENSE_TOKEN']) return true;
	const settings = (await database('directus_settings').first('*')) as Record<string, unknown> | undefined;
	return Boolean(settings?.['license_key'] || settings?.['license_token']);
}

/** As Directus 12 counts: active, with a table; folders and plain tables are free. */
async function countRegistered({ database, getSchema }: Host): Promise<number> {
	const schema = await getSchema({ bypassCache: true });
	const rows = (await database('directus_collections').select('*')) as { collection: string; status?: string }[];
	return rows.filter(({ collection, status }) => collection in schema.collections && (status ?? 'active') === 'active').length;
}
