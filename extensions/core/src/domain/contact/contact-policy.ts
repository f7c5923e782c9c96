import { quietUntil, type QuietHours } from './quiet-hours.ts';

/** What is asked of a message by its purpose. */
interface PurposeRules {
	waitsForQuietHours: boolean;
	countsAgainstLimits: boolean;
	stopsAtDoNotContact: boolean;
	/** ignored: not needed by law or contract; unless_refused: silence is no objection; required: only after a yes. */
	consent: 'ignored' | 'unless_refused' | 'required';
}

/**
 * Why a customer is written to. An answer to what the customer just did always goes out; advertising only after a yes.
 * Whoever unsubscribed from advertising still gets the notices that a contract requires, but nobody who asked for no
 * contact at all: there a person has to decide.
 */
export const PURPOSES = {
	reply: { waitsForQuietHours: false, countsAgainstLimits: false, stopsAtDoNotContact: false, consent: 'ignored' },
	notice: { waitsForQuietHours: true, countsAgainstLimits: true, stopsAtDoNotContact: true, consent: 'ignored' },
	survey: { waitsForQuietHours: true, countsAgainstLimits: true, stopsAtDoNotContact: true, consent: 'unless_refused' },
	reminder: { waitsForQuietHours: true, countsAgainstLimits: false, stopsAtDoNotContact: true, consent: 'unless_refused' },
	care: { waitsForQuietHours: true, countsAgainstLimits: true, stopsAtDoNotContact: true, consent: 'unless_refused' },
	marketing: { waitsForQuietHours: true, countsAgainstLimits: true, stopsAtDoNotContact: true, consent: 'required' },
} as const satisfies Record<string, PurposeRules>;

export type Purpose = keyof typeof PURPOSES;
export type Channel = 'email' | 'sms' | 'wechat' | 'phone';

export interface ContactPolicy {
	windowDays: number;
	/** Null = no limit. */
	maxTotal: number | null;
	maxPerChannel: number | null;
	quiet: QuietHours;
}

export interface Recipient {
	doNotContact: boolean;
	/** True, false, or null = never asked. Only mail and text messages have a stored consent. */
	consent: Partial<Record<Channel, boolean | null>>;
	isArchived: boolean;
}

/** Counted messages to the customer within the policy's window. */
export interface SentSoFar {
	total: number;
	onChannel: number;
	/** The oldest of them, of all and on this channel; a refused message may be tried again when it leaves the window. */
	oldestAt: Date | null;
	oldestOnChannelAt: Date | null;
}

export type Verdict =
	| { allowed: true }
	| { allowed: false; reason: 'customer_archived' | 'do_not_contact' | 'consent_refused' | 'consent_missing' }
	| { allowed: false; reason: 'limit_total' | 'limit_channel'; tryAgainAt: Date | null }
	| { allowed: false; reason: 'quiet_hours'; tryAgainAt: Date };

export interface ContactQuestion {
	purpose: Purpose;
	channel: Channel;
	policy: ContactPolicy;
	recipient: Recipient;
	sent: SentSoFar;
	now: Date;
}

/** May this message go out now? What can never change by waiting is said first. */
export function decideContact({ purpose, channel, policy, recipient, sent, now }: ContactQuestion): Verdict {
	const rules: PurposeRules = PURPOSES[purpose];
	if (recipient.isArchived && purpose !== 'reply') return { allowed: false, reason: 'customer_archived' };
	if (recipient.doNotContact && rules.stopsAtDoNotContact) return { allowed: false, reason: 'do_not_contact' };
	const consent = recipient.consent[channel] ?? null;
	if (rules.consent !== 'ignored' && consent === false) return { allowed: false, reason: 'consent_refused' };
	if (rules.consent === 'required' && consent !== true) return { allowed: false, reason: 'consent_missing' };
	const limit = rules.countsAgainstLimits ? limitReached(policy, sent) : null;
	if (limit) return limit;
	const tryAgainAt = rules.waitsForQuietHours ? quietUntil(now, policy.quiet) : null;
	return tryAgainAt ? { allowed: false, reason: 'quiet_hours', tryAgainAt } : { allowed: true };
}

function limitReached(policy: ContactPolicy, sent: SentSoFar): Verdict | null {
	if (policy.maxTotal !== null && sent.total >= policy.maxTotal) {
		return { allowed: false, reason: 'limit_total', tryAgainAt: windowEnd(policy, sent.oldestAt) };
	}
	if (policy.maxPerChannel !== null && sent.onChannel >= policy.maxPerChannel) {
		return { allowed: false, reason: 'limit_channel', tryAgainAt: windowEnd(policy, sent.oldestOnChannelAt) };
	}
	return null;
}

/** A limit of 0 never lifts. */
function windowEnd({ windowDays }: ContactPolicy, oldestAt: Date | null): Date | null {
	return oldestAt && new Date(oldestAt.getTime() + windowDays * 86_400_000);
}
