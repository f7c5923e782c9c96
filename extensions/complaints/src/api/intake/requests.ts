import { z } from 'zod';

/** As much as a letter of several pages. */
const MOST_BODY = 20_000;
const words = (most: number) => z.string().trim().min(1).max(most);
const external = words(255).describe('The number of this message in another system; the same one is taken once');

export const IntakeBody = z.strictObject({
	name: words(120),
	phone: words(60).optional().describe('Either phone or e-mail'),
	email: z.email().max(254).optional(),
	contact: words(254).optional().describe('Either of them, as people type it into the form'),
	type: z.enum(['complaint', 'suggestion', 'inquiry', 'service_request', 'compliment']).default('complaint'),
	order_number: words(255).optional(),
	category: words(80).optional().describe('Any text'),
	subject: words(255),
	body: words(MOST_BODY),
	remedy_sought: words(500).optional().describe('What would settle it'),
	external_id: external.optional(),
	key: words(255).optional().describe('As the form gave it'),
	website: z.string().max(1000).optional().describe('People do not see it; whoever fills it in is no person'),
});

export const LanguageQuery = z.object({ lang: z.string().max(20).optional().describe('In which language the receipt is written') });

export const TokenParams = z.object({ token: z.string() });

const headers = z.record(z.string().max(200), z.string().max(2000)).describe('Of the mail, by their names in any letters');

export const MailBody = z.strictObject({
	message_id: words(255).describe('The same one is taken once'),
	from: z.strictObject({ address: z.string().trim().max(254).describe('Empty for bounces'), name: z.string().trim().max(120).optional() }),
	subject: z.string().trim().max(1000).default(''),
	text: z.string().trim().max(200_000).default('').describe('Plain text; of mails that have only HTML, its text'),
	in_reply_to: z.string().trim().max(255).optional(),
	references: z.array(z.string().trim().max(255)).max(50).default([]),
	headers: headers.default({}),
});
