import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { EARNINGS, type EarningEvent, type EventState } from '../../domain/events/earn-event.ts';
import type { Lot } from '../../domain/ledger/model.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { readBook } from '../ledger/read-book.ts';
import { entryOf, type Row } from '../ledger/rows.ts';
import { readRuleState } from '../rules/read-rules.ts';

/** Everything that decides what an event means for an account, read in the decision's own transaction. */
export async function readEventState(
	reader: Knex,
	schema: SchemaOverview,
	{ account, event }: { account: string; event: EarningEvent },
): Promise<EventState> {
	const earlier = await readEarlier(reader, account, event);
	const book = (await readBook(reader, account))!;
	const isAsked = earlier === null && (event.trigger === 'manual' || event.at >= book.account.enrolled_at);
	return { book, earlier, rules: isAsked ? await readRuleState(reader, schema, { book, event }) : null };
}

async function readEarlier(reader: Knex, account: string, { trigger, source }: EarningEvent): Promise<EventState['earlier']> {
	if (source === null) return null;
	const row: Row | undefined = await reader(EARNINGS).where({ account, trigger, source }).first('id', 'txn', 'entry');
	if (!row) return null;
	const entry: Row | undefined = row['entry'] ? await reader(TABLES.entries).where({ id: row['entry'] }).first() : undefined;
	return { id: String(row['id']), txn: String(row['txn']), lot: entry ? (entryOf(entry) as Lot) : null };
}
