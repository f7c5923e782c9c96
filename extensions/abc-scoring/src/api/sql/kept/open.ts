import { randomBytes } from 'node:crypto';
import type { WorkspaceRequest } from '../../../application/ports.ts';
import { fillWork } from '../fill-work.ts';
import type { Session } from '../session.ts';
import { ensureTracking, type Tracking } from '../tracking/tracking.ts';
import { createKeptTable, type Tables } from '../work-tables.ts';
import { dropKept } from './drop.ts';
import { forgetWaiting, giveUpIdleModels, handOut, listWaiting } from './queue.ts';
import { refresh } from './refresh.ts';
import { beginState, forgetOtherPrimaries, readState, signatureOf } from './state.ts';

/** Every table of kept rows is called like this and a random number. */
export const KEPT_PREFIX = 'crm_score_work_';

/** A run's rows in a plain table, which the next run brings up to date instead of computing all of them again. */
export interface KeptRows {
	table: string;
	/** Customers computed anew, in this temporary table; null when all were. */
	refreshed: string | null;
	/** What makes a newly filled table usable for the next run (see `finish.ts`); null when it already is. */
	unfinished: { signature: string; afterFill: string[] } | null;
}

/**
 * Opens the rows kept by the run before and refreshes what changed since, or computes all and keeps them. Null where
 * changes cannot be tracked; the run then works on a temporary table and leaves nothing.
 */
export async function openKeptRows(
	session: Session,
	tables: Tables,
	request: WorkspaceRequest,
): Promise<KeptRows | null> {
	const tracking = await track(session, request);
	if (tracking === null) return null;
	if (request.model.is_primary) await forgetOtherPrimaries(session, request);
	const signature = signatureOf(request, tracking);
	const state = await readState(session, request.model.id!);
	await handOut(session, tables);
	await giveUpIdleModels(session, tables);
	if (state?.signature === signature && (await refresh(session, tables, { request, state, signature }))) {
		return { table: state.table, refreshed: state.isSettled ? tables.dirty : null, unfinished: null };
	}
	return computeAll(session, tables, { request, signature, old: state?.table });
}

/** Without the right to create triggers every run is a full one; that costs time, not correctness. */
async function track(session: Session, { keep }: WorkspaceRequest): Promise<Tracking | null> {
	try {
		return await ensureTracking(session);
	} catch (error) {
		keep!.onRefused(error);
		return null;
	}
}

/**
 * From the moment the new table is registered changes are handed out to it. What waited until then was committed before,
 * so the aggregation sees it.
 */
async function computeAll(
	session: Session,
	tables: Tables,
	{ request, signature, old }: { request: WorkspaceRequest; signature: string; old: string | undefined },
): Promise<KeptRows> {
	const table = KEPT_PREFIX + randomBytes(6).toString('hex');
	await beginState(session, request, table);
	if (old) await dropKept(session, old);
	await session.transaction(async (inner) => {
		await listWaiting(inner, tables, request.model.id);
		await forgetWaiting(inner, tables);
	});
	const afterFill = await createKeptTable(session, table);
	await fillWork(session, { ...tables, work: table }, request);
	return { table, refreshed: null, unfinished: { signature, afterFill } };
}
