import type { Host } from '../directus.ts';
import { dialect } from '../install/read-current.ts';

/** The commands that keep a copy of what an uninstall is about to remove. */
export function backupHints({ database, env }: Pick<Host, 'database' | 'env'>): string[] {
	const name = String(env['DB_DATABASE'] ?? 'DATABASE');
	const byDialect = {
		sqlite3: `sqlite3 ${String(env['DB_FILENAME'] ?? 'crm.db')} ".backup guanxi.db"`,
		pg: `pg_dump --format=custom --file=guanxi.dump ${name}`,
		mysql: `mysqldump --single-transaction --routines --triggers ${name} > guanxi.sql`,
	};
	return [byDialect[dialect(database)], 'npx directus schema snapshot guanxi-schema.yaml', 'and the folder of uploaded files'];
}
