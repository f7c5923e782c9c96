import type { Knex } from 'knex';
import { dialectOf, type Dialect } from './dialect.ts';

/** One database connection for the length of a run, because temporary tables belong to a connection. */
export interface Session {
	dialect: Dialect;
	run: (sql: string, bindings?: readonly unknown[]) => Promise<void>;
	rows: <T>(sql: string, bindings?: readonly unknown[]) => Promise<T[]>;
	/** All statements of `work` together; they must use the session it is given. */
	transaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
	release: () => Promise<void>;
}

/**
 * Pins a connection. Directus gives SQLite exactly one, which everybody shares: there the session takes it statement
 * by statement, so that other requests are served during a run.
 */
export async function openSession(knex: Knex): Promise<Session> {
	const dialect = dialectOf(knex);
	const isShared = dialect.name === 'sqlite' && (knex.client.pool?.max ?? 1) === 1;
	if (isShared) return sharedSession(knex, dialect);
	const connection: unknown = await knex.client.acquireConnection();
	const direct = statements(dialect, (sql, bindings) => knex.raw(sql, bindings).connection(connection));
	const config = { connection, ...(await isolation(dialect, direct)) } as Knex.TransactionConfig;
	return {
		...direct,
		dialect,
		transaction: (work) => knex.transaction((trx) => work(innerSession(trx, dialect)), config),
		release: async () => {
			await knex.client.releaseConnection(connection);
		},
	};
}

/**
 * What MySQL reads to fill a table it locks, and waits for the uncommitted rows of others, unless each statement sees what
 * is committed, as on PostgreSQL. A binary log of statements does not allow that; then it waits.
 */
async function isolation(dialect: Dialect, { rows }: Pick<Session, 'rows'>): Promise<Knex.TransactionConfig> {
	if (dialect.name !== 'mysql') return {};
	const found = await rows<{ Variable_name: string; Value: string }>(
		"SHOW VARIABLES WHERE Variable_name IN ('log_bin', 'binlog_format')",
	);
	const value = (name: string) => found.find((row) => row.Variable_name === name)?.Value;
	const logsStatements = value('log_bin') === 'ON' && value('binlog_format') === 'STATEMENT';
	return logsStatements ? {} : { isolationLevel: 'read committed' };
}

/** For single reads that need no temporary tables. */
export function sharedSession(knex: Knex, dialect = dialectOf(knex)): Session {
	return {
		...statements(dialect, (sql, bindings) => knex.raw(sql, bindings)),
		dialect,
		transaction: (work) => knex.transaction((trx) => work(innerSession(trx, dialect))),
		release: () => Promise.resolve(),
	};
}

function innerSession(trx: Knex.Transaction, dialect: Dialect): Session {
	const session: Session = {
		...statements(dialect, (sql, bindings) => trx.raw(sql, bindings)),
		dialect,
		transaction: (work) => work(session),
		release: () => Promise.resolve(),
	};
	return session;
}

type Execute = (sql: string, bindings: Knex.RawBinding[]) => PromiseLike<unknown>;

function statements(dialect: Dialect, execute: Execute): Pick<Session, 'run' | 'rows'> {
	const raw = (sql: string, bindings: readonly unknown[] = []) => execute(sql, bindings as Knex.RawBinding[]);
	return {
		rows: async <T>(sql: string, bindings?: readonly unknown[]) =>
			rowsOf(dialect, await raw(sql, bindings)) as T[],
		run: async (sql, bindings) => {
			await raw(sql, bindings);
		},
	};
}

function rowsOf(dialect: Dialect, result: unknown): unknown[] {
	if (dialect.name === 'postgres') return (result as { rows: unknown[] }).rows;
	return dialect.name === 'mysql' ? (result as [unknown[]])[0] : (result as unknown[]);
}
