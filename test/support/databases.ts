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

async function postgres(): Promise<Server> {
	const server = await startPostgres();
	const create = async () => {
		const name = `t_${randomBytes(6).toString('hex')}`;
		await server.createDatabase(name);
		return knexModule({ client: 'pg', connection: server.connection(name), pool: { min: 0, max: 4 } });
	};
	return { create, stop: server.stop };
}

/** Databases created here are dropped again; the server belongs to whoever set the address. */
async function mariadb(): Promise<Server> {
	const url = new URL(process.env['MARIADB_URL']!);
	const settings = (database?: string) => ({
		client: 'mysql2',
		connection: {
			host: url.hostname,
			port: Number(url.port || 3306),
			user: decodeURIComponent(url.username),
			password: decodeURIComponent(url.password),
			timezone: 'Z',
			...(database ? { database } : {}),
		},
		pool: { min: 0, max: 4 },
	});
	const admin = knexModule(settings());
	const names: string[] = [];
	return {
		create: async () => {
			const name = `t_${randomBytes(6).toString('hex')}`;
			await admin.raw(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
			names.push(name);
			return knexModule(settings(name));
		},
		stop: async () => {
			for (const name of names) await admin.raw(`DROP DATABASE IF EXISTS ${name}`);
			await admin.destroy();
		},
	};
}

function unreachable(): Promise<Knex> {
	return Promise.reject(new Error('This suite is skipped'));
}
