import { createRequire } from 'node:module';
import { buildBundles } from './build.ts';
import { probeDatabase } from './database.ts';
import { directus } from './directus.ts';
import type { Environment } from './environment.ts';
import { say, step } from './say.ts';

/**
 * Makes an instance ready: bundles built, Directus bootstrapped, schema installed, rows loaded and scored.
 * A run against the same build and database skips all of it.
 */
export async function setUp(env: Environment, options: { seed: boolean }): Promise<void> {
	const build = await buildBundles();
	const version = createRequire(import.meta.url)('directus/package.json').version as string;
	const fingerprint = `${version} ${build} ${options.seed ? env['CRM_SEED'] : 'bare'}`;
	const probe = await probeDatabase(env);
	if (probe.setUp === fingerprint) return;
	await step(probe.directus ? 'Migrating Directus' : 'Creating the database', () =>
		directus(['bootstrap'], env),
	);
	if (!options.seed) return;
	const printed = await step('Installing the schema, loading rows, scoring', () =>
		directus(['crm', 'setup', '--fingerprint', fingerprint], env),
	);
	say(printed.trim());
}
