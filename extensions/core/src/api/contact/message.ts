import type { ActionHandler } from '../../application/actions/ports.ts';
import type { ActionDraft } from '../../domain/command/decision.ts';
import type { Purpose } from '../../domain/contact/contact-policy.ts';
import { withTransientRetries } from '../database-errors.ts';
import type { Host, Knex } from '../directus.ts';
import { announce } from '../facts.ts';
import { hasTransport } from './mail-transport.ts';
import { passContact } from './pass-contact.ts';

/** A mail to a customer, in the customer's language and ready to be sent. */
export interface Message {
	/** Null: somebody who is no customer yet. They get replies only, to the address that they gave. */
	customer: string | null;
	/** Default: the customer's own address. */
	to?: string;
	purpose: Purpose;
	/** Who sends: the plugin's id. */
	plugin: string;
	subject: string;
	text: string;
	/** Escaped by whoever wrote it. */
	html?: string;
	/** The same key is sent once. */
	dedupeKey: string;
	/** The row that it is about, where that is not the customer. */
	about?: { collection: string; id: string };
}

const SEND = 'core.send-message';

/**
 * The only way out for mail to customers: an action that a command puts down with its cause. When it is due the contact
 * policy decides; what only takes time is put off. It ends as the fact `crm.core.message_sent` or `crm.core.message_suppressed`.
 */
export function messageAction(message: Message, dueAt: Date): ActionDraft {
	return {
		kind: SEND,
		dueAt,
		subjectCollection: message.about?.collection ?? 'crm_customers',
		subjectId: message.about?.id ?? message.customer ?? undefined,
		payload: { ...message },
		dedupeKey: `${message.plugin}:${message.dedupeKey}`,
	};
}

/** A crash between the mail server's yes and ours sends a mail twice, with one Message-ID; that is the only way to two. */
export function messageHandler(host: Host): ActionHandler<Knex> {
	return {
		kind: SEND,
		perform: async ({ payload, dedupeKey }, now) => {
			const message = payload as unknown as Message;
			const to = message.to ?? (message.customer === null ? null : await addressOf(host.database, message.customer));
			const verdict = cannotLeave(host, to) ?? (await askPolicy(host.database, message, now));
			if ('tryAgainAt' in verdict && verdict.tryAgainAt) return { again: verdict.tryAgainAt };
			if (verdict.allowed) await send(host, { ...message, to: to! }, dedupeKey);
			await tell(host, message, { dedupeKey, now, reason: verdict.allowed ? null : verdict.reason });
			return undefined;
		},
	};
}

/** Known before the policy counts it. Trying again mends neither. */
function cannotLeave({ env }: Host, to: string | null): { allowed: false; reason: 'no_address' | 'no_mail_transport' } | null {
	if (!to) return { allowed: false, reason: 'no_address' };
	return hasTransport(env) ? null : { allowed: false, reason: 'no_mail_transport' };
}

async function addressOf(database: Knex, customer: string): Promise<string | null> {
	const row = await database('crm_customers').where({ id: customer }).first('email');
	return row?.email || null;
}

/** Of a stranger there is nothing to look up: whoever asked gets the answer, and nothing else. */
async function askPolicy(database: Knex, { customer, purpose, plugin, dedupeKey }: Message, now: Date): ReturnType<typeof passContact> {
	if (customer === null) return purpose === 'reply' ? { allowed: true } : { allowed: false, reason: 'consent_missing' };
	const request = { customer, channel: 'email', purpose, plugin, dedupeKey, now } as const;
	return withTransientRetries(() => database.transaction((trx) => passContact(trx, request)));
}

async function send({ services, database, getSchema }: Host, { to, subject, text, html }: Message, key: string): Promise<void> {
	const mail = new services.MailService({ schema: await getSchema(), knex: database });
	await mail.send({ to, subject, text, html, messageId: `<${key}@guanxi>` });
}

async function tell(
	host: Host,
	{ customer, plugin, purpose, subject, about }: Message,
	{ dedupeKey, now, reason }: { dedupeKey: string; now: Date; reason: string | null },
): Promise<void> {
	await announce(host, {
		type: reason ? 'crm.core.message_suppressed' : 'crm.core.message_sent',
		subjectCollection: about?.collection ?? 'crm_customers',
		subjectId: about?.id ?? customer ?? '',
		customer,
		payload: { channel: 'email', plugin, purpose, subject, ...(reason ? { reason } : {}) },
		occurredAt: now,
		dedupeKey: `message:${dedupeKey}`,
	});
}
