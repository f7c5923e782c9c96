import { createRequire } from 'node:module';
import { existsSync, statSync } from 'node:fs';
import type { Knex } from 'knex';
import { databaseTrouble } from '../../extensions/core/src/domain/database-trouble.ts';
import type { Environment } from './environment.ts';

export interface Probe {
	/** Directus' own tables are there. */
	directus: boolean;
	/** Fingerprint of the build that was last set up here, or null. */
	setUp: string | null;
}

/** Looks at the database without changing it. Throws one clear line when it cannot be reached. */
export async function probeDatabase(env: Environment): Promise<Probe> {
	if (env['DB_CLIENT'] === 'sqlite3') {
		const file = env['DB_FILENAME'] ?? '';
		if (!existsSync(file) || statSync(file).size === 0) return { directus: false, setUp: null };
	}
	const knex = connect(env);
	try {
		await knex.raw('SELECT 1');
		const directus = await isBootstrapped(knex);
		const guanxi = directus && (await knex.schema.hasTable('crm_meta'));
		const row = guanxi ? await knex('crm_meta').where({ key: 'setup' }).first('value') : null;
		return { directus, setUp: row ? (JSON.parse(row.value) as string) : null };
	} catch (error) {
		const reason = error instanceof Error ? error.message || String(error) : String(error);
		const unknown = `The database cannot be reached (${firstLine(reason)}). Check DB_CONNECTION_STRING or DB_HOST, DB_PORT, DB_USER, DB_PASSWORD and DB_DATABASE.`;
		throw new Error(databaseTrouble(reason) ?? unknown);
	} finally {
		await knex.destroy();
	}
}

/** One line about a database that was reached before and is not any more, or null. */
export function whatHappenedTo(env: Environment): Promise<string | null> {
	return probeDatabase(env).then(
		() => null,
		(error: Error) => error.message,
	);
}

/** The last thing a bootstrap makes is the first user's row; tables alone may be a start that was stopped. */
async function isBootstrapped(knex: Knex): Promise<boolean> {
	if (!(await knex.schema.hasTable('directus_settings'))) return false;
	if (!(await knex.schema.hasTable('directus_migrations'))) return false;
	return (await knex('directus_roles').first('id')) !== undefined;
}

export function connect(env: Environment): Knex {
	const require = createRequire(import.meta.url);
	const knex = require('knex') as typeof import('knex').default;
	const client = env['DB_CLIENT'] === 'mysql' ? 'mysql2' : env['DB_CLIENT']!;
	const { connectionString, searchPath, version, ...rest } = databaseVariables(env);
	for (const other of ['client', 'pool', 'excludeTables']) delete rest[other];
	return knex({
		client,
		...(version ? { version: String(version) } : {}),
		...(searchPath ? { searchPath: String(searchPath) } : {}),
		connection: (connectionString ?? rest) as Knex.StaticConnectionConfig,
		useNullAsDefault: client === 'sqlite3',
		acquireConnectionTimeout: 8000,
		pool: client === 'sqlite3' ? { min: 1, max: 1, afterCreate: enforceForeignKeys } : { min: 0, max: 4 },
	});
}

interface Variables {
	[name: string]: string | boolean | Variables;
}

/** `DB_SSL__CA` → `{ ssl: { ca } }`: the same reading of variables as Directus', so that both reach the same server. */
function databaseVariables(env: Environment): Variables {
	const camel = (name: string): string => name.toLowerCase().replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
	const read = (value: string): string | boolean => (/^(true|false)$/i.test(value) ? value.toLowerCase() === 'true' : value);
	const found: Variables = {};
	for (const [key, value] of Object.entries(env)) {
		if (!key.startsWith('DB_')) continue;
		const path = key.slice(3).split('__').map(camel);
		let place = found;
		for (const part of path.slice(0, -1)) place = (place[part] ??= {}) as Variables;
		place[path.at(-1)!] = read(value);
	}
	return found;
}

type Done = (error: Error | null, connection: unknown) => void;

function enforceForeignKeys(connection: { run: (sql: string) => void }, done: Done): void {
	connection.run('PRAGMA foreign_keys = ON');
	done(null, connection);
}

function firstLine(text: string): string {
	return text.split('\n')[0]!.replace(/:[^:@/\s]+@/, ':***@');
}
