import { rmSync } from 'node:fs';
import { buildBundles } from '../../scripts/lib/build.ts';
import { startMariaDb, whyNoMariaDb } from './mariadb-server.ts';
import { startPostgres } from './postgres-cluster.ts';
import { RUN_FOLDER, makeTemplate, type Template } from './templates.ts';

/**
 * Once per test run: current bundles, a PostgreSQL server, a MariaDB server where it is installed, and databases to copy.
 */
export default async function setup(): Promise<() => Promise<void>> {
	process.env['GUANXI_TEST_FOLDER'] = RUN_FOLDER;
	if (process.env['GUANXI_TEST_UNIT']) return () => Promise.resolve();
	await buildBundles();
	const postgres = await startPostgres();
	process.env['GUANXI_PG_URL'] = postgres.url;
	const maria = ownMariaDb() ? await startMariaDb() : null;
	if (maria) process.env['MARIADB_URL'] = maria.url;
	await Promise.all([makeAll(['bare', 'reference', 'demo']), makeAll(onServers())]);
	return async () => {
		await postgres.stop();
		await maria?.stop();
		rmSync(RUN_FOLDER, { recursive: true, force: true });
	};
}

/** A server that was given is used as it is. */
const ownMariaDb = (): boolean => !process.env['MARIADB_URL'] && whyNoMariaDb() === null;

function onServers(): Template[] {
	return ['pg-bare', 'pg-reference', ...(process.env['MARIADB_URL'] ? (['maria-bare', 'maria-reference'] as const) : [])];
}

/** One after the other: two at a time are enough for two cores. */
async function makeAll(templates: Template[]): Promise<void> {
	for (const template of templates) await makeTemplate(template);
}
