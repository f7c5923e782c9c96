import type { Command } from '@guanxi/core/command';
import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { earnByHand } from '../../domain/events/earn-by-hand.ts';
import { earnEvent, type EarningEvent, type EventEarned, type EventState } from '../../domain/events/earn-event.ts';
import { ACCOUNT, LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import type { OrderAccrued } from '../../domain/orders/accrue-order.ts';
import { readEventState } from './read-event-state.ts';

/** Conditions of rules name fields of Directus' schema, which is read before the command begins. */
export const earnEventCommand = (
	schema: SchemaOverview,
): Command<{ account: string; event: EarningEvent }, EventState, EventEarned, Knex> => ({
	name: 'loyalty.earn_event',
	locks: ({ account }) => [{ table: TABLES.accounts, id: account, what: ACCOUNT }],
	load: (reader, input) => readEventState(reader, schema, input),
	decide: earnEvent,
	words: LOYALTY_WORDS,
	unlogged: true,
});

/** `at`: when somebody asked. It is no part of the request: a repetition is the same one though it comes later. */
export const earnByHandCommand = (
	schema: SchemaOverview,
	at: Date,
): Command<{ account: string; rule: string; reason?: string }, EventState, OrderAccrued, Knex> => {
	const event = ({ rule, reason }: { rule: string; reason?: string }) => ({ trigger: 'manual', source: null, at, rule, reason }) as const;
	const { locks, words } = earnEventCommand(schema);
	return {
		name: 'loyalty.earn_by_hand',
		locks: ({ account }) => locks({ account, event: { trigger: 'manual', source: null, at } }),
		load: (reader, { account, ...asked }) => readEventState(reader, schema, { account, event: event(asked) }),
		decide: (state, { account: _, ...asked }, circumstances) => earnByHand(state, { event: event(asked) }, circumstances),
		words,
	};
};
