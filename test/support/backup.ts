import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { connect } from '../../scripts/lib/database.ts';
import type { Environment } from '../../scripts/lib/environment.ts';
import { databaseOf, RUN_FOLDER, testEnvironment } from './templates.ts';

/**
 * Backs a running instance up as docs/operations.md says and restores it into a fresh database. The environment of
 * the restored instance; nothing serves it yet.
 */
export async function backUpAndRestore(env: Environment): Promise<Environment> {
	const name = `restored_${randomUUID().slice(0, 8)}`;
	const folder = join(RUN_FOLDER, name);
	mkdirSync(folder, { recursive: true });
	if (env['DB_CLIENT'] === 'sqlite3') return restoreSqlite(env, folder);
	if (env['DB_CLIENT'] === 'mysql') return restoreMysql(env, folder, name);
	return restorePostgres(env, folder, name);
}

async function restoreSqlite(env: Environment, folder: string): Promise<Environment> {
	const knex = connect(env);
	await knex.raw('VACUUM INTO ?', [join(folder, 'backup.db')]).finally(() => knex.destroy());
	renameSync(join(folder, 'backup.db'), join(folder, 'crm.db'));
	return testEnvironment(folder);
}

async function restoreMysql(env: Environment, folder: string, name: string): Promise<Environment> {
	const login = [`--host=${env['DB_HOST']}`, `--port=${env['DB_PORT']}`, `--user=${env['DB_USER']}`, `--password=${env['DB_PASSWORD']}`];
	const options = ['--no-defaults', ...login];
	const flags = ['--single-transaction', '--routines', '--triggers'];
	const dump = execFileSync('mariadb-dump', [...options, ...flags, env['DB_DATABASE']!], { maxBuffer: 2 ** 28 });
	execFileSync('mariadb', [...options, '-e', `CREATE DATABASE ${name} CHARACTER SET utf8mb4`]);
	execFileSync('mariadb', [...options, name], { input: dump });
	const { DB_CLIENT, DB_HOST, DB_PORT, DB_USER, DB_PASSWORD } = env as Record<string, string>;
	const server = { DB_CLIENT, DB_HOST, DB_PORT, DB_USER, DB_PASSWORD } as Record<string, string>;
	return testEnvironment(folder, { ...server, DB_DATABASE: name });
}

async function restorePostgres(env: Environment, folder: string, name: string): Promise<Environment> {
	const from = env['DB_CONNECTION_STRING']!;
	const to = from.replace(/\/[^/]*$/, `/${name}`);
	const knex = connect(env);
	try {
		if (await hasFittingDump(knex)) {
			await knex.raw('CREATE DATABASE ??', [name]);
			const file = join(folder, 'guanxi.dump');
			execFileSync('pg_dump', ['--format=custom', `--file=${file}`, from]);
			execFileSync('pg_restore', ['--no-owner', `--dbname=${to}`, file]);
		} else {
			await knex.raw('CREATE DATABASE ?? TEMPLATE ??', [name, databaseOf('pg-reference')]);
			const target = connect({ DB_CLIENT: 'pg', DB_CONNECTION_STRING: to });
			await copyRows(knex, target).finally(() => target.destroy());
		}
	} finally {
		await knex.destroy();
	}
	return testEnvironment(folder, { DB_CLIENT: 'pg', DB_CONNECTION_STRING: to });
}

/** `pg_dump` refuses servers newer than itself; the package from npm brings a server and no `pg_dump`. */
export async function hasFittingDump(knex: Knex): Promise<boolean> {
	const { stdout } = spawnSync('pg_dump', ['--version'], { encoding: 'utf8' });
	const own = Number(/ (\d+)/.exec(stdout ?? '')?.[1] ?? 0);
	const { rows } = await knex.raw('SHOW server_version_num');
	return own >= Math.floor(Number(rows[0].server_version_num) / 10_000);
}

/** Where no `pg_dump` fits: an installed database of the same build, emptied, then every row and counter of the source. */
async function copyRows(source: Knex, target: Knex): Promise<void> {
	const tables: string[] = await source('pg_tables').where({ schemaname: 'public' }).orderBy('tablename').pluck('tablename');
	await target.transaction(async (trx) => {
		await trx.raw('SET LOCAL session_replication_role = replica'); // Rows come in any order.
		await trx.raw(`TRUNCATE ${tables.map((table) => trx.ref(table).toQuery()).join(', ')}`);
		for (const table of tables) {
			const { rows } = await source.raw(`SELECT coalesce(json_agg(t), '[]')::text AS rows FROM ?? t`, [table]);
			await trx.raw('INSERT INTO ?? SELECT * FROM json_populate_recordset(null::??, ?::json)', [table, table, rows[0].rows]);
		}
		const counters = await source('pg_sequences').where({ schemaname: 'public' }).whereNotNull('last_value');
		for (const { sequencename, last_value: last } of counters) await trx.raw('SELECT setval(?, ?)', [sequencename, last]);
	});
}
