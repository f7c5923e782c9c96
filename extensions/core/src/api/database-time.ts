import type { Knex } from './directus.ts';
import { dialect } from './install/read-current.ts';

const CLOCKS = {
	pg: 'SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint) AS ms',
	mysql: `SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000 AS ms`,
};

/**
 * The database's own clock, in whole milliseconds. Leases and due times are compared by several machines, whose clocks
 * differ; the database has one. SQLite lives in our process and has ours.
 */
export async function databaseTime(database: Knex): Promise<Date> {
	const client = dialect(database);
	if (client === 'sqlite3') return new Date();
	const answer = await database.raw(CLOCKS[client]);
	const [row] = client === 'pg' ? answer.rows : answer[0];
	return new Date(Number(row.ms));
}
