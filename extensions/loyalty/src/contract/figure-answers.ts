import { z } from 'zod';

/** What the panels and reports about a program answer. */
const program = z.string().describe('Key of the program');
const uuid = z.string().meta({ format: 'uuid' });
const count = z.int();
/** Over a whole program: beyond what a number counts exactly it is the nearest one. */
const sum = z.number();
const instant = z.string().describe('ISO instant');
const tierKey = z.string().nullable().describe('Key of the tier; null = none');
const period = { from: instant, to: instant.describe('ISO instant; not a part of the period') };

const flow = {
	issued: sum.describe('Earned'),
	redeemed: sum.describe('Spent, less what came back'),
	expired: sum,
	reversed: sum.describe('Taken back after refunds'),
	adjusted: sum.describe('Corrected by hand; signed'),
};

export const ProgramsAnswer = z
	.array(
		z.object({
			key: program,
			name: z.string(),
			unit_name: z.string().nullable().describe('What members call a point'),
			status: z.enum(['active', 'ended']),
			members: count,
		}),
	)
	.describe('The one with the most members first');
export type ProgramsAnswer = z.infer<typeof ProgramsAnswer>;

export const FlowsAnswer = z.object({
	program,
	...period,
	total: z.object(flow),
	by_month: z
		.array(z.object({ month: z.string().describe('YYYY-MM in the time zone of the program'), ...flow }))
		.describe('Every month of the period, in order'),
});
export type FlowsAnswer = z.infer<typeof FlowsAnswer>;

export const TiersAnswer = z.object({
	program,
	...period,
	members: count.describe('Now'),
	tiers: z
		.array(z.object({ tier: tierKey, name: z.string().nullable(), color: z.string().nullable(), members: count, share: z.number().min(0).max(1) }))
		.describe('Now; the best one first, members without a tier last'),
	rose: count.describe('Members whose tier is a better one at the end of the period than at its start'),
	fell: count,
	moves: z.array(z.object({ from: tierKey, to: tierKey, members: count })),
	movers: z
		.array(z.object({ account: uuid, customer: uuid, from: tierKey, to: tierKey, at: instant }))
		.describe('Who moved last, at most 20'),
});
export type TiersAnswer = z.infer<typeof TiersAnswer>;

export const RulesAnswer = z.object({
	program,
	...period,
	points: sum.describe('Given by all rules together; what was taken back later counts as given'),
	rules: z
		.array(
			z.object({
				rule: uuid,
				key: z.string(),
				name: z.string(),
				status: z.string(),
				points: sum,
				tier_points: sum,
				awards: count.describe('How often it gave'),
				members: count.describe('To how many'),
				share: z.number().describe('Of the points of all rules'),
			}),
		)
		.describe('The one that gave most first'),
});
export type RulesAnswer = z.infer<typeof RulesAnswer>;

export const HealthAnswer = z.object({
	program,
	balance: z.object({
		total: sum.describe('Members and counter accounts together; always 0'),
		agrees: z.boolean().describe('Whether the accounts agree with the entries'),
	}),
	accounts: z.object({ active: count, frozen: count, closed: count }),
	frozen: z.array(z.object({ account: uuid, customer: uuid })).describe('At most 10'),
	actions: z
		.object({ waiting: count, overdue: count, dead: count.describe('Given up after eight failures') })
		.describe('Work of the loyalty plugin that is to be done, of all programs'),
	audit: z
		.object({ at: instant, failed: z.array(z.string()).describe('Names of the checks about loyalty that found something') })
		.nullable()
		.describe('The last audit; null: there was none'),
});
export type HealthAnswer = z.infer<typeof HealthAnswer>;
