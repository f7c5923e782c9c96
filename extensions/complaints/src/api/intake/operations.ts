import { answerOf, runCommand } from '@guanxi/core/command';
import type { Host } from '@guanxi/core/directus';
import { refusal } from '@guanxi/core/http';
import { linkUrl } from '@guanxi/core/link';
import { operation, type Operation } from '@guanxi/core/operations';
import type { z } from 'zod';
import { FiledAnswer, FormAnswer, MailAnswer, StatusAnswer } from '../../contract/intake-answers.ts';
import { COMPLAINTS } from '../../domain/case/case.ts';
import { whyAutomatic } from '../../domain/intake/automatic-mail.ts';
import { INTAKE_WORDS } from '../../domain/intake/intake-words.ts';
import type { Filed, Filing } from '../../domain/intake/receive.ts';
import { referenceIn } from '../../domain/intake/reference.ts';
import { receiveCommand } from './commands.ts';
import { FORM_PAGE, STATUS_PAGE } from './pages.ts';
import { readForm, readStatus } from './read-status.ts';
import { IntakeBody, LanguageQuery, MailBody, TokenParams } from './requests.ts';
import { statusLink } from './status-link.ts';

const tag = 'Complaints';
type Intake = z.output<typeof IntakeBody>;

/** How complaints come in, and how people see what became of them. */
export const INTAKE_OPERATIONS: Operation[] = [
	operation({
		method: 'get',
		path: '/crm/complaints/form',
		summary: 'The public form',
		tag,
		may: 'public',
		answer: FormAnswer,
		page: FORM_PAGE,
		handle: ({ host }) => readForm(host),
	}),
	operation({
		method: 'post',
		path: '/crm/complaints/intake',
		summary: 'File a complaint, suggestion, inquiry, request or compliment; nobody has to log in',
		tag,
		may: 'public',
		key: 'optional',
		query: LanguageQuery,
		body: IntakeBody,
		answer: FiledAnswer,
		errors: [409],
		page: {
			goTo: ({ status_url: url }) => new URL(url, 'http://localhost').pathname.split('/').slice(-2).join('/'),
			back: () => 'form',
			again: { page: FORM_PAGE, read: readForm },
		},
		handle: async ({ host, key, query: { lang }, body }) => {
			if (body.website) return { reference: '-', status_url: linkUrl(host, '/crm/complaints/form') };
			const filed = await file(host, filingOf(body, lang ?? null), key ?? body.key ?? null);
			const { url } = await statusLink(host, filed, new Date());
			return { reference: filed.reference, status_url: url };
		},
	}),
	operation({
		method: 'post',
		path: '/crm/complaints/mails',
		summary: 'A mail that a gateway has received and read; what machines write is ignored',
		tag,
		// Representatives, who file for their own customers, have no numbers of other systems.
		may: ['create', COMPLAINTS, 'external_id'],
		body: MailBody,
		answer: MailAnswer,
		handle: async ({ host, body }) => {
			const headers = Object.fromEntries(Object.entries(body.headers).map(([name, value]) => [name.toLowerCase(), value]));
			const ignored = whyAutomatic(body.from.address, headers);
			if (ignored) return { reference: null, status_url: null, joined: false, ignored };
			const filed = await file(host, mailFiling(body), null);
			const { url } = await statusLink(host, filed, new Date());
			return { reference: filed.reference, status_url: url, joined: filed.joined, ignored: null };
		},
	}),
	operation({
		method: 'get',
		path: '/crm/complaints/public/{token}',
		summary: 'How far a case is, for whoever has its link',
		tag,
		may: 'public',
		params: TokenParams,
		answer: StatusAnswer,
		errors: [410],
		page: STATUS_PAGE,
		handle: ({ host, params: { token } }) => readStatus(host, token),
	}),
];

/** Nobody in particular: whoever files need not be known to us. */
const file = async (host: Host, filing: Filing, idempotencyKey: string | null): Promise<Filed> =>
	answerOf(await runCommand(host, receiveCommand(await host.getSchema()), { input: filing, caller: 'public', actor: null, idempotencyKey }));

function filingOf(body: Intake, language: string | null): Filing {
	const { phone, email } = reachedBy(body);
	return {
		type: body.type, channel: 'web', name: body.name, phone, email, order_number: body.order_number ?? null, category: body.category ?? null,
		subject: body.subject, body: body.body, remedy_sought: body.remedy_sought ?? null, external_id: body.external_id ?? null, language, reply_to: [],
	};
}

const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^[+(（0-9][-0-9 ()（）+./,;、，；#*a-zA-Z转分机－]{4,59}$/;

/** One field of the form takes either. */
function reachedBy({ phone, email, contact }: Intake): { phone: string | null; email: string | null } {
	if (contact !== undefined && !ADDRESS.test(contact) && !PHONE.test(contact)) throw refusal(400, INTAKE_WORDS, { field: 'contact', reason: 'not_an_address' });
	const isAddress = contact !== undefined && ADDRESS.test(contact);
	const given = { phone: phone ?? (isAddress ? null : (contact ?? null)), email: email ?? (isAddress ? contact! : null) };
	if (given.phone === null && given.email === null) throw refusal(400, INTAKE_WORDS, { field: 'phone', reason: 'no_way_to_answer' });
	return given;
}

/** As much of a mail as a complaint takes; the rest is in the mailbox. */
const MOST_TEXT = 20_000;

function mailFiling({ message_id: id, from, subject, text, in_reply_to: answered, references }: z.output<typeof MailBody>): Filing {
	const reference = referenceIn(subject);
	const first = text.split('\n').find((line) => line.trim() !== '') ?? '—';
	return {
		type: 'complaint', channel: 'email', name: from.name || null, phone: null, email: ADDRESS.test(from.address) ? from.address : null, order_number: null, category: null,
		subject: (subject || first).slice(0, 255), body: text.slice(0, MOST_TEXT), remedy_sought: null, external_id: id, language: null,
		reply_to: [...new Set([...(reference ? [reference] : []), ...(answered ? [answered] : []), ...references])],
	};
}
