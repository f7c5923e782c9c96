import { z } from 'zod';
import { DECISIONS, STATES, TYPES } from '../domain/case/case.ts';

export const FiledAnswer = z.object({
	reference: z.string().describe('What the customer quotes'),
	status_url: z.string().describe('The page that tells how far it is; its last part is the token'),
});

export const MailAnswer = z.object({
	reference: z.string().nullable().describe('Null: ignored'),
	status_url: z.string().nullable(),
	joined: z.boolean().describe('It became a message about a case that is open already'),
	ignored: z.enum(['auto_submitted', 'bulk', 'bounce']).nullable().describe('Why it is no complaint: a machine wrote it'),
});

export const StatusAnswer = z.object({
	reference: z.string(),
	type: z.enum(TYPES),
	state: z.enum(STATES),
	received_at: z.string().nullable(),
	closed_at: z.string().nullable(),
	timezone: z.string().describe('Of the organisation: its days are what people read'),
	subject: z.string().nullable().describe('Null: not shown to whoever only added a message'),
	decision: z.object({ decision: z.enum(DECISIONS), reason: z.string().nullable() }).nullable().describe('Once the customer was told'),
	recourse: z.string().nullable().describe('Where else the customer may turn'),
});

export const FormAnswer = z.object({
	categories: z.array(z.object({ zh: z.string(), en: z.string() })),
	key: z.string().describe('To be sent along with this form, which can then be sent twice and counts once'),
});
