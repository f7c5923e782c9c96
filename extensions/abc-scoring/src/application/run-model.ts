import { randomUUID } from 'node:crypto';
import type { RunAnswer } from '../contract/answers.ts';
import type { CutPoint } from '../domain/cut-points.ts';
import type { AbcProblem } from '../domain/abc-words.ts';
import { validateModel } from '../domain/validate-model.ts';
import type { ScoringModel } from '../domain/model.ts';
import type { Applied, NewRun, Outbox, Ports, RunOutcome, RunRecord, Window } from './ports.ts';
import { prepareScoring, primariesOf, publicCutPoints, windowOf, type Prepared } from './prepare-scoring.ts';

export interface RunInput {
	key: string;
	/** ISO date or instant; default now. */
	asOf?: string | Date | undefined;
	dryRun?: boolean | undefined;
}

export type Refused =
	| { ok: false; reason: 'model_not_found' | 'invalid_as_of' | 'already_running' }
	| { ok: false; reason: 'invalid_model'; problems: AbcProblem[] };

export type RunResult = { ok: true; data: RunAnswer } | Refused;

/** A run that died without a word frees its model after this time. */
const LEASE_MINUTES = 30;

/**
 * Scores all customers of one model. Set statements in the database do the work and write only rows that differ, so
 * a repeated run writes nothing. Class, history and mirrored fields of a customer change in one transaction.
 */
export async function runModel(ports: Ports, input: RunInput): Promise<RunResult> {
	const started = performance.now();
	const models = await ports.store.models();
	const model = models.find((item) => item.key === input.key);
	if (!model?.id) return { ok: false, reason: 'model_not_found' };
	const problems = validateModel(model);
	if (problems.length > 0) return { ok: false, reason: 'invalid_model', problems };
	const window = windowOf(model, input.asOf, ports);
	if (!window) return { ok: false, reason: 'invalid_as_of' };

	const job = { model, models, window, started };
	if (input.dryRun) return { ok: true, data: await rehearse(job, ports) };
	const previous = await ports.store.lastRun(model.id);
	const run = newRun(job, previous === null, ports);
	const outbox = run.isFirst ? undefined : ports.outbox;
	if (!(await ports.store.beginRun(run, outbox))) return { ok: false, reason: 'already_running' };
	try {
		const data = await perform(job, { run, previous, outbox }, ports);
		await outbox?.flush(run.id);
		return { ok: true, data };
	} catch (error) {
		await ports.store.failRun(run.id, error instanceof Error ? error.message : String(error), ports.now);
		throw error;
	}
}

interface Job {
	model: ScoringModel;
	models: ScoringModel[];
	window: Window;
	started: number;
}

async function rehearse(job: Job, ports: Ports): Promise<RunAnswer> {
	const prepared = await prepareScoring(job.model, job, ports);
	try {
		return answer(job, { prepared, run: null, applied: await prepared.workspace.countChanges(prepared.rules) }, ports);
	} finally {
		await prepared.workspace.close();
	}
}

async function perform(
	job: Job,
	{ run, previous, outbox }: { run: NewRun; previous: RunRecord | null; outbox: Outbox | undefined },
	ports: Ports,
): Promise<RunAnswer> {
	const prepared = await prepareScoring(job.model, { ...job, run: run.id }, ports);
	try {
		const applied = await prepared.workspace.apply({
			rules: prepared.rules,
			run: run.id,
			at: ports.now,
			isFirst: run.isFirst,
			previousCuts: previousCuts(previous, job.model),
			primaries: primariesOf(job.models).map((item) => item.id!),
		});
		const data = answer(job, { prepared, run: run.id, applied }, ports);
		await ports.store.finishRun(run.id, outcomeOf(data, prepared, ports.now), outbox);
		return data;
	} finally {
		await prepared.workspace.close();
	}
}

function outcomeOf(data: RunAnswer, { totals, cuts, curve, incomplete }: Prepared, now: Date): RunOutcome {
	return {
		customers: data.customers,
		changed: data.changed,
		moved: data.moved,
		durationMs: data.duration_ms,
		totals,
		cuts,
		classes: data.classes,
		curve,
		incomplete,
		finishedAt: new Date(now.getTime() + data.duration_ms),
	};
}

function newRun({ model, models, window }: Job, isFirst: boolean, { now, settings }: Ports): NewRun {
	return {
		id: randomUUID(),
		model: model.id!,
		modelKey: model.key,
		asOf: window.to,
		windowStart: window.from,
		startedAt: now,
		leaseUntil: new Date(now.getTime() + LEASE_MINUTES * 60_000),
		isFirst,
		currency: settings.currency,
		snapshot: model,
		primaries: primariesOf(models).map((item) => item.id!),
	};
}

/** The old cut points tell a customer's own change from a moved border, unless the settings changed meanwhile. */
function previousCuts(previous: RunRecord | null, model: ScoringModel): CutPoint[] | null {
	if (!previous) return null;
	return fingerprint(previous.snapshot) === fingerprint(model) ? previous.cuts : null;
}

function fingerprint(model: ScoringModel): string {
	const { method, basis, window_months, customer_filter, order_filter, hysteresis_percent, risk_class } = model;
	const classes = model.classes.map(({ code, bound }) => [code, bound ?? null]);
	const rest = [method, basis, window_months, customer_filter, order_filter, hysteresis_percent, risk_class];
	return JSON.stringify([...rest, classes, model.potential_matrix]);
}

function answer(
	{ model, window, started }: Job,
	{ prepared, run, applied }: { prepared: Prepared; run: string | null; applied: Applied },
	{ settings }: Ports,
): RunAnswer {
	return {
		run,
		as_of: window.to.toISOString(),
		window_from: window.from.toISOString(),
		model: model.key,
		customers: prepared.totals.customers,
		changed: applied.changed,
		moved: applied.moved,
		dry_run: run === null,
		duration_ms: Math.round(performance.now() - started),
		cut_points: publicCutPoints(prepared.cuts, model),
		classes: prepared.classes,
		currency: settings.currency,
		...(prepared.incomplete ? { incomplete: prepared.incomplete } : {}),
	};
}
