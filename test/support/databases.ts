import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexModule, { type Knex } from 'knex';
import { afterAll, beforeAll, describe } from 'vitest';
import { whyNoMariaDb } from './mariadb-server.ts';
import { startPostgres, whyNoPostgres } from './postgres-cluster.ts';

export type DatabaseName = 'SQLite' | 'PostgreSQL' | 'MariaDB';

/** Gives an empty database of its own to every call; all are gone after the tests of the file. */
export type Connect = () => Promise<Knex>;

/**
 * Runs the same tests on every database this machine has: SQLite always, PostgreSQL from npm, MariaDB where its
 * package is installed or `MARIADB_URL` names a server on which databases may be created. What is left out says why.
 */
export function eachDatabase(title: string, tests: (name: DatabaseName, connect: Connect) => void): void {
	suite(`${title} on SQLite`, 'SQLite', sqlite, tests);
	const missing = whyNoPostgres();
	if (missing) describe.skip(`${title} on PostgreSQL (skipped: ${missing})`, () => tests('PostgreSQL', unreachable));
	else suite(`${title} on PostgreSQL`, 'PostgreSQL', postgres, tests);
	const noMaria = whyNoMariaDb();
	if (noMaria) describe.skip(`${title} on MariaDB (skipped: ${noMaria})`, () => tests('MariaDB', unreachable));
	else suite(`${title} on MariaDB`, 'MariaDB', mariadb, tests);
}

interface Server {
	create: () => Promise<Knex>;
	stop: () => Promise<void>;
}

function suite(
	title: string,
	name: DatabaseName,
	start: () => Promise<Server>,
	tests: (name: DatabaseName, connect: Connect) => void,
): void {
	describe(title, () => {
		const open: Knex[] = [];
		let server: Server | undefined;
		beforeAll(async () => {
			server = await start();
		}, 120_000);
		afterAll(async () => {
			await Promise.all(open.map((knex) => knex.destroy()));
			await server?.stop();
		}, 60_000);
		tests(name, async () => {
			const knex = await server!.create();
			open.push(knex);
			return knex;
		});
	});
}

/** The settings of Directus: one connection, foreign keys on. */
async function sqlite(): Promise<Server> {
	const folder = mkdtempSync(join(tmpdir(), 'guanxi-sqlite-'));
	const create = () => {
		const knex = knexModule({
			client: 'sqlite3',
			connection: { filename: join(folder, `${randomBytes(6).toString('hex')}.db`) },
			useNullAsDefault: true,
			pool: {
				min: 1,
				max: 1,
				afterCreate: (connection: SqliteConnection, done: (error: Error | null) => void) =>
					connection.exec('PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF;', done),
			},
		});
		return Promise.resolve(knex);
	};
	return { create, stop: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })) };
}

interface SqliteConnection {
	exec: (sql: string, done: (error: Error | null) => void) => void;
}

/** The server of the whole run; where there is none, because one part is run alone, its own. */
async function postgres(): Promise<Server> {
	const own = process.env['GUANXI_PG_URL'] ? null : await startPostgres();
	const connection = connectionOf(own?.url ?? process.env['GUANXI_PG_URL']!);
	const settings = (database = 'postgres') => ({ client: 'pg', connection: { ...connection, database } });
	// A process that was killed may still be connected.
	const { create, stop } = onServer(settings, { create: '', drop: 'WITH (FORCE)' });
	return { create, stop: () => stop().finally(() => own?.stop()) };
}

/** The server belongs to whoever set the address. */
function mariadb(): Promise<Server> {
	const connection = { ...connectionOf(process.env['MARIADB_URL']!), timezone: 'Z' };
	const settings = (database?: string) => ({ client: 'mysql2', connection: { ...connection, ...(database ? { database } : {}) } });
	return Promise.resolve(onServer(settings, { create: 'CHARACTER SET utf8mb4', drop: '' }));
}

function connectionOf(address: string): { host: string; port: number; user: string; password: string } {
	const { hostname, port, username, password } = new URL(address);
	return { host: hostname, port: Number(port || 3306), user: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/** Databases created here are dropped again. */
function onServer(settings: (database?: string) => Knex.Config, how: { create: string; drop: string }): Server {
	const admin = knexModule({ ...settings(), pool: { min: 0, max: 1 } });
	const names: string[] = [];
	return {
		create: async () => {
			const name = `t_${randomBytes(6).toString('hex')}`;
			await admin.raw(`CREATE DATABASE ${name} ${how.create}`);
			names.push(name);
			return knexModule({ ...settings(name), pool: { min: 0, max: 4 } });
		},
		stop: async () => {
			for (const name of names) await admin.raw(`DROP DATABASE IF EXISTS ${name} ${how.drop}`);
			await admin.destroy();
		},
	};
}

function unreachable(): Promise<Knex> {
	return Promise.reject(new Error('This suite is skipped'));
}
