import type { Knex } from 'knex';
import { enqueueActions, moveDue } from '@guanxi/core/actions';
import type { NewRun, Outbox, RunOutcome, RunRecord } from '../../application/ports.ts';
import { readModel } from '../../domain/model.ts';

const RUNS = 'crm_score_runs';

/**
 * Starts a run unless another one of the same model is under way. The unique column `running` is the guard: it holds
 * the model's id while a run lasts. A run whose lease is over is taken for dead.
 */
export async function beginRun(knex: Knex, run: NewRun, outbox?: Outbox): Promise<boolean> {
	await knex(RUNS)
		.where({ running: run.model })
		.andWhere('lease_until', '<', run.startedAt)
		.update({ state: 'failed', running: null, error: 'The run did not finish' });
	try {
		await knex.transaction(async (trx) => {
			await insertRun(trx, run);
			if (outbox) await putDown(trx, run, outbox);
		});
		return true;
	} catch (error) {
		const holder: unknown = await knex(RUNS).where({ running: run.model }).first('id');
		if (holder) return false;
		throw error;
	}
}

async function insertRun(trx: Knex, run: NewRun): Promise<void> {
	await trx(RUNS).insert({
		id: run.id,
		model: run.model,
		model_key: run.modelKey,
		running: run.model,
		lease_until: run.leaseUntil,
		state: 'running',
		as_of: run.asOf,
		window_start: run.windowStart,
		started_at: run.startedAt,
		is_first: run.isFirst,
		currency: run.currency,
		model_snapshot: JSON.stringify({ ...run.snapshot, primaries: run.primaries }),
	});
}

/** The kind of action that tells which customers a run moved. */
export const ANNOUNCE_MOVES = 'abc.announce-moves';

/** Due when the run would be taken for dead; hastened when it is done. */
function putDown(trx: Knex, run: NewRun, { actor }: Outbox): Promise<void> {
	const payload = { run: run.id, actor };
	const subject = { subjectCollection: 'crm_scoring_models', subjectId: run.model };
	const action = { kind: ANNOUNCE_MOVES, dueAt: run.leaseUntil, ...subject, payload, dedupeKey: run.id };
	return enqueueActions(trx, [action], run.startedAt);
}

export async function finishRun(knex: Knex, id: string, outcome: RunOutcome, outbox?: Outbox): Promise<void> {
	await knex.transaction(async (trx) => {
		await updateRun(trx, id, outcome);
		if (outbox) await moveDue(trx, { kind: ANNOUNCE_MOVES, dedupeKey: id, dueAt: outcome.finishedAt ?? new Date() });
	});
}

/** A run that was taken for dead meanwhile must not pass for the last one. */
async function updateRun(trx: Knex, id: string, outcome: RunOutcome): Promise<void> {
	const met = await trx(RUNS)
		.where({ id, state: 'running' })
		.update({
			state: 'done',
			running: null,
			finished_at: outcome.finishedAt,
			duration_ms: outcome.durationMs,
			customers: outcome.customers,
			changed: outcome.changed,
			moved: outcome.moved,
			totals: JSON.stringify(outcome.totals),
			cut_points: JSON.stringify(outcome.cuts),
			classes: JSON.stringify(outcome.classes),
			curve: JSON.stringify(outcome.curve.map(({ customers, value }) => [customers, value])),
			incomplete: outcome.incomplete ? JSON.stringify(outcome.incomplete) : null,
		});
	if (Number(met) !== 1) throw new Error('The run took too long and was given up; run it again');
}

export async function failRun(knex: Knex, id: string, { error, at }: { error: string; at: Date }): Promise<void> {
	await knex(RUNS)
		.where({ id, state: 'running' })
		.update({ state: 'failed', running: null, finished_at: at, error: error.slice(0, 2000) });
}

export async function findRun(knex: Knex, id: string): Promise<(RunRecord & { leaseUntil: Date }) | null> {
	const row = (await knex(RUNS).where({ id }).first()) as Record<string, unknown> | undefined;
	return row ? { ...readRun(row), leaseUntil: new Date(row['lease_until'] as Date | number | string) } : null;
}

export async function lastRun(knex: Knex, model: string): Promise<RunRecord | null> {
	const row: unknown = await knex(RUNS)
		.where({ model, state: 'done' })
		.orderBy([
			{ column: 'started_at', order: 'desc' },
			{ column: 'finished_at', order: 'desc' },
		])
		.first();
	return row ? readRun(row as Record<string, unknown>) : null;
}

export async function firstRunAt(knex: Knex, model: string): Promise<Date | null> {
	const row: unknown = await knex(RUNS).where({ model, state: 'done' }).min('started_at as at').first();
	const at = (row as { at: Date | number | string | null } | undefined)?.at ?? null;
	return at === null ? null : new Date(at);
}

function readRun(row: Record<string, unknown>): RunRecord {
	const parsed = <T>(column: string, empty: T): T => (row[column] ? (JSON.parse(String(row[column])) as T) : empty);
	const instant = (column: string) => new Date(row[column] as Date | number | string);
	return {
		id: String(row['id']),
		model: String(row['model']),
		modelKey: String(row['model_key']),
		asOf: instant('as_of'),
		windowStart: instant('window_start'),
		startedAt: instant('started_at'),
		finishedAt: row['finished_at'] ? instant('finished_at') : null,
		state: row['state'] as RunRecord['state'],
		isFirst: Boolean(row['is_first']),
		customers: Number(row['customers'] ?? 0),
		changed: Number(row['changed'] ?? 0),
		moved: Number(row['moved'] ?? 0),
		durationMs: Number(row['duration_ms'] ?? 0),
		currency: String(row['currency'] ?? ''),
		totals: parsed('totals', { customers: 0, positives: 0, value: 0 }),
		cuts: parsed('cut_points', []),
		classes: parsed('classes', []),
		curve: parsed<[number, number][]>('curve', []).map(([customers, value]) => ({ customers, value })),
		incomplete: parsed('incomplete', null),
		snapshot: readModel(parsed('model_snapshot', {})),
		error: (row['error'] as string | null) ?? null,
	};
}
