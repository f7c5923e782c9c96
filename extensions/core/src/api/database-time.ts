import type { Knex } from './directus.ts';
import { dialect } from './install/read-current.ts';

const CLOCKS = {
	pg: 'CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint)',
	mysql: `(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000)`,
};

/**
 * The database's own clock, in whole milliseconds. Leases and due times are compared by several machines, whose clocks
 * differ; the database has one. SQLite lives in our process and has ours.
 */
export async function databaseTime(database: Knex): Promise<Date> {
	return new Date(Number((await database.first(nowColumn(database)))!['ms']));
}

/** That clock as a column `ms`, for a statement that is sent anyway. */
export function nowColumn(database: Knex): Knex.Raw {
	const client = dialect(database);
	return client === 'sqlite3' ? database.raw('? AS ms', [Date.now()]) : database.raw(`${CLOCKS[client]} AS ms`);
}
