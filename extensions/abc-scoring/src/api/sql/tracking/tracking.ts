import { createHash } from 'node:crypto';
import type { Session } from '../session.ts';
import { mysqlTriggers, sqliteTriggers } from './by-row.ts';
import { postgresTriggers } from './postgres.ts';
import { PREFIX, QUEUE, TRACKED, type Trigger } from './trigger.ts';

/** Names what is tracked and how; kept rows made under another name are stale. */
export type Tracking = string;

/** How long creating triggers may wait for transactions that are writing orders, and hold up those behind it. */
const WAIT_SECONDS = 5;

/**
 * Makes sure that no change can escape: all triggers are there with our text, else all are made anew and whatever was
 * kept is stale. SQLite drops a table's triggers without a word whenever the table is rebuilt, so every run asks. Throws
 * where the database refuses triggers; then nothing is tracked and nothing kept may be used.
 */
export async function ensureTracking(session: Session): Promise<Tracking> {
	const wanted = await wantedTriggers(session);
	if (!isComplete(wanted, await presentTriggers(session))) await recreate(session, wanted);
	return fingerprint(wanted);
}

/** Names of the triggers that are missing; for the audit. */
export async function missingTriggers(session: Session): Promise<string[]> {
	const present = await presentTriggers(session);
	return (await wantedTriggers(session)).map(({ name }) => name).filter((name) => !present.includes(name));
}

/** Nothing is tracked any more, so nothing kept may be used: that is said first. */
export async function stopTracking(session: Session): Promise<void> {
	await forgetKeptWork(session);
	await changeTriggers(session, dropTriggers);
}

/** Every model's next run is a full one. */
export async function forgetKeptWork(session: Session): Promise<void> {
	await session.run('UPDATE crm_score_work SET signature = NULL');
}

/** Our names carry a hash of the text, so a trigger of another version is another trigger. */
async function wantedTriggers(session: Session): Promise<Trigger[]> {
	const triggers = await textsFor(session);
	const version = fingerprint(triggers).slice(0, 8);
	return triggers.map(({ name, table, create }) => ({
		name: `${name}_${version}`,
		table,
		create: create.map((text) => text.replaceAll(name, `${name}_${version}`)),
	}));
}

async function textsFor(session: Session): Promise<Trigger[]> {
	if (session.dialect.name === 'sqlite') return sqliteTriggers();
	if (session.dialect.name === 'mysql') return mysqlTriggers();
	const [row] = await session.rows<{ name: string }>('SELECT quote_ident(current_schema()) AS name');
	return postgresTriggers(row!.name);
}

function isComplete(wanted: Trigger[], present: string[]): boolean {
	return wanted.length === present.length && wanted.every(({ name }) => present.includes(name));
}

function fingerprint(triggers: Trigger[]): string {
	return createHash('sha256').update(JSON.stringify(triggers)).digest('hex');
}

const PRESENT = {
	postgres: `SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')
		AND tgrelid IN (${TRACKED.map((table) => `CAST('${table}' AS regclass)`).join(', ')})`,
	sqlite: "SELECT name FROM sqlite_master WHERE type = 'trigger'",
	mysql: 'SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()',
};

async function presentTriggers(session: Session): Promise<string[]> {
	const rows = await session.rows<{ name: string }>(PRESENT[session.dialect.name]);
	return rows.map(({ name }) => name).filter((name) => name.startsWith(PREFIX));
}

/** The triggers must find their tables, or every order would fail: these are read before anything is created. */
async function recreate(session: Session, wanted: Trigger[]): Promise<void> {
	await session.rows(`SELECT seq FROM ${QUEUE} WHERE seq < 0`);
	await forgetKeptWork(session);
	try {
		await changeTriggers(session, async (inner) => {
			await dropTriggers(inner);
			for (const text of wanted.flatMap(({ create }) => create)) await inner.run(text);
		});
	} catch (error) {
		// MySQL cannot take back what was created; half the triggers would fill the queue for nothing.
		if (session.dialect.name === 'mysql') await dropTriggers(session);
		throw error;
	}
	// Once more, for a run that began to keep rows after the first time and before the triggers were there.
	await forgetKeptWork(session);
}

/** Waits for transactions that are writing orders, but not for long. */
async function changeTriggers(session: Session, work: (inner: Session) => Promise<void>): Promise<void> {
	try {
		await session.transaction(async (inner) => {
			await limitWait(inner);
			await work(inner);
		});
	} finally {
		if (session.dialect.name === 'mysql') await session.run('SET lock_wait_timeout = @@global.lock_wait_timeout');
	}
}

async function limitWait(session: Session): Promise<void> {
	if (session.dialect.name === 'postgres') await session.run(`SET LOCAL lock_timeout = '${WAIT_SECONDS}s'`);
	if (session.dialect.name === 'mysql') await session.run(`SET lock_wait_timeout = ${WAIT_SECONDS}`);
}

async function dropTriggers(session: Session): Promise<void> {
	if (session.dialect.name === 'postgres') {
		const rows = await session.rows<{ name: string }>(
			`SELECT CAST(p.oid AS regprocedure)::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
			WHERE n.nspname = current_schema() AND starts_with(p.proname, '${PREFIX}')`,
		);
		for (const { name } of rows) await session.run(`DROP FUNCTION ${name} CASCADE`);
		return;
	}
	for (const name of await presentTriggers(session)) await session.run(`DROP TRIGGER IF EXISTS ${name}`);
}
