import { named } from '@guanxi/core/operations';
import { z } from 'zod';
import { COMPLAINT, COMPLEXITIES, DECISIONS, IMMEDIATE_ACTIONS, IMPACTS, REMEDIES, STATES } from '../domain/case/case.ts';

const words = (most: number) => z.string().trim().min(1).max(most);
const money = z.number().nonnegative().max(1e10).multipleOf(0.01).describe('In the home currency, with at most two decimals');

export const ComplaintParams = z.object({ id: z.guid().toLowerCase().meta({ ...named(COMPLAINT), format: 'uuid' }) });

export const TransitionBody = z.strictObject({
	to: z.enum(STATES).describe('The state to move to'),
	reason: words(500).optional().describe('Of the decision, or why it ends so'),
	severity: z.int().min(1).max(4).optional().describe('1 minor to 4 critical'),
	complexity: z.enum(COMPLEXITIES).optional(),
	impact: z.enum(IMPACTS).optional(),
	immediate_action: z.enum(IMMEDIATE_ACTIONS).optional(),
	safety: z.boolean().optional(),
	legal: z.boolean().optional(),
	decision: z.enum(DECISIONS).optional().describe('Complaints: upheld, partly, not_upheld. Suggestions: adopted, declined. Others: answered'),
	remedy: z.enum(REMEDIES).optional(),
	compensation: money.optional(),
	communicated_at: z.iso.datetime({ offset: true }).optional().describe('When the customer was told the decision'),
	recourse: words(1000).optional().describe('Where else the customer may turn'),
	external_body: words(120).optional().describe('Who has it now, such as an ombudsman'),
	duplicate_of: z.guid().toLowerCase().optional().describe('Id of the complaint that this one repeats'),
	root_cause: words(63).optional().describe('Code of a cause in the settings'),
	root_cause_note: words(5000).optional(),
});

export const MergeBody = z.strictObject({ into: z.guid().toLowerCase().describe('Id of the open case that goes on') });

export const ApprovalBody = z.strictObject({ amount: money.describe('What the remedy may cost, in the home currency') });
