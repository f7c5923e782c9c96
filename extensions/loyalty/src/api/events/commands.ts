import type { Command } from '@guanxi/core/command';
import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { earnEvent, type EarningEvent, type EventEarned, type EventState } from '../../domain/events/earn-event.ts';
import { ACCOUNT, LOYALTY_WORDS } from '../../domain/loyalty-words.ts';
import { TABLES } from '../../domain/open-book.ts';
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
