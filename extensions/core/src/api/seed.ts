import { ROLES } from '@guanxi/schema/core/roles';
import type { RoleId } from '@guanxi/schema/roles/model';
import { loadDemo, type DemoRoles } from '@guanxi/seeds/demo/load';
import { dateIn } from '../domain/time.ts';
import type { Outcome } from './cli.ts';
import type { Host } from './directus.ts';
import { INSTALL_WORDS } from '../domain/install/install-words.ts';
import { refusal } from './errors.ts';
import { contributionsOf } from './install/contributions.ts';
import type { OwnedSeed } from './install/seed-memory.ts';
import { readSeedStates, refreshMemories } from './install/seed-states.ts';
import { plantSeeds, updateSeeds } from './install/seeds.ts';
import { seedKey } from '../domain/install/plan.ts';
import { readSettings } from './settings.ts';

/** Loads reference or demo rows; loading again adds nothing. */
export async function seed(host: Host, set: string): Promise<Outcome> {
	if (set !== 'reference' && set !== 'demo') {
		throw refusal(400, INSTALL_WORDS, { field: 'set', reason: 'unknown_seed', params: { value: set } });
	}
	const rows = await loadReference(host);
	if (set === 'reference') {
		return { result: { set, rows }, text: `${rows} reference rows added.` };
	}
	const now = new Date();
	const { timezone } = await readSettings(host.database);
	const loaded = await loadDemo(host.database, dateIn(now, timezone), { now, roles: await demoRoles(host) });
	if (loaded) await host.emitter.emitFilter('crm.core.demo', null, { now });
	const text = loaded ? 'The demo company is loaded.' : 'The demo company was there already.';
	return { result: { set, rows, loaded }, text };
}

/** New rows are added, rows that nobody edited follow this version. Returns how many are new. */
async function loadReference(host: Host): Promise<number> {
	const rows = await installedOnly(host);
	const { outdated } = await readSeedStates(host, rows, []);
	await updateSeeds(host, rows.filter((row) => outdated.has(seedKey(row))));
	await refreshMemories(host, rows);
	return plantSeeds(host, rows);
}

async function demoRoles({ database }: Host): Promise<DemoRoles> {
	const idOf = async (id: RoleId): Promise<string | null> => {
		const key = ROLES.find((role) => role.id === id)!.role;
		return (await database('directus_roles').where({ id: key }).first('id'))?.id ?? null;
	};
	return { manager: await idOf('manager'), representative: await idOf('representative') };
}

/** Reference rows of plugins that are not installed wait until they are. */
async function installedOnly(host: Host): Promise<OwnedSeed[]> {
	const schema = await host.getSchema({ bypassCache: true });
	const rows = (await contributionsOf(host)).flatMap(({ schema: { plugin }, referenceRows = [] }) =>
		referenceRows.map((row) => ({ ...row, plugin })),
	);
	return rows.filter(({ collection }) => collection in schema.collections);
}
