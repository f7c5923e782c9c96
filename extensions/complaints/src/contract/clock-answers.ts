import { z } from 'zod';
import { METRICS } from '../domain/sla/policy.ts';

const instant = z.string().nullable();

export const ClocksAnswer = z.array(
	z.object({
		metric: z.string().describe(METRICS.join(', ')),
		cycle: z.int().describe('Grows with each reopening, or with each message to be answered'),
		state: z.enum(['running', 'paused', 'met', 'breached', 'cancelled']),
		unit: z.enum(['business_minutes', 'business_days', 'calendar_days']),
		target: z.int().describe('How much time there is, in the unit'),
		elapsed: z.number(),
		remaining: z.number().describe('Never below 0'),
		due_at: instant.describe('Null: it is paused'),
		breached_at: instant,
		ended_at: instant.describe('When it was done, in time or not, or was no longer asked for'),
		calendar: z.string().describe('Id of the business calendar'),
		provisional: z.boolean().describe('May still move: holidays of that time are not entered yet'),
	}),
);
