import { describe, expect, it } from 'vitest';
import { decideContact, type ContactQuestion, type Purpose } from './contact-policy.ts';
import { quietUntil } from './quiet-hours.ts';

const NOON = new Date('2026-03-02T04:00:00Z'); // 12:00 in Shanghai
const NIGHT = new Date('2026-03-02T15:30:00Z'); // 23:30 in Shanghai
const MORNING = new Date('2026-03-03T00:00:00Z'); // 08:00 in Shanghai
const OLDEST = new Date('2026-02-10T00:00:00Z');
const FREE_AGAIN = new Date('2026-03-12T00:00:00Z'); // 30 days later

const ask = (purpose: Purpose, change: Partial<ContactQuestion> = {}): ContactQuestion => ({
	purpose,
	channel: 'email',
	policy: {
		windowDays: 30,
		maxTotal: 4,
		maxPerChannel: 2,
		quiet: { from: '21:00', to: '08:00', timezone: 'Asia/Shanghai' },
	},
	recipient: { doNotContact: false, consent: { email: null, sms: null }, isArchived: false },
	sent: { total: 0, onChannel: 0, oldestAt: null, oldestOnChannelAt: null },
	now: NOON,
	...change,
});
const who = (change: Partial<ContactQuestion['recipient']>): Partial<ContactQuestion> => ({
	recipient: { doNotContact: false, consent: {}, isArchived: false, ...change },
});
const sent = (total: number, onChannel: number): Partial<ContactQuestion> => ({
	sent: { total, onChannel, oldestAt: OLDEST, oldestOnChannelAt: OLDEST },
});

const CASES: { why: string; question: ContactQuestion; verdict: object }[] = [
	{ why: 'nothing speaks against a survey', question: ask('survey'), verdict: { allowed: true } },
	{ why: 'never asked is no objection to a survey', question: ask('survey', who({ consent: { email: null } })), verdict: { allowed: true } },
	{ why: 'a no stops a survey', question: ask('survey', who({ consent: { email: false } })), verdict: { reason: 'consent_refused' } },
	{ why: 'a no to mail is no no to text messages', question: ask('survey', { channel: 'sms', ...who({ consent: { email: false } }) }), verdict: { allowed: true } },
	{ why: 'advertising needs a yes', question: ask('marketing'), verdict: { reason: 'consent_missing' } },
	{ why: 'with a yes it may go', question: ask('marketing', who({ consent: { email: true } })), verdict: { allowed: true } },
	{ why: 'unsubscribed from advertising is not unsubscribed from reminders to pay', question: ask('notice', who({ consent: { email: false } })), verdict: { allowed: true } },
	{ why: 'do not contact stops a survey', question: ask('survey', who({ doNotContact: true })), verdict: { reason: 'do_not_contact' } },
	{ why: 'and a notice: a person decides', question: ask('notice', who({ doNotContact: true })), verdict: { reason: 'do_not_contact' } },
	{ why: 'but not the answer to what the customer just asked', question: ask('reply', who({ doNotContact: true })), verdict: { allowed: true } },
	{ why: 'archived customers get nothing', question: ask('care', who({ isArchived: true })), verdict: { reason: 'customer_archived' } },
	{ why: 'but their complaint is answered', question: ask('reply', who({ isArchived: true })), verdict: { allowed: true } },
	{ why: 'one below both limits', question: ask('survey', sent(3, 1)), verdict: { allowed: true } },
	{ why: 'the limit in total', question: ask('survey', sent(4, 1)), verdict: { reason: 'limit_total', tryAgainAt: FREE_AGAIN } },
	{ why: 'the limit of the channel', question: ask('survey', sent(2, 2)), verdict: { reason: 'limit_channel', tryAgainAt: FREE_AGAIN } },
	{ why: 'reminders are not counted', question: ask('reminder', sent(9, 9)), verdict: { allowed: true } },
	{ why: 'empty limits are none', question: ask('survey', { ...sent(99, 99), policy: { ...ask('survey').policy, maxTotal: null, maxPerChannel: null } }), verdict: { allowed: true } },
	{ why: 'a limit of 0 never lifts', question: ask('survey', { policy: { ...ask('survey').policy, maxTotal: 0 } }), verdict: { reason: 'limit_total', tryAgainAt: null } },
	{ why: 'quiet hours put off', question: ask('survey', { now: NIGHT }), verdict: { reason: 'quiet_hours', tryAgainAt: MORNING } },
	{ why: 'a receipt is wanted at night too', question: ask('reply', { now: NIGHT }), verdict: { allowed: true } },
	{ why: 'what can never change is said before what passes', question: ask('marketing', { now: NIGHT }), verdict: { reason: 'consent_missing' } },
];

describe('contact policy', () => {
	it.each(CASES)('$why', ({ question, verdict }) => {
		expect(decideContact(question)).toMatchObject(verdict);
		expect(decideContact(question).allowed).toBe('allowed' in verdict);
	});
});

describe('quiet hours', () => {
	const shanghai = { from: '21:00', to: '08:00', timezone: 'Asia/Shanghai' };
	it.each([
		['a minute before', '2026-03-02T12:59:59Z', null],
		['the first instant', '2026-03-02T13:00:00Z', '2026-03-03T00:00:00.000Z'],
		['after midnight', '2026-03-02T17:00:00Z', '2026-03-03T00:00:00.000Z'],
		['the last instant', '2026-03-02T23:59:59Z', '2026-03-03T00:00:00.000Z'],
		['their end', '2026-03-03T00:00:00Z', null],
	])('overnight: %s', (_what, now, until) => {
		expect(quietUntil(new Date(now), shanghai)?.toISOString() ?? null).toBe(until);
	});

	it('within a day', () => {
		const siesta = { from: '12:00', to: '14:00', timezone: 'Asia/Shanghai' };
		expect(quietUntil(NOON, siesta)?.toISOString()).toBe('2026-03-02T06:00:00.000Z');
		expect(quietUntil(NIGHT, siesta)).toBeNull();
	});

	it('end on the clock on the wall when the clocks change in between', () => {
		const berlin = { from: '21:00', to: '08:00', timezone: 'Europe/Berlin' };
		expect(quietUntil(new Date('2026-03-28T22:00:00Z'), berlin)?.toISOString()).toBe('2026-03-29T06:00:00.000Z');
	});

	it.each([
		[null, '08:00'],
		['21:00', null],
		['08:00', '08:00'],
	])('from %s to %s there are none', (from, to) => {
		expect(quietUntil(NIGHT, { from, to, timezone: 'Asia/Shanghai' })).toBeNull();
	});
});
