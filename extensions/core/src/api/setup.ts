import type { Outcome } from './cli.ts';
import type { Host } from './directus.ts';
import { INSTALL_WORDS } from '../domain/install/install-words.ts';
import { refusal } from './errors.ts';
import { forgetDoubledExtensions } from './doubled-extensions.ts';
import { install } from './install/install.ts';
import { installedRoles } from './install/roles.ts';
import { withLease } from './lease.ts';
import { seed } from './seed.ts';

/**
 * Everything between an empty Directus and the first login: schema and reference rows, the demo company where the
 * instance has no customers yet, and what other bundles add (emitter filter `crm.core.setup`, such as scoring).
 */
export async function setUp(host: Host, fingerprint: string): Promise<Outcome> {
	await install(host);
	const done = await withLease(host.database, 'setup', LEASE, () => setUpInstalled(host, fingerprint));
	if (done) return done;
	throw refusal(409, INSTALL_WORDS, { reason: 'setup_running' });
}

/** Servers that start together take turns: the second finds everything done. */
const LEASE = { ttlMs: 15_000, waitMs: 15 * 60_000 };

async function setUpInstalled(host: Host, fingerprint: string): Promise<Outcome> {
	await forgetDoubledExtensions(host.database);
	const demo = host.env['CRM_SEED'] !== 'reference' && (await hasNoCustomers(host));
	const { text } = await seed(host, demo ? 'demo' : 'reference');
	const { missing } = await installedRoles(host);
	const told = [text, ...(missing ? [missing] : [])];
	const lines = await host.emitter.emitFilter<string[]>('crm.core.setup', told, {});
	const row = { value: JSON.stringify(fingerprint), updated_at: new Date() };
	await host.database('crm_meta').insert({ key: 'setup', ...row }).onConflict('key').merge();
	return { result: { lines }, text: lines.join('\n') };
}

async function hasNoCustomers({ database }: Host): Promise<boolean> {
	return (await database('crm_customers').first('id')) === undefined;
}
