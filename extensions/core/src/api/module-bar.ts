import type { Host } from './directus.ts';

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

/** Puts "My day" first in the module bar, once: an admin who takes it away or moves it keeps that. */
export async function addModuleToBar({ database, services, getSchema }: Host): Promise<void> {
	if (await database('crm_meta').where({ key: 'module_bar' }).first('key')) return;
	const settings = new services.SettingsService({ knex: database, schema: await getSchema() });
	const { module_bar: current } = (await settings.readSingleton({ fields: ['module_bar'] })) as {
		module_bar: ModuleEntry[] | null;
	};
	const bar = current ?? DIRECTUS_DEFAULT;
	if (!bar.some(({ id }) => id === 'crm')) {
		await settings.upsertSingleton({ module_bar: [{ type: 'module', id: 'crm', enabled: true }, ...bar] });
	}
	await database('crm_meta').insert({ key: 'module_bar', value: 'true', updated_at: new Date() });
}

/** Takes our module out of the bar again; the rest of an administrator's bar stays as it is. */
export async function removeModuleFromBar({ database, services, getSchema }: Host): Promise<void> {
	const settings = new services.SettingsService({ knex: database, schema: await getSchema({ bypassCache: true }) });
	const { module_bar: current } = (await settings.readSingleton({ fields: ['module_bar'] })) as {
		module_bar: ModuleEntry[] | null;
	};
	if (!current?.some(({ id }) => id === 'crm')) return;
	await settings.upsertSingleton({ module_bar: current.filter(({ id }) => id !== 'crm') });
}
