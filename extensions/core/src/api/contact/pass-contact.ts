import {
	PURPOSES,
	decideContact,
	type Channel,
	type ContactPolicy,
	type Purpose,
	type Recipient,
	type SentSoFar,
	type Verdict,
} from '../../domain/contact/contact-policy.ts';
import { actionKey } from '../actions/action-key.ts';
import type { Knex } from '../directus.ts';
import { lockName } from '../locks.ts';
import { readSettings } from '../settings.ts';

export interface ContactRequest {
	customer: string;
	channel: Channel;
	purpose: Purpose;
	/** Who sends: the plugin's id. */
	plugin: string;
	/** Names the message. Asked again with the same key, a message that passed passes again and is counted once. */
	dedupeKey: string;
	now: Date;
}

/**
 * Asks whether a message may go out, and counts it when it may, in the caller's transaction. Every outbound message of every
 * plugin passes here when it is about to be sent: consent may have been withdrawn since it was planned. Call it before the
 * transaction reads anything else: its first statement locks the customer's contacts, so that of two messages at
 * once only as many pass as the policy allows. An unknown customer is treated as archived.
 */
export async function passContact(trx: Knex, request: ContactRequest): Promise<Verdict> {
	const { customer, channel, purpose, now } = request;
	await lockName(trx, `contact:${customer}`);
	const key = actionKey(`contact.${request.plugin}`, `${customer}:${request.dedupeKey}`);
	const policy = await readPolicy(trx);
	// A message that was counted needs no place any more, but consent may have been withdrawn since, or night fallen.
	const isCounted = (await trx('crm_contact_log').where({ dedupe_key: key }).first('id')) !== undefined;
	const sent = isCounted ? NOTHING_SENT : await sentSoFar(trx, request, { windowDays: policy.windowDays });
	const limits = isCounted ? { maxTotal: null, maxPerChannel: null } : {};
	const verdict = decideContact({ purpose, channel, policy: { ...policy, ...limits }, sent, now, recipient: await recipientOf(trx, customer) });
	if (verdict.allowed && !isCounted) {
		await trx('crm_contact_log').insert({
			customer,
			channel,
			purpose,
			plugin: request.plugin,
			counts: PURPOSES[purpose].countsAgainstLimits,
			at_ms: now.getTime(),
			dedupe_key: key,
		});
	}
	return verdict;
}

const NOTHING_SENT: SentSoFar = { total: 0, onChannel: 0, oldestAt: null, oldestOnChannelAt: null };

async function recipientOf(trx: Knex, id: string): Promise<Recipient> {
	const row = await trx('crm_customers').where({ id }).first('status', 'merged_into', 'do_not_contact', 'consent_email', 'consent_sms');
	return {
		isArchived: row?.status !== 'active' || row.merged_into !== null,
		doNotContact: Boolean(row?.do_not_contact),
		consent: { email: yesNo(row?.consent_email), sms: yesNo(row?.consent_sms) },
	};
}

/** SQLite and MySQL keep truth as 1 and 0. */
const yesNo = (stored: unknown): boolean | null => (stored === null || stored === undefined ? null : Boolean(stored));

async function sentSoFar(trx: Knex, { customer, channel, now }: ContactRequest, { windowDays }: Pick<ContactPolicy, 'windowDays'>): Promise<SentSoFar> {
	const since = now.getTime() - windowDays * 86_400_000;
	const rows: { channel: string; n: string; oldest: string }[] = await trx('crm_contact_log')
		.where({ customer, counts: true })
		.where('at_ms', '>', since)
		.groupBy('channel')
		.select('channel')
		.count({ n: '*' })
		.min({ oldest: 'at_ms' });
	const total = rows.reduce((sum, row) => sum + Number(row.n), 0);
	const oldest = Math.min(...rows.map((row) => Number(row.oldest)));
	const own = rows.find((row) => row.channel === channel);
	return {
		total,
		onChannel: Number(own?.n ?? 0),
		oldestAt: rows.length > 0 ? new Date(oldest) : null,
		oldestOnChannelAt: own ? new Date(Number(own.oldest)) : null,
	};
}

async function readPolicy(trx: Knex): Promise<ContactPolicy> {
	const row: Record<string, unknown> = (await trx('crm_settings').first()) ?? {};
	const { timezone } = await readSettings(trx);
	const limit = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));
	const time = (value: unknown): string | null => (typeof value === 'string' && /^\d\d:\d\d$/.test(value) ? value : null);
	return {
		windowDays: limit(row['contact_window_days']) ?? 30,
		maxTotal: limit(row['contact_max_total']),
		maxPerChannel: limit(row['contact_max_per_channel']),
		quiet: { from: time(row['quiet_from']), to: time(row['quiet_to']), timezone },
	};
}
