import { z } from 'zod';
import { STATES, TYPES } from '../domain/case/case.ts';

/** What `/crm/complaints` answers, stated once: the document describes it and the operations return it. */
const uuid = z.string().meta({ format: 'uuid' });
const state = z.enum(STATES);

export const MovedAnswer = z.object({
	id: uuid,
	reference: z.string().describe('What the customer quotes'),
	state,
	allowed: z.array(state).describe('Where it may go from here'),
});

export const MergedAnswer = z.object({ id: uuid, reference: z.string(), into: uuid, into_reference: z.string().describe('Of the case that goes on') });

export const ApprovedAnswer = z.object({ id: uuid, amount: z.string().describe('What the remedy may cost, in the home currency') });

export const MovesAnswer = z.object({
	state,
	type: z.enum(TYPES),
	allowed: z.array(z.object({ to: state, missing: z.array(z.string()).describe('Fields without which it is refused') })),
	approval_limit: z.string().nullable().describe('A remedy that costs more needs an approval; null: none does'),
});
