import type { Knex } from 'knex';
import { dropKept } from '../kept/drop.ts';
import { openSession, type Session } from '../session.ts';
import { ensureTracking, forgetKeptWork, missingTriggers, stopTracking } from './tracking.ts';
import { QUEUE } from './trigger.ts';

/** Changes that may wait for a run; about 60 MB. With more, computing everything again is the better way. */
const LIMIT = 1_000_000;

/** Keeps what tracking leaves in the database within bounds when nobody runs models, or a model is gone. */
export async function tendTracking(knex: Knex, limit = LIMIT): Promise<void> {
	await withSession(knex, async (session) => {
		await dropRowsOfGoneModels(session);
		const beyond = await session.rows(`SELECT seq FROM ${QUEUE} ORDER BY seq LIMIT 1 OFFSET ${limit}`);
		if (beyond.length > 0) await endTracking(session);
	});
}

/** Before the plugin's tables go, or orders could not be written any more; kept rows mean nothing without triggers. */
export async function removeTracking(knex: Knex): Promise<void> {
	await withSession(knex, async (session) => {
		await endTracking(session);
		for (const { work } of await keptTables(session)) await forgetTable(session, work);
	});
}

/** At server start: triggers that got lost are made again, if there are kept rows that rely on them. */
export async function restoreTracking(knex: Knex): Promise<void> {
	await withSession(knex, async (session) => {
		if (await isReliedOn(session)) await ensureTracking(session);
	});
}

/** Triggers that kept rows rely on and that are not there. */
export async function lostTriggers(knex: Knex): Promise<string[]> {
	return withSession(knex, async (session) => ((await isReliedOn(session)) ? missingTriggers(session) : []));
}

async function isReliedOn(session: Session): Promise<boolean> {
	const found = await session.rows('SELECT model FROM crm_score_work WHERE signature IS NOT NULL LIMIT 1');
	return found.length > 0;
}

/** Until the next run. Kept rows are forgotten once more at the end, for a run that began in between. */
async function endTracking(session: Session): Promise<void> {
	await stopTracking(session);
	await session.run(`DELETE FROM ${QUEUE}`);
	await forgetKeptWork(session);
}

async function dropRowsOfGoneModels(session: Session): Promise<void> {
	for (const { work, model } of await keptTables(session)) if (model === null) await forgetTable(session, work);
}

/** Kept tables and their models; null for a model that is gone. */
function keptTables(session: Session): Promise<{ work: string; model: string | null }[]> {
	return session.rows(
		`SELECT w.work_table AS work, m.id AS model
		FROM crm_score_work w LEFT JOIN crm_scoring_models m ON m.id = w.model`,
	);
}

async function forgetTable(session: Session, table: string): Promise<void> {
	await dropKept(session, table);
	await session.run('DELETE FROM crm_score_work WHERE work_table = ?', [table]);
}

async function withSession<T>(knex: Knex, work: (session: Session) => Promise<T>): Promise<T> {
	const session = await openSession(knex);
	try {
		return await work(session);
	} finally {
		await session.release();
	}
}
