import { z } from 'zod';

/** The requests of `/crm/abc`, validated here and described from here in the OpenAPI document. */
const isoDate = z.string().min(4).describe('ISO date (start of that day in the company time zone) or instant');
const key = z.string().describe('Key of a scoring model, such as "pareto"');

export const ModelParams = z.object({ key });
export const CustomerParams = z.object({ key, id: z.string() });

export const RunBody = z.strictObject({
	as_of: isoDate.optional(),
	dry_run: z.boolean().default(false),
});

export const PreviewBody = z.strictObject({
	model: z.looseObject({ method: z.string(), classes: z.array(z.unknown()) }),
	as_of: isoDate.optional(),
});

export const ParetoQuery = z.object({ points: z.coerce.number().int().min(2).max(1000).default(200) });

export const PeriodQuery = z.object({
	from: isoDate.optional(),
	to: isoDate.optional(),
	limit: z.coerce.number().int().min(1).max(1000).default(100),
});

export const EffortQuery = z.object({
	model: z.string().default('pareto'),
	from: isoDate.optional(),
	to: isoDate.optional(),
	owner: z.string().optional(),
});

const ClassRow = z.object({
	code: z.string(),
	label: z.string(),
	customers: z.int(),
	customer_share: z.number(),
	value: z.number(),
	value_share: z.number(),
});

export const RunAnswer = z.object({
	run: z.string().nullable(),
	as_of: z.string(),
	customers: z.int(),
	changed: z.int(),
	duration_ms: z.int(),
	classes: z.array(ClassRow),
});

export const SummaryAnswer = z.object({ as_of: z.string(), customers: z.int(), classes: z.array(ClassRow) });

export const ParetoAnswer = z.array(z.object({ customer_share: z.number(), value_share: z.number() }));
