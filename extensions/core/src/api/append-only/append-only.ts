import type { PluginSchema } from '@guanxi/schema/model';
import type { AuditCheck } from '../audit.ts';
import type { Knex } from '../directus.ts';
import { dialect, type Dialect } from '../install/read-current.ts';
import { prefixOf, triggersFor, type AppendOnly, type Trigger } from './triggers.ts';

export type { AppendOnly };

/** How long creating triggers may wait for transactions that are adding rows, and hold up those behind it. */
const WAIT_SECONDS = 5;

/**
 * Makes the database itself refuse changes of a table's rows. SQLite drops a table's triggers without a word whenever the
 * table is rebuilt, so this is asked at every start. Throws where the database refuses triggers; a table that is not
 * there is passed over.
 */
export async function keepAppendOnly(knex: Knex, rule: AppendOnly): Promise<void> {
	const wanted = await wantedTriggers(knex, rule);
	const present = await presentTriggers(knex, rule.table);
	const isComplete = wanted.length === present.length && wanted.every(({ name }) => present.includes(name));
	if (isComplete) return;
	await changeTriggers(knex, async (trx) => {
		await dropTriggers(trx, rule.table);
		for (const text of wanted.flatMap(({ create }) => create)) await trx.raw(text);
	});
}

/** Rows may be changed again: before the table goes, or while a migration works on it. */
export async function releaseAppendOnly(knex: Knex, { table }: AppendOnly): Promise<void> {
	if ((await presentTriggers(knex, table)).length > 0) await changeTriggers(knex, (trx) => dropTriggers(trx, table));
}

/** Says which triggers are missing: `name` is the check's, such as `core.events_are_append_only`. */
export function appendOnlyCheck(name: string, rule: AppendOnly): AuditCheck {
	return {
		name,
		violations: async ({ database }) => {
			const present = await presentTriggers(database, rule.table);
			return (await wantedTriggers(database, rule)).map((trigger) => trigger.name).filter((item) => !present.includes(item));
		},
	};
}

/** The append-only collections that a plugin declares. */
export function appendOnlyOf({ collections }: PluginSchema): AppendOnly[] {
	return collections.flatMap(({ collection, fields, appendOnly }) => {
		if (!appendOnly) return [];
		const mayBecomeNull = fields.filter(({ relation }) => relation?.onDelete === 'SET NULL').map(({ field }) => field);
		return [{ table: collection, mayChange: appendOnly.mayChange, mayBecomeNull }];
	});
}

async function wantedTriggers(knex: Knex, rule: AppendOnly): Promise<Trigger[]> {
	const columns = Object.keys(await knex(rule.table).columnInfo()).sort();
	return columns.length === 0 ? [] : triggersFor(dialect(knex), rule, columns);
}

const PRESENT: Record<Dialect, string> = {
	pg: `SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgrelid = to_regclass(?)`,
	sqlite3: `SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?`,
	mysql: `SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS
		WHERE TRIGGER_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = ?`,
};

async function presentTriggers(knex: Knex, table: string): Promise<string[]> {
	const rows = await rowsOf(knex, PRESENT[dialect(knex)], [table]);
	return rows.map(({ name }) => name).filter((name) => name.startsWith(prefixOf(table)));
}

async function dropTriggers(trx: Knex, table: string): Promise<void> {
	if (dialect(trx) !== 'pg') {
		for (const name of await presentTriggers(trx, table)) await trx.raw(`DROP TRIGGER IF EXISTS ${name}`);
		return;
	}
	const functions = `SELECT CAST(p.oid AS regprocedure)::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
		WHERE n.nspname = current_schema() AND p.proname ~ ?`;
	const rows = await rowsOf(trx, functions, [`^${prefixOf(table)}(row|truncate)_[0-9a-f]{8}$`]);
	for (const { name } of rows) await trx.raw(`DROP FUNCTION ${name} CASCADE`);
}

/** On one connection, whose waiting is limited; MySQL ends a transaction with every statement of this kind. */
async function changeTriggers(knex: Knex, work: (trx: Knex) => Promise<void>): Promise<void> {
	const client = dialect(knex);
	await knex.transaction(async (trx) => {
		if (client === 'pg') await trx.raw(`SET LOCAL lock_timeout = '${WAIT_SECONDS}s'`);
		if (client === 'mysql') await trx.raw(`SET lock_wait_timeout = ${WAIT_SECONDS}`);
		try {
			await work(trx);
		} finally {
			if (client === 'mysql') await trx.raw('SET lock_wait_timeout = @@global.lock_wait_timeout');
		}
	});
}

async function rowsOf(knex: Knex, sql: string, bindings: string[]): Promise<{ name: string }[]> {
	const answer: unknown = await knex.raw(sql, bindings);
	const client = dialect(knex);
	if (client === 'pg') return (answer as { rows: { name: string }[] }).rows;
	return client === 'mysql' ? (answer as [{ name: string }[]])[0] : (answer as { name: string }[]);
}
