import type { CustomerAnswer, HistoryEntry } from '../contract/answers.ts';
import { fromUnits } from '../domain/cut-points.ts';
import { driverText } from '../domain/driver-text.ts';
import type { Basis, ScoringModel } from '../domain/model.ts';
import { reasonText, type Reason } from '../domain/reason-text.ts';
import { parseSteps, type Step } from '../domain/reasons.ts';
import type { HistoryRow, Ports, RunRecord, ScoreRow, Standing } from './ports.ts';
import { findModel, type Found } from './read-summary.ts';

const HISTORY_LIMIT = 50;

/** Why a customer has a class: the stored steps with the numbers of the last run, in the reader's language. */
export async function explainCustomer(ports: Ports, key: string, customer: string): Promise<Found<CustomerAnswer>> {
	const { store, locale, settings } = ports;
	const model = await findModel(ports, key);
	if (!model) return { ok: false, reason: 'model_not_found' };
	const score = await store.score(model, customer);
	if (!score) return { ok: false, reason: 'customer_not_found' };
	const run = await store.lastRun(model.id!);
	const standing = await store.standing(model, score.value);
	const steps = parseSteps(score.reason);
	const rank = standing.above.customers + 1;
	const share = standing.value > 0 ? standing.including.value / standing.value : 0;
	const data: CustomerAnswer = {
		customer,
		model: model.key,
		class: score.class,
		class_label: model.classes.find(({ code }) => code === score.class)?.label || score.class,
		base_class: score.base_class,
		value: fromUnits(score.value, model.basis),
		currency: run?.currency || settings.currency,
		basis: model.basis,
		rank,
		customers: standing.customers,
		cumulative_share: share,
		...borders(steps, score, { run, model }),
		as_of: run?.asOf.toISOString() ?? null,
		scored_at: score.scored_at.toISOString(),
		reasons: reasonsOf(steps, { score, standing, share, run, model, currency: settings.currency }).map((reason) => ({
			...reason,
			message: reasonText(reason, locale),
		})),
		history: await history(ports, { model, customer, score }),
	};
	return { ok: true, data };
}

/** Borders of the class by value, before potential and risk: these the customer can change by buying. */
function borders(
	steps: Step[],
	score: ScoreRow,
	{ run, model }: { run: RunRecord | null; model: ScoringModel },
): Pick<CustomerAnswer, 'next_border_up' | 'next_border_down'> {
	const held = steps.find((step) => step.code === 'held')?.class ?? score.base_class;
	const cuts = run?.cuts ?? [];
	const position = cuts.findIndex(({ code }) => code === held);
	const money = (units: number | null | undefined) =>
		units === null || units === undefined ? null : fromUnits(units, model.basis);
	if (position < 0) return { next_border_up: null, next_border_down: null };
	const better = cuts.slice(0, position).findLast(({ cut }) => cut !== null);
	return { next_border_up: money(better?.cut), next_border_down: money(cuts[position]?.heldCut) };
}

interface Figures {
	score: ScoreRow;
	standing: Standing;
	share: number;
	run: RunRecord | null;
	model: ScoringModel;
	currency: string;
}

function reasonsOf(steps: Step[], figures: Figures): Reason[] {
	return steps.map((step): Reason => {
		if (step.code === 'value') return valueReason(step.class, figures);
		if (step.code !== 'held') return step;
		const { score, model, run } = figures;
		return {
			code: 'held',
			class: step.class,
			from: score.base_class,
			percent: (run?.snapshot ?? model).hysteresis_percent,
			value: fromUnits(score.value, model.basis),
		};
	});
}

function valueReason(code: string, { score, standing, share, run, model, currency }: Figures): Reason {
	if (score.value === 0) return { code: 'no_value', class: code };
	const settings = run?.snapshot ?? model;
	const bound = settings.classes.find((item) => item.code === code)?.bound;
	const cut = run?.cuts.find((item) => item.code === code)?.cut ?? null;
	return {
		code: 'value',
		class: code,
		method: settings.method,
		bound: bound === null || bound === undefined || bound === '' ? null : Number(bound),
		cut: cut === null ? null : fromUnits(cut, model.basis),
		value: fromUnits(score.value, model.basis),
		basis: model.basis,
		currency: run?.currency || currency,
		window_months: settings.window_months,
		rank: standing.above.customers + 1,
		customers: standing.customers,
		cumulative_share: share,
	};
}

/** Newest first. The first run keeps no rows, so its entry is told from what came after it. */
async function history(
	{ store, locale }: Ports,
	{ model, customer, score }: { model: ScoringModel; customer: string; score: ScoreRow },
): Promise<HistoryEntry[]> {
	const rows = await store.historyOf(model.id!, customer, HISTORY_LIMIT);
	const entries = rows.map((row) => entryOf(row, { basis: model.basis, locale }));
	const oldest = rows[rows.length - 1];
	const startsLater = oldest !== undefined && oldest.from === null;
	if (startsLater || rows.length === HISTORY_LIMIT) return entries;
	const firstRun = await store.firstRunAt(model.id!);
	if (!firstRun) return entries;
	const first: HistoryEntry = {
		at: firstRun.toISOString(),
		from: null,
		to: oldest?.from ?? score.class,
		value_before: null,
		value: null,
		driver: 'new',
		message: driverText('new', locale),
		run: null,
	};
	return [...entries, first];
}

export function entryOf(row: HistoryRow, { basis, locale }: { basis: Basis; locale: Ports['locale'] }): HistoryEntry {
	const value = (units: number | null) => (units === null ? null : fromUnits(units, basis));
	return {
		at: row.at.toISOString(),
		from: row.from,
		to: row.to,
		value_before: value(row.value_before),
		value: value(row.value),
		driver: row.driver,
		message: driverText(row.driver, locale),
		run: row.run,
	};
}
