import { named } from '@guanxi/core/operations';
import { z } from 'zod';
import { CUSTOMER, MODEL } from '../domain/abc-words.ts';

/** The requests of `/crm/abc`, validated here and described from here in the OpenAPI document. */
const isoDate = z
	.string()
	.min(4)
	.meta({ examples: ['2026-03-01', '2026-03-01T09:30:00Z', '2025-12-31T23:59:59+08:00'] })
	.describe('ISO date (start of that day in the company time zone) or instant');
const key = z
	.string()
	.meta({ examples: ['pareto', 'turnover', 'pyramid'] })
	.describe('Key of a scoring model, such as "pareto"');

const modelKey = key.meta(named(MODEL));

export const ModelParams = z.object({ key: modelKey });
export const CustomerParams = z.object({ key: modelKey, id: z.guid().meta(named(CUSTOMER)) });

export const RunBody = z.strictObject({
	as_of: isoDate.optional(),
	dry_run: z.boolean().default(false),
});

const DRAFT = {
	method: 'thresholds',
	classes: [
		{ code: 'A', label: 'Key', bound: 100000 },
		{ code: 'B', label: 'Good', bound: '10000.50' },
		{ code: 'C', label: 'Other', bound: null },
	],
	potential_matrix: [{ class: 'C', potential: 'high', result: 'A' }],
	customer_filter: { region: { _eq: 'East' } },
	hysteresis_percent: 10,
};

/** What is wrong inside a model is told by the model's own rules, in the words that the Studio knows. */
export const PreviewBody = z.strictObject({
	model: z
		.looseObject({ method: z.string(), classes: z.array(z.unknown()) })
		.meta({ examples: [DRAFT] })
		.describe('A scoring model as in `crm_scoring_models`, saved or not'),
	as_of: isoDate.optional(),
});

export const ParetoQuery = z.object({ points: z.coerce.number().int().min(2).max(1000).default(200) });

export const PeriodQuery = z.object({
	from: isoDate.optional(),
	to: isoDate.optional(),
	limit: z.coerce.number().int().min(1).max(1000).default(100),
});

export const EffortQuery = z.object({
	model: key.default('pareto'),
	from: isoDate.optional(),
	to: isoDate.optional(),
	owner: z.string().meta({ format: 'uuid' }).optional().describe('Id of a user; everybody without one'),
});
