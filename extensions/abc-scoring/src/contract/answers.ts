import { z, type ZodType } from 'zod';
import type { CustomerAnswer as Customer } from '../application/explain-customer.ts';
import type { PreviewAnswer as Preview } from '../application/preview-model.ts';
import type { ChangesAnswer as Changes } from '../application/read-changes.ts';
import type { EffortAnswer as Effort } from '../application/read-effort.ts';
import type { SummaryAnswer as Summary } from '../application/read-summary.ts';
import type { RunAnswer as Run } from '../application/run-model.ts';
import { BASES, METHODS } from '../domain/model.ts';

/** What `/crm/abc` answers, as its OpenAPI document describes it. The compiler compares it with the use cases. */
const count = z.int().min(0);
const share = z.number().min(0).max(1.000001).describe('0 to 1');
const instant = z.string().describe('ISO instant');

const CLASS_ROW = {
	code: z.string(),
	label: z.string(),
	customers: count,
	customer_share: share,
	value: z.number(),
	value_share: share,
};

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
	classes: z.array(z.object(CLASS_ROW)),
	currency: z.string(),
	incomplete: Incomplete,
}) satisfies ZodType<Run>;

export const PreviewAnswer = z.object({
	as_of: instant,
	customers: count,
	cut_points: CutPoints,
	classes: z.array(z.object(CLASS_ROW)),
	moved: count.describe('Customers whose class would differ from that of the saved model of the same key'),
	moves: z.array(z.object({ from: z.string().nullable(), to: z.string(), customers: count })),
	currency: z.string(),
	incomplete: Incomplete,
}) satisfies ZodType<Preview>;

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
	classes: z.array(z.object({ ...CLASS_ROW, color: z.string().nullable() })),
	incomplete: Incomplete,
}) satisfies ZodType<Summary>;

export const ParetoAnswer = z.array(z.object({ customer_share: share, value_share: share }));

const HISTORY = {
	at: instant,
	from: z.string().nullable().describe('Null for a customer scored for the first time'),
	to: z.string().nullable().describe('Null for one no longer scored'),
	value_before: z.number().nullable(),
	value: z.number().nullable(),
	driver: z.string(),
	message: z.string(),
	run: z.string().nullable(),
};

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
	history: z.array(z.object(HISTORY)).describe('Newest first'),
}) satisfies ZodType<Customer>;

export const ChangesAnswer = z.object({
	model: z.string(),
	from: instant.nullable(),
	to: instant.nullable(),
	transitions: z.array(z.object({ from: z.string().nullable(), to: z.string().nullable(), customers: count })),
	classes: z.array(
		z.object({
			code: z.string(),
			label: z.string(),
			color: z.string().nullable(),
			customers_from: z.int(),
			customers_to: z.int(),
		}),
	),
	changes: z.array(z.object({ customer: z.string(), ...HISTORY })).describe('The newest single moves'),
}) satisfies ZodType<Changes>;

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
		z.object({
			...CLASS_ROW,
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
}) satisfies ZodType<Effort>;
