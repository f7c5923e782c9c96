import { monthsBefore, parseInstant } from '@guanxi/core/time';
import { rulesOf, type Rules } from '../domain/classify.ts';
import { fromUnits, unitsPer, type CutPoint, type Totals } from '../domain/cut-points.ts';
import { byPriority, type ScoringModel } from '../domain/model.ts';
import { curveOf, type CurvePoint } from '../domain/pareto.ts';
import { findCuts } from './find-cuts.ts';
import type {
	ClassRow,
	Incomplete,
	Ports,
	PublicCutPoint,
	Window,
	Workspace,
	WorkspaceRequest,
} from './ports.ts';

const MISSING_RATE_EXAMPLES = 100;

/** What a model says about the customers, before anything is written. */
export interface Prepared {
	workspace: Workspace;
	totals: Totals;
	rules: Rules;
	cuts: CutPoint[];
	curve: CurvePoint[];
	classes: ClassRow[];
	incomplete: Incomplete | null;
}

/** A run asked for at an unreadable date returns null: the window cannot be told. */
export function windowOf(model: ScoringModel, asOf: string | Date | undefined, ports: Ports): Window | null {
	const { timezone } = ports.settings;
	const to = asOf === undefined ? ports.now : asOf instanceof Date ? asOf : parseInstant(asOf, timezone);
	if (!to || !isUsual(to)) return null;
	return { from: monthsBefore(to, model.window_months, timezone), to };
}

/** Between 1970 and 9999: what every database can store, with room for the window before it. */
export function isUsual(instant: Date): boolean {
	const year = instant.getUTCFullYear();
	return year >= 1970 && year <= 9999;
}

/** What is scored; `run` is the id of a run that will be written, absent for dry runs and previews. */
interface Task {
	window: Window;
	models: ScoringModel[];
	run?: string | undefined;
}

/** Aggregates the orders, finds the cut points and counts the classes. The caller closes the workspace. */
export async function prepareScoring(model: ScoringModel, task: Task, ports: Ports): Promise<Prepared> {
	const { window } = task;
	const workspace = await ports.store.openWorkspace(requestOf(model, task, ports));
	try {
		const { missingRates, ...totals } = await workspace.totals();
		const found = await findCuts(model, { workspace, totals });
		const cuts = await adjusted(found.cuts, { model, window, totals }, ports);
		const rules = rulesOf(model, cuts);
		const table = await workspace.classTable(rules);
		return {
			workspace,
			totals,
			rules,
			cuts,
			curve: curveOf(found.buckets, totals),
			classes: model.classes.map((item, index) => classRow(item, table[index]!, { totals, model })),
			incomplete: missingRates === 0 ? null : await incompleteOf(missingRates, workspace),
		};
	} catch (error) {
		await workspace.close();
		throw error;
	}
}

/** Primary models by the order in which they are asked for a customer's value class. */
export function primariesOf(models: ScoringModel[]): ScoringModel[] {
	return models.filter((model) => model.is_primary && model.id !== null).sort(byPriority);
}

function requestOf(model: ScoringModel, { window, models, run }: Task, ports: Ports): WorkspaceRequest {
	const { conditions, settings, untracked } = ports;
	const better = primariesOf(models).filter((other) => other.id !== model.id && byPriority(other, model) < 0);
	const ids = (collection: string, filter: ScoringModel['customer_filter']) =>
		filter === null ? null : conditions.matchingIds(collection, filter);
	return {
		model,
		window,
		settings,
		customerIds: ids('crm_customers', model.customer_filter),
		orderIds: ids('crm_orders', model.order_filter),
		// Decoding the rows of the run before needs the classes only, not yet their cuts.
		rules: rulesOf(model, model.classes.map(({ code }) => ({ code, cut: null, heldCut: null }))),
		betterPrimaries: better.map((other) => other.id!),
		keep: run && isKeepable(model, models) ? { run, onRefused: untracked ?? (() => undefined) } : null,
	};
}

/**
 * Rows can be kept for the next run where each depends on its own customer and orders alone: not on a filter, which may
 * ask for anything, and not on other primary models, which write the same fields.
 */
function isKeepable(model: ScoringModel, models: ScoringModel[]): boolean {
	const hasFilter = model.customer_filter !== null || model.order_filter !== null;
	return !hasFilter && (!model.is_primary || primariesOf(models).length === 1);
}

/** Lets a third party move the cut points; they must stay in order, else the run fails with a clear message. */
async function adjusted(
	cuts: CutPoint[],
	{ model, window, totals }: { model: ScoringModel; window: Window; totals: Totals },
	{ adjustCutPoints }: Ports,
): Promise<CutPoint[]> {
	if (!adjustCutPoints) return cuts;
	const points = await adjustCutPoints(publicCutPoints(cuts, model), {
		model: model.key,
		as_of: window.to.toISOString(),
		customers: totals.customers,
		value: fromUnits(totals.value, model.basis),
	});
	const factor = unitsPer(model.basis);
	const units = (value: number | null | undefined) =>
		value === null || value === undefined ? null : Math.max(1, Math.ceil(Math.round(value * factor * 1e6) / 1e6));
	const result = cuts.map(({ code }, index) => {
		const point = points.find((item) => item.class === code);
		if (index === cuts.length - 1) return { code, cut: null, heldCut: null };
		return { code, cut: units(point?.value), heldCut: units(point?.held_value ?? point?.value) };
	});
	assertOrdered(result, model);
	return result;
}

function assertOrdered(cuts: CutPoint[], model: ScoringModel): void {
	let better = Number.POSITIVE_INFINITY;
	for (const { cut, code } of cuts.slice(0, -1)) {
		if (cut === null) continue;
		if (!(cut <= better)) throw new Error(`crm.abc.score moved class ${code} of ${model.key} above a better one`);
		better = cut;
	}
}

export function publicCutPoints(cuts: CutPoint[], model: ScoringModel): PublicCutPoint[] {
	const value = (units: number | null) => (units === null ? null : fromUnits(units, model.basis));
	return cuts.map(({ code, cut, heldCut }) => ({ class: code, value: value(cut), held_value: value(heldCut) }));
}

function classRow(
	{ code, label }: ScoringModel['classes'][number],
	counted: { customers: number; value: number },
	{ totals, model }: { totals: Totals; model: ScoringModel },
): ClassRow {
	return {
		code,
		label: label || code,
		customers: counted.customers,
		customer_share: totals.customers > 0 ? counted.customers / totals.customers : 0,
		value: fromUnits(counted.value, model.basis),
		value_share: totals.value > 0 ? counted.value / totals.value : 0,
	};
}

async function incompleteOf(orders: number, workspace: Workspace): Promise<Incomplete> {
	const examples = await workspace.ordersWithoutRate(MISSING_RATE_EXAMPLES);
	return { reason: 'missing_exchange_rate', orders, examples };
}
