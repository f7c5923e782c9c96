import { rmSync } from 'node:fs';
import { buildBundles } from '../../scripts/lib/build.ts';
import { startPostgres } from './postgres-cluster.ts';
import { RUN_FOLDER, makeTemplate } from './templates.ts';

/**
 * Once per test run: current bundles, a PostgreSQL server, and databases to copy: bare Directus, installed with
 * reference rows, installed with the demo company.
 */
export default async function setup(): Promise<() => Promise<void>> {
	process.env['GUANXI_TEST_FOLDER'] = RUN_FOLDER;
	if (process.env['GUANXI_TEST_UNIT']) return () => Promise.resolve();
	await buildBundles();
	const postgres = await startPostgres();
	process.env['GUANXI_PG_URL'] = postgres.url;
	await Promise.all([
		makeTemplate('bare', { CRM_SEED: 'none' }),
		makeTemplate('reference', { CRM_SEED: 'reference' }),
		makeTemplate('demo', { CRM_SEED: 'demo' }),
	]);
	await postgres.createDatabase('template_reference');
	await makeTemplate('pg-reference', {
		CRM_SEED: 'reference',
		DB_CLIENT: 'pg',
		DB_CONNECTION_STRING: postgres.urlOf('template_reference'),
	});
	return async () => {
		await postgres.stop();
		rmSync(RUN_FOLDER, { recursive: true, force: true });
	};
}
