import type { Host } from './directus.ts';
import { readMetaRows, writeMeta } from './meta-rows.ts';

interface ModuleEntry {
	type: 'module' | 'link';
	id: string;
	enabled: boolean;
	[key: string]: unknown;
}

/** What Directus 11 shows while the setting is empty; written out once, because ours must join it. */
const DIRECTUS_DEFAULT: ModuleEntry[] = [
	{ type: 'module', id: 'content', enabled: true },
	{ type: 'module', id: 'visual', enabled: false },
	{ type: 'module', id: 'users', enabled: true },
	{ type: 'module', id: 'files', enabled: true },
	{ type: 'module', id: 'insights', enabled: true },
	{ type: 'module', id: 'deployments', enabled: false },
	{ type: 'link', id: 'docs', enabled: true, name: '$t:documentation', icon: 'help', url: 'https://docs.directus.io' },
	{ type: 'module', id: 'settings', enabled: true, locked: true },
];

/** "My day". */
const MODULE = 'crm';
const MEMORY = 'module_bar';

/** Ours that were never put into the bar; what an administrator took away since is not missing. */
export async function missingModules({ database }: Host): Promise<string[]> {
	return (await readMetaRows(database, MEMORY)).size > 0 ? [] : [MODULE];
}

/** Puts modules first in the bar, once: an admin who takes one away or moves it keeps that. */
export async function addToModuleBar({ database, services, getSchema }: Host, modules: string[]): Promise<void> {
	if (modules.length === 0) return;
	const settings = new services.SettingsService({ knex: database, schema: await getSchema() });
	const { module_bar: current } = (await settings.readSingleton({ fields: ['module_bar'] })) as {
		module_bar: ModuleEntry[] | null;
	};
	const bar = current ?? DIRECTUS_DEFAULT;
	const fresh = modules.filter((id) => !bar.some((entry) => entry.id === id));
	const entries = fresh.map((id): ModuleEntry => ({ type: 'module', id, enabled: true }));
	if (fresh.length > 0) await settings.upsertSingleton({ module_bar: [...entries, ...bar] });
	await writeMeta(database, MEMORY, true);
}

/** Takes our module out of the bar again; the rest of an administrator's bar stays as it is. */
export async function removeModuleFromBar({ database, services, getSchema }: Host): Promise<void> {
	const settings = new services.SettingsService({ knex: database, schema: await getSchema({ bypassCache: true }) });
	const { module_bar: current } = (await settings.readSingleton({ fields: ['module_bar'] })) as {
		module_bar: ModuleEntry[] | null;
	};
	if (!current?.some(({ id }) => id === MODULE)) return;
	await settings.upsertSingleton({ module_bar: current.filter(({ id }) => id !== MODULE) });
}
