import { createHash } from 'node:crypto';
import type { WorkspaceRequest } from '../../../application/ports.ts';
import { numberedOutcomes } from '../decision-case.ts';
import type { Session } from '../session.ts';
import type { Tracking } from '../tracking/tracking.ts';
import { callWitnesses, type Witnesses } from './witness.ts';

/** What `crm_score_work` says about a model's kept rows. */
export interface KeptState {
	table: string;
	/** Null: stale. `BUILDING`: a run is filling the table, or died over it. */
	signature: string | null;
	from: number;
	to: number;
	/** Counted at the end of the run; below 0 until then. */
	customers: number;
	isSettled: boolean;
	witnesses: Witnesses;
}

/** Stands in the place of the signature while the rows are computed; changes are handed out to them already. */
export const BUILDING = 'building';

/** Grows when kept rows get another meaning. */
const VERSION = 1;

/**
 * Everything kept rows depend on besides orders, customers and the window. Bounds are not part of it: the rows hold
 * values, and which class a value reaches is found in every run.
 */
export function signatureOf({ model, rules, settings }: WorkspaceRequest, tracking: Tracking): string {
	const parts = [
		VERSION, tracking, model.basis, model.is_primary, settings.currency, settings.rates, rules.codes, numberedOutcomes(rules),
	];
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

export async function readState(session: Session, model: string): Promise<KeptState | null> {
	const [row] = await session.rows<Record<string, unknown>>('SELECT * FROM crm_score_work WHERE model = ?', [model]);
	if (!row) return null;
	return {
		table: String(row['work_table']),
		signature: row['signature'] as string | null,
		from: Number(row['window_from']),
		to: Number(row['window_to']),
		customers: Number(row['customers']),
		isSettled: Boolean(row['is_settled']),
		witnesses: JSON.parse(String(row['witnesses'] ?? '{}')) as Witnesses,
	};
}

/** A new table's row, before it is filled. The name is new each time, so that a run taken for dead cannot write into it. */
export async function beginState(session: Session, request: WorkspaceRequest, table: string): Promise<void> {
	const { model, window, keep } = request;
	const witnesses = JSON.stringify(await callWitnesses(session));
	await session.transaction(async (inner) => {
		await inner.run('DELETE FROM crm_score_work WHERE model = ?', [model.id]);
		await inner.run(
			`INSERT INTO crm_score_work (model, run, work_table, signature, is_primary, window_from, window_to, customers,
				is_settled, is_writing, witnesses) VALUES (?, ?, ?, ?, ?, ?, ?, -1, ?, ?, ?)`,
			[
				model.id, keep!.run, table, BUILDING, model.is_primary, window.from.getTime(), window.to.getTime(), false, false,
				witnesses,
			],
		);
	});
}

/** The filled table may be used by the next run, unless somebody declared it stale meanwhile. */
export async function finishState(
	session: Session,
	{ model, keep }: WorkspaceRequest,
	signature: string,
): Promise<void> {
	await session.run(
		'UPDATE crm_score_work SET signature = ? WHERE model = ? AND run = ? AND signature = ?',
		[signature, model.id, keep!.run, BUILDING],
	);
}

/**
 * Takes the kept rows over for this run and window; false when they have become stale. The caller's transaction then
 * brings the rows in line with the window.
 */
export async function takeOver(
	session: Session,
	{ model, window, keep }: WorkspaceRequest,
	{ signature, refreshed }: { signature: string; refreshed: number },
): Promise<boolean> {
	const found = await session.rows(
		`SELECT model FROM crm_score_work WHERE model = ? AND signature = ? ${session.dialect.lockRow}`,
		[model.id, signature],
	);
	if (found.length === 0) return false;
	await session.run(
		`UPDATE crm_score_work SET run = ?, window_from = ?, window_to = ?, refreshed = ?, is_settled = ? WHERE model = ?`,
		[keep!.run, window.from.getTime(), window.to.getTime(), refreshed, false, model.id],
	);
	return true;
}

/** Whether the kept rows are still this run's; then nobody else changes them before the transaction ends. */
export async function isStillOurs(session: Session, { model, keep }: WorkspaceRequest): Promise<boolean> {
	const found = await session.rows(
		`SELECT model FROM crm_score_work WHERE model = ? AND run = ? AND signature IS NOT NULL ${session.dialect.lockRow}`,
		[model.id, keep!.run],
	);
	return found.length > 0;
}

/** Every score of a customer who left is gone now. */
export async function settleState(
	session: Session,
	{ model, keep }: WorkspaceRequest,
	customers: number,
): Promise<void> {
	const state = await readState(session, model.id!);
	const witnesses = await callWitnesses(session, state?.witnesses);
	await session.run(
		'UPDATE crm_score_work SET is_settled = ?, customers = ?, witnesses = ? WHERE model = ? AND run = ?',
		[true, customers, JSON.stringify(witnesses), model.id, keep!.run],
	);
}

/** A primary model's run writes the customers' own fields past the triggers, so no other model may rely on them. */
export async function forgetOtherPrimaries(session: Session, { model }: WorkspaceRequest): Promise<void> {
	await session.run('UPDATE crm_score_work SET signature = NULL WHERE is_primary = ? AND model <> ?', [true, model.id]);
}
