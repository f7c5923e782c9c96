import type { SummaryAnswer } from '../contract/answers.ts';
import { paretoPoints, type ParetoPoint } from '../domain/pareto.ts';
import type { ScoringModel } from '../domain/model.ts';
import type { Ports, RunRecord } from './ports.ts';
import { publicCutPoints } from './prepare-scoring.ts';

export type Found<T> = { ok: true; data: T } | { ok: false; reason: 'model_not_found' | 'customer_not_found' };

export async function readSummary({ store, settings }: Ports, key: string): Promise<Found<SummaryAnswer>> {
	const model = await findModel({ store }, key);
	if (!model) return { ok: false, reason: 'model_not_found' };
	const run = await store.lastRun(model.id!);
	const rows = run?.classes ?? model.classes.map(({ code, label }) => ({ code, label: label || code, ...EMPTY_CLASS }));
	const data: SummaryAnswer = {
		model: model.key,
		name: model.name,
		method: (run?.snapshot ?? model).method,
		basis: (run?.snapshot ?? model).basis,
		window_months: (run?.snapshot ?? model).window_months,
		scope: 'company',
		...runFigures(run),
		value: rows.reduce((total, row) => total + row.value, 0),
		currency: run?.currency || settings.currency,
		cut_points: run ? publicCutPoints(run.cuts, run.snapshot) : [],
		classes: rows.map((row) => ({ ...row, color: colorOf(row.code, model) })),
		...(run?.incomplete ? { incomplete: run.incomplete } : {}),
	};
	return { ok: true, data };
}

/** `points` points from (0,0) to (1,1) of the last run; the straight line when there is nothing to draw. */
export async function readPareto({ store }: Ports, key: string, points = 200): Promise<Found<ParetoPoint[]>> {
	const model = await findModel({ store }, key);
	if (!model) return { ok: false, reason: 'model_not_found' };
	const run = await store.lastRun(model.id!);
	const count = Math.min(MAX_POINTS, Math.max(2, Math.floor(points) || 2));
	return { ok: true, data: paretoPoints(run?.curve ?? [], count) };
}

export async function findModel({ store }: Pick<Ports, 'store'>, key: string): Promise<ScoringModel | null> {
	return (await store.models()).find((model) => model.key === key && model.id !== null) ?? null;
}

const MAX_POINTS = 2000;
const EMPTY_CLASS = { customers: 0, customer_share: 0, value: 0, value_share: 0 };

function runFigures(run: RunRecord | null) {
	return {
		run: run?.id ?? null,
		as_of: run?.asOf.toISOString() ?? null,
		window_from: run?.windowStart.toISOString() ?? null,
		scored_at: run?.startedAt.toISOString() ?? null,
		duration_ms: run?.durationMs ?? null,
		customers: run?.customers ?? 0,
		changed: run?.changed ?? 0,
		moved: run?.moved ?? 0,
	};
}

function colorOf(code: string, model: ScoringModel): string | null {
	return model.classes.find((item) => item.code === code)?.color ?? null;
}
