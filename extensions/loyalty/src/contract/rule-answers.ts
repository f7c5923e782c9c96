import { z } from 'zod';
import { OUTCOMES } from '../domain/rules/evaluate.ts';

const points = z.int();
const uuid = z.string().meta({ format: 'uuid' });

export const SimulateAnswer = z.object({
	points: points.describe('To spend, before limits and caps'),
	tier_points: points.describe('Growth value for tiers'),
	rules: z
		.array(
			z.object({
				rule: uuid,
				key: z.string(),
				name: z.string(),
				version: z.int(),
				outcome: z.enum(OUTCOMES),
				points: points.describe('What it gave; a multiplier below 100 % takes away'),
				tier_points: points,
				reward: z.string().optional().describe('Key of the reward that it gives'),
				by: z.string().optional().describe('Key of the rule that outdid or stopped it'),
				message: z.string().describe('In the language of the caller'),
			}),
		)
		.describe('Every rule of the program as it stood then, in the order of priority'),
	lines: z.array(z.object({ line: z.string().describe('Id of the line; of the order where it has none'), amount: z.number(), points })),
});
export type SimulateAnswer = z.infer<typeof SimulateAnswer>;

const total = { orders: z.int().describe('Paid orders of members'), matched: z.int().describe('Orders that the rule applied to'), points, tier_points: points };

export const BackTestAnswer = z.object({
	...total,
	customers: z.int().describe('Members who would have got something'),
	by_month: z.array(z.object({ month: z.string().describe('YYYY-MM in the time zone of the program'), ...total })),
	examples: z.array(
		z.object({ order: uuid, number: z.string(), customer: uuid, at: z.string().describe('ISO instant'), amount: z.number(), points, tier_points: points }),
	),
});
export type BackTestAnswer = z.infer<typeof BackTestAnswer>;
