import type { Action, ActionHandler } from '@guanxi/core/action-handler';
import type { Command } from '@guanxi/core/command';
import { passContact } from '@guanxi/core/contact';
import type { Circumstances, Decision } from '@guanxi/core/decision';
import type { Knex } from '@guanxi/core/directus';
import type { ProblemOf, ProblemWords } from '@guanxi/core/problem';
import type { TableSpec } from '@guanxi/schema/model';

/**
 * The worked example of docs/guides/plugin-author.md: a card on which a shop collects stamps and which gives a coupon for
 * ten of them. It is the smallest thing that has a balance, a ledger, a refusal, a fact, and a letter of thanks later.
 */
export const STAMP_TABLES: TableSpec[] = [
	{
		table: 'example_cards',
		columns: [
			{ column: 'id', type: 'uuid', primary: true },
			{ column: 'customer', type: 'uuid', notNull: true },
			{ column: 'stamps', type: 'integer', notNull: true },
			/** A lock without meaning: every command adds one to it before it reads. */
			{ column: 'ver', type: 'bigInteger', notNull: true },
		],
	},
	{
		table: 'example_stamps',
		columns: [
			{ column: 'id', type: 'uuid', primary: true },
			{ column: 'card', type: 'uuid', notNull: true },
			/** Positive when collected, negative when redeemed. Rows are added, never changed. */
			{ column: 'stamps', type: 'integer', notNull: true },
		],
	},
	{
		table: 'example_letters',
		columns: [
			{ column: 'message_id', type: 'string', primary: true },
			{ column: 'customer', type: 'uuid', notNull: true },
		],
	},
];

/** What it refuses, and how to mend it. A plugin has them beside its rules, in `src/domain/<plugin>-words.ts`. */
export const STAMP_WORDS = {
	reasons: {
		not_enough_stamps: [
			'卡上只有 {n} 个印花，兑换需要 {needed} 个。请先继续集点。',
			'The card has {n} stamp; {needed} are needed. Collect more first. | The card has {n} stamps; {needed} are needed. Collect more first.',
		],
	},
} as const satisfies ProblemWords;

/** What people call it where it is not found. */
export const CARD = ['集点卡', 'Card'] as const;

export interface Redemption {
	card: string;
	stamps: number;
}

interface Card {
	id: string;
	customer: string;
	stamps: number;
}

export const redeemStamps: Command<Redemption, Card, { left: number }, Knex> = {
	name: 'example.redeem-stamps',
	locks: ({ card }) => [{ table: 'example_cards', id: card, what: CARD }],
	load: (reader, { card }) => reader('example_cards').where({ id: card }).first(),
	decide,
	words: STAMP_WORDS,
};

function decide(card: Card, { stamps }: Redemption, { now, newId }: Circumstances): Decision<{ left: number }> {
	if (card.stamps < stamps) {
		return refused({ reason: 'not_enough_stamps', params: { n: card.stamps, needed: stamps } });
	}
	const entry = newId();
	return {
		answer: { left: card.stamps - stamps },
		effects: [
			{ update: 'example_cards', where: { id: card.id }, atLeast: { stamps }, add: { stamps: -stamps } },
			{ insert: 'example_stamps', rows: [{ id: entry, card: card.id, stamps: -stamps }] },
		],
		facts: [
			{
				type: 'crm.example.stamps_redeemed',
				subjectCollection: 'crm_customers',
				subjectId: card.customer,
				customer: card.customer,
				payload: { card: card.id, stamps },
				occurredAt: now,
				dedupeKey: `stamps_redeemed:${entry}`,
			},
		],
		actions: [
			{
				kind: 'example.thank-you',
				dueAt: new Date(now.getTime() + 3_600_000),
				payload: { customer: card.customer, entry },
				dedupeKey: `thank-you:${entry}`,
			},
		],
	};
}

const refused = (problem: ProblemOf<typeof STAMP_WORDS>): Decision<never> => ({ refusal: { status: 409, ...problem } });

/**
 * Done an hour later, in the transaction that marks the action done. Whether the customer may be written to is asked now, not
 * when it was planned: a customer who wants no letters gets none, and what only takes time is put off.
 */
export const thankYou: ActionHandler<Knex> = {
	kind: 'example.thank-you',
	write: async (trx: Knex, { payload, dedupeKey }: Action, now: Date) => {
		const customer = String(payload['customer']);
		const letter = { customer, channel: 'email', purpose: 'care', plugin: 'example', dedupeKey, now } as const;
		const verdict = await passContact(trx, letter);
		if (verdict.allowed) await trx('example_letters').insert({ message_id: dedupeKey, customer });
		else if ('tryAgainAt' in verdict && verdict.tryAgainAt) return { again: verdict.tryAgainAt };
		return undefined;
	},
};
