import { createHash } from 'node:crypto';
import type { Knex } from '../directus.ts';
import { dialect, type Dialect } from '../install/read-current.ts';

/** Stands for the trigger's name in its texts. */
export const NAME = '@name@';

/** Triggers of ours on one table that belong together: all of them are there, or all are made anew. */
export interface TriggerSet {
	table: string;
	/** Every trigger and function of the set begins like this, and nothing else does; MySQL takes names of 64 characters. */
	prefix: string;
	triggers: TriggerText[];
}

export interface TriggerText {
	/** Lower-case letters; distinguishes the triggers of a set. */
	event: string;
	/** Statements that make it, with `NAME` for its name. */
	create: string[];
}

/** How long creating triggers may wait for transactions that are writing, and hold up those behind it. */
const WAIT_SECONDS = 5;

/**
 * Makes sure that the set is there. SQLite drops a table's triggers without a word whenever the table is rebuilt, so this is
 * asked at every start. Throws where the database refuses triggers.
 */
export async function keepTriggers(knex: Knex, set: TriggerSet): Promise<void> {
	const present = await presentTriggers(knex, set);
	const wanted = named(set);
	if (wanted.length === present.length && wanted.every(({ name }) => present.includes(name))) return;
	await changeTriggers(knex, async (trx) => {
		await drop(trx, set);
		for (const text of wanted.flatMap(({ create }) => create)) await trx.raw(text);
	});
}

export async function dropTriggers(knex: Knex, set: Pick<TriggerSet, 'table' | 'prefix'>): Promise<void> {
	// PostgreSQL keeps triggers that somebody has disabled, and they would come back.
	const isThere = dialect(knex) === 'pg' ? (await functionsOf(knex, set)).length > 0 : (await presentTriggers(knex, set)).length > 0;
	if (isThere) await changeTriggers(knex, (trx) => drop(trx, set));
}

/** On whatever table, all that begin with `prefix`, but not with one of those that are wanted. */
export async function dropTriggersBut(knex: Knex, { prefix, wanted }: { prefix: string; wanted: string[] }): Promise<void> {
	const isStray = ({ name }: { name: string }): boolean => name.startsWith(prefix) && !wanted.some((one) => name.startsWith(one));
	const strays = (await rowsOf(knex, EVERYWHERE[dialect(knex)], [])).filter(isStray);
	if (strays.length === 0) return;
	const kind = dialect(knex) === 'pg' ? 'FUNCTION' : 'TRIGGER';
	await changeTriggers(knex, async (trx) => {
		for (const { name } of strays) await trx.raw(`DROP ${kind} IF EXISTS ${name}${kind === 'FUNCTION' ? '() CASCADE' : ''}`);
	});
}

/** Names of triggers that should be there and are not. */
export async function missingTriggers(knex: Knex, set: TriggerSet): Promise<string[]> {
	const present = await presentTriggers(knex, set);
	return named(set).map(({ name }) => name).filter((name) => !present.includes(name));
}

/** Names carry a hash of the text, so that a trigger of another version is another trigger. */
function named({ prefix, triggers }: TriggerSet): { name: string; create: string[] }[] {
	const version = createHash('sha256').update(JSON.stringify(triggers)).digest('hex').slice(0, 8);
	return triggers.map(({ event, create }) => {
		const name = `${prefix}${event}_${version}`;
		return { name, create: create.map((text) => text.replaceAll(NAME, name)) };
	});
}

const PRESENT: Record<Dialect, string> = {
	pg: `SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgrelid = to_regclass(?)`,
	sqlite3: `SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?`,
	mysql: `SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS
		WHERE TRIGGER_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE = ?`,
};

/** PostgreSQL's functions are called like the triggers that they belong to, and take them along. */
const EVERYWHERE: Record<Dialect, string> = {
	pg: 'SELECT p.proname AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = current_schema()',
	sqlite3: `SELECT name FROM sqlite_master WHERE type = 'trigger'`,
	mysql: 'SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()',
};

async function presentTriggers(knex: Knex, { table, prefix }: Pick<TriggerSet, 'table' | 'prefix'>): Promise<string[]> {
	const rows = await rowsOf(knex, PRESENT[dialect(knex)], [table]);
	return rows.map(({ name }) => name).filter((name) => name.startsWith(prefix));
}

async function drop(trx: Knex, { table, prefix }: Pick<TriggerSet, 'table' | 'prefix'>): Promise<void> {
	if (dialect(trx) !== 'pg') {
		for (const name of await presentTriggers(trx, { table, prefix })) await trx.raw(`DROP TRIGGER IF EXISTS ${name}`);
		return;
	}
	for (const name of await functionsOf(trx, { prefix })) await trx.raw(`DROP FUNCTION ${name} CASCADE`);
}

async function functionsOf(knex: Knex, { prefix }: Pick<TriggerSet, 'prefix'>): Promise<string[]> {
	const functions = `SELECT CAST(p.oid AS regprocedure)::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
		WHERE n.nspname = current_schema() AND p.proname ~ ?`;
	return (await rowsOf(knex, functions, [`^${prefix}[a-z]+_[0-9a-f]{8}$`])).map(({ name }) => name);
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
