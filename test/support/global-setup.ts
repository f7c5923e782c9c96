import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildBundles } from '../../scripts/lib/build.ts';
import { say } from '../../scripts/lib/say.ts';
import { installCompat } from './compat.ts';
import { startMariaDb, whyNoMariaDb } from './mariadb-server.ts';
import { startPostgres } from './postgres-cluster.ts';
import { RUN_FOLDER, removeLeftovers } from './run-folder.ts';
import { dropDatabases, makeTemplate, type Template } from './templates.ts';

/**
 * Once per test run: current bundles, a PostgreSQL server, a MariaDB server where it is installed, and databases to copy.
 */
export default async function setup(): Promise<() => Promise<void>> {
	process.env['GUANXI_TEST_FOLDER'] = RUN_FOLDER;
	if (process.env['GUANXI_TEST_UNIT']) return () => Promise.resolve();
	removeLeftovers();
	// Every Directus of this run loads the same thousands of modules.
	process.env['NODE_COMPILE_CACHE'] ??= join(RUN_FOLDER, 'compiled');
	await buildBundles();
	const postgres = await startPostgres();
	process.env['GUANXI_PG_URL'] = postgres.url;
	const maria = ownMariaDb() ? await startMariaDb() : null;
	if (maria) process.env['MARIADB_URL'] = maria.url;
	const compat = process.env['GUANXI_TEST_COMPAT'] ? installCompat().catch(tell) : null;
	await Promise.all([makeAll(['bare', 'reference', 'demo']), makeOnServers(), compat]);
	return async () => {
		await postgres.stop();
		if (maria) await maria.stop();
		else if (process.env['MARIADB_URL']) await dropDatabases();
		rmSync(RUN_FOLDER, { recursive: true, force: true });
	};
}

const tell = ({ message }: Error): void => say(`${message}\nIts tests are skipped.`);

/** A server that was given is used as it is. */
const ownMariaDb = (): boolean => !process.env['MARIADB_URL'] && whyNoMariaDb() === null;

async function makeOnServers(): Promise<void> {
	await makeAll(['pg-bare', 'pg-reference']);
	if (process.env['MARIADB_URL']) await makeAll(['maria-bare', 'maria-reference']);
}

/** One after the other, the first of them bare: two at a time are enough for two cores. */
async function makeAll([bare, ...installed]: [Template, ...Template[]]): Promise<void> {
	await makeTemplate(bare);
	for (const template of installed) await makeTemplate(template, bare);
}
