import type { MailFacts } from '@guanxi/core/mail-text';

/** What members are told, why the contact policy lets it out, and what its words may name besides `COMMON`. */
export const MESSAGES = {
	/** No contract needs it: whoever refused mail gets none. */
	joined: { purpose: 'care', names: {} },
	tier_reached: { purpose: 'care', names: { date: '2026-12-31' } },
	/** A reminder is not counted, so no limit can put it off until its day is over. */
	tier_at_risk: { purpose: 'reminder', names: { date: '2026-12-31', missing: '200' } },
	/** The answer to a redemption: whoever waits for a code gets it at once. */
	voucher_issued: { purpose: 'reply', names: { reward: 'Tea', code: '7K2QP9XMB4', date: '2026-12-31' } },
	/** Nobody asked for what a rule gives. */
	reward_given: { purpose: 'care', names: { reward: 'Tea', code: '7K2QP9XMB4', date: '2026-12-31' } },
	reward_available: { purpose: 'care', names: { reward: 'Tea', price: '500' } },
	points_expiring: { purpose: 'reminder', names: { date: '2026-12-31', expiring: '320', list: '2026-12-31: 320' } },
} as const satisfies Record<string, { purpose: 'reply' | 'care' | 'reminder'; names: MailFacts }>;

export type MessageKind = keyof typeof MESSAGES;
export const MESSAGE_KINDS = Object.keys(MESSAGES) as MessageKind[];

/** Named in every message, with examples by which a template is tried. */
const COMMON: MailFacts = { name: '李雷', program: 'Club', unit: 'points', points: '1,250', tier: 'Gold', organisation: 'Tea House', card_link: 'https://crm.example.com/crm/loyalty/card/x' };

export const namesOf = (kind: MessageKind): MailFacts => ({ ...COMMON, ...MESSAGES[kind].names });

/** What a program says about one message. Without a subject or text of its own, or without any setting, our words are taken. */
export interface MessageSetting {
	kind: MessageKind;
	off: boolean;
	subject: string | null;
	text: string | null;
}
