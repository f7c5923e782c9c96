import type { Action, ActionHandler } from '@guanxi/core/action-handler';
import type { Command } from '@guanxi/core/command';
import { passContact } from '@guanxi/core/contact';
import type { Circumstances, Decision } from '@guanxi/core/decision';
import type { Knex } from '@guanxi/core/directus';
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
	locks: ({ card }) => [{ table: 'example_cards', id: card, what: 'Card' }],
	load: (reader, { card }) => reader('example_cards').where({ id: card }).first(),
	decide,
};

function decide(card: Card, { stamps }: Redemption, { now, newId }: Circumstances): Decision<{ left: number }> {
	if (card.stamps < stamps) {
		return {
			refusal: {
				status: 409,
				reason: 'not_enough_stamps',
				message: `The card has ${card.stamps} stamps; ${stamps} are needed.`,
			},
		};
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
