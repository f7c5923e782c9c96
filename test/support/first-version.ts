import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { connect } from '../../scripts/lib/database.ts';
import type { Environment } from '../../scripts/lib/environment.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import { copyTemplate } from './templates.ts';

const DUMP = join(ROOT, 'test/fixtures/first-version.sql');

/** An instance as the first version of Guanxi left it: built by that version, dumped, and read into a bare Directus. */
export async function firstVersion(): Promise<Environment> {
	const env = await copyTemplate('bare');
	const knex = connect(env);
	await runScript(knex, readFileSync(DUMP, 'utf8')).finally(() => knex.destroy());
	return env;
}

interface SqliteConnection {
	exec: (sql: string, done: (error: Error | null) => void) => void;
}

/** Many statements at once, which knex does not take. */
async function runScript({ client }: Knex, sql: string): Promise<void> {
	const connection = (await client.acquireConnection()) as SqliteConnection;
	await new Promise<void>((resolve, reject) => connection.exec(sql, (error) => (error ? reject(error) : resolve())));
	await client.releaseConnection(connection);
}
