import type { Knex } from 'knex';

const SQL: Record<string, string> = {
	sqlite3: `SELECT name FROM sqlite_master WHERE type = 'trigger'`,
	pg: 'SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal',
	mysql2: 'SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()',
};

/** Names of the triggers of a database that begin like this, each as often as it is there. */
export async function triggersOf(knex: Knex, prefix: string): Promise<string[]> {
	const client = knex.client.config.client as string;
	const answer: unknown = await knex.raw(SQL[client]!);
	const rows = client === 'pg' ? (answer as { rows: unknown }).rows : client === 'mysql2' ? (answer as unknown[])[0] : answer;
	return (rows as { name: string }[]).map(({ name }) => name).filter((name) => name.startsWith(prefix)).sort();
}
