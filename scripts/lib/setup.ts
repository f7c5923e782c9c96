import { renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { buildBundles } from './build.ts';
import { isCoreOff } from './core-switch.ts';
import { connect, probeDatabase } from './database.ts';
import { directus } from './directus.ts';
import { rememberPassword, type Environment } from './environment.ts';
import { say, step } from './say.ts';

/**
 * Makes an instance ready: bundles built, Directus bootstrapped, schema installed, rows loaded and scored.
 * A run against the same build and database skips all of it.
 */
export async function setUp(env: Environment, options: { seed: boolean }): Promise<void> {
	const probe = await probeDatabase(env);
	const build = await buildBundles();
	const version = createRequire(import.meta.url)('directus/package.json').version as string;
	const fingerprint = `${version} ${build} ${env['CRM_SEED']}`;
	const isDone = options.seed ? probe.setUp === fingerprint : probe.setUp?.startsWith(`${version} `);
	if (isDone) return;
	if (probe.directus) await step('Migrating Directus', () => directus(['bootstrap'], env));
	else await step('Creating the database', () => createDatabase(env));
	if (!options.seed) return;
	if (await isCoreOff(env)) {
		say('Guanxi was uninstalled here; Directus starts without it. "npm run crm -- install" installs it again.');
		return;
	}
	const printed = await step('Installing the schema, loading rows, scoring', () =>
		directus(['crm', 'setup', '--fingerprint', fingerprint], env),
	);
	say(printed.trim().split('\n\n')[0]!); // the class table follows when the server is up
}

/**
 * Directus cannot resume a bootstrap that was stopped half-way. A SQLite file therefore gets its name only when it is
 * whole; on a database server the remains are named, and clearing them is left to their owner.
 */
async function createDatabase(env: Environment): Promise<void> {
	rememberPassword(env['CRM_DATA_DIR']!, Boolean(process.env['ADMIN_PASSWORD']));
	const file = env['DB_CLIENT'] === 'sqlite3' ? env['DB_FILENAME'] : undefined;
	if (!file) {
		await refuseRemains(env);
		await directus(['bootstrap'], env);
		return;
	}
	const draft = `${file}.new`;
	for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(draft + suffix, { force: true });
	await directus(['bootstrap'], { ...env, DB_FILENAME: draft });
	renameSync(draft, file);
}

async function refuseRemains(env: Environment): Promise<void> {
	const knex = connect(env);
	const halfMade = await knex.schema.hasTable('directus_collections').finally(() => knex.destroy());
	if (!halfMade) return;
	throw new Error('the database holds parts of Directus from a start that was stopped; empty it and start again');
}
