import { z } from 'zod';
import { BASES, METHODS } from '../domain/model.ts';

/**
 * What `/crm/abc` answers, stated once: the document describes it, the use cases return it, the Studio shows it. Use cases and
 * the Studio import its types only, so that no zod reaches the Studio.
 */
const count = z.int().min(0);
const share = z.number().min(0).max(1.000001).describe('0 to 1');
const instant = z.string().describe('ISO instant');

const ClassFigures = z.object({
	code: z.string(),
	label: z.string(),
	customers: count,
	customer_share: share,
	value: z.number(),
	value_share: share,
});
export type ClassFigures = z.infer<typeof ClassFigures>;

const Incomplete = z
	.object({
		reason: z.literal('missing_exchange_rate'),
		orders: count,
		examples: z.array(z.object({ number: z.string(), currency: z.string() })).describe('The first hundred by number'),
	})
	.optional()
	.describe('Present when orders had to be left out');

const CutPoints = z
	.array(z.object({ class: z.string(), value: z.number().nullable(), held_value: z.number().nullable() }))
	.describe('Value from which each class begins, best first; null for the last');

export const RunAnswer = z.object({
	run: z.string().nullable().describe('Null for a dry run, which leaves no trace'),
	as_of: instant,
	window_from: instant,
	model: z.string(),
	customers: count,
	changed: count.describe('Score rows that differ: new, changed and no longer scored ones'),
	moved: count.describe('Customers among them whose class differs'),
	dry_run: z.boolean(),
	duration_ms: count,
	cut_points: CutPoints,
	classes: z.array(ClassFigures),
	currency: z.string(),
	incomplete: Incomplete,
});
export type RunAnswer = z.infer<typeof RunAnswer>;

export const PreviewAnswer = z.object({
	as_of: instant,
	customers: count,
	cut_points: CutPoints,
	classes: z.array(ClassFigures),
	moved: count.describe('Customers whose class would differ from that of the saved model of the same key'),
	moves: z.array(z.object({ from: z.string().nullable(), to: z.string(), customers: count })),
	currency: z.string(),
	incomplete: Incomplete,
});
export type PreviewAnswer = z.infer<typeof PreviewAnswer>;

export const PrimaryAnswer = z.object({
	primary: z.string(),
	before: z.array(z.string()).describe('Keys of the models that were primary before'),
});

export const SummaryAnswer = z.object({
	model: z.string(),
	name: z.string(),
	method: z.enum(METHODS),
	basis: z.enum(BASES),
	window_months: z.int(),
	scope: z.enum(['company', 'own']).describe('`own`: about the customers whose scores the caller may read'),
	run: z.string().nullable().describe('Null as long as the model was never run'),
	as_of: instant.nullable(),
	window_from: instant.nullable(),
	scored_at: instant.nullable(),
	duration_ms: count.nullable(),
	customers: count,
	changed: count,
	moved: count,
	value: z.number(),
	currency: z.string(),
	cut_points: CutPoints,
	classes: z.array(ClassFigures.extend({ color: z.string().nullable() })),
	incomplete: Incomplete,
});
export type SummaryAnswer = z.infer<typeof SummaryAnswer>;

const CurvePoint = z.object({ customer_share: share, value_share: share });
export type CurvePoint = z.infer<typeof CurvePoint>;
export const ParetoAnswer = z.array(CurvePoint);

const HistoryEntry = z.object({
	at: instant,
	from: z.string().nullable().describe('Null for a customer scored for the first time'),
	to: z.string().nullable().describe('Null for one no longer scored'),
	value_before: z.number().nullable(),
	value: z.number().nullable(),
	driver: z.string(),
	message: z.string(),
	run: z.string().nullable(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

const message = z.string();
const Reason = z.discriminatedUnion('code', [
	z.object({
		code: z.literal('value'),
		message,
		class: z.string(),
		method: z.enum(METHODS),
		bound: z.number().nullable(),
		cut: z.number().nullable(),
		value: z.number(),
		basis: z.enum(BASES),
		currency: z.string(),
		window_months: z.int(),
		rank: count,
		customers: count,
		cumulative_share: share,
	}),
	z.object({ code: z.literal('no_value'), message, class: z.string() }),
	z.object({
		code: z.literal('held'),
		message,
		class: z.string(),
		from: z.string(),
		percent: z.number(),
		value: z.number(),
	}),
	z.object({ code: z.literal('potential'), message, potential: z.string(), from: z.string(), to: z.string() }),
	z.object({ code: z.literal('risk'), message, from: z.string(), to: z.string() }),
]);

export const CustomerAnswer = z.object({
	customer: z.string(),
	model: z.string(),
	class: z.string(),
	class_label: z.string(),
	base_class: z.string(),
	value: z.number(),
	currency: z.string(),
	basis: z.enum(BASES),
	rank: z.int().min(1).describe('Equal values share the smaller rank'),
	customers: count,
	cumulative_share: share,
	next_border_up: z.number().nullable().describe('The value from which the next better class begins'),
	next_border_down: z.number().nullable().describe('The value below which the customer falls'),
	as_of: instant.nullable(),
	scored_at: instant,
	reasons: z.array(Reason),
	history: z.array(HistoryEntry).describe('Newest first'),
});
export type CustomerAnswer = z.infer<typeof CustomerAnswer>;

const Transition = z.object({ from: z.string().nullable(), to: z.string().nullable(), customers: count });
export type Transition = z.infer<typeof Transition>;

export const ChangesAnswer = z.object({
	model: z.string(),
	from: instant.nullable(),
	to: instant.nullable(),
	transitions: z.array(Transition),
	classes: z.array(
		z.object({
			code: z.string(),
			label: z.string(),
			color: z.string().nullable(),
			customers_from: z.int(),
			customers_to: z.int(),
		}),
	),
	changes: z.array(HistoryEntry.extend({ customer: z.string() })).describe('The newest single moves'),
});
export type ChangesAnswer = z.infer<typeof ChangesAnswer>;

const WORK = { interactions: count, hours: z.number().min(0) };
const Finding = z.discriminatedUnion('code', [
	z.object({ code: z.literal('too_few_interactions'), message, interactions: count, minimum: count }),
	z.object({
		code: z.enum(['best_class_neglected', 'last_class_overserved']),
		message,
		class: z.string(),
		staff_share: share,
		value_share: share,
	}),
	z.object({ code: z.literal('balanced'), message }),
]);

export const EffortAnswer = z.object({
	model: z.string(),
	from: instant.nullable(),
	to: instant.nullable(),
	owner: z.string().nullable(),
	basis: z.enum(BASES),
	currency: z.string(),
	interactions: count,
	classes: z.array(
		ClassFigures.extend({
			...WORK,
			color: z.string().nullable(),
			interaction_share: share,
			hours_share: share,
			staff_share: share,
			effort_index: z.number().nullable().describe('staff_share / value_share; null where there is no value'),
		}),
	),
	owners: z.array(
		z.object({ owner: z.string(), ...WORK, classes: z.array(z.object({ code: z.string(), share, ...WORK })) }),
	),
	findings: z.array(Finding),
});
export type EffortAnswer = z.infer<typeof EffortAnswer>;
