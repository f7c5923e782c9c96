import type { Knex } from '@guanxi/core/directus';
import type { Book, Hold, Lot } from '../domain/model.ts';
import { TABLES } from '../domain/open-book.ts';
import { accountOf, entryOf, holdOf, programOf, type Row } from './rows.ts';

/** An account with what a decision about it needs, and with `more` lots though they may be used up. Null when there is none. */
export async function readBook(reader: Knex, id: string, more: string[] = []): Promise<Book | null> {
	const held = reader(TABLES.holds).where({ account: id, state: 'held' });
	const stored: Row | undefined = await reader(TABLES.accounts)
		.where({ id })
		.first('*', reader.raw('EXISTS ? AS has_holds', [held.clone().select(reader.raw('1'))]));
	if (!stored) return null;
	const program: Row = await reader(TABLES.programs).where({ id: stored['program'] }).first();
	const holds: Hold[] = Number(stored['has_holds']) ? (await held.orderBy('created_at_ms')).map(holdOf) : [];
	const entriesOf = await holdEntries(reader, holds);
	const lots = await reader(TABLES.entries)
		.where({ account: id })
		.where((query) => {
			void query.whereIn('status', ['open', 'pending']);
			const heldFrom = [...entriesOf.values()].flat().map(({ lot }) => lot!);
			const wanted = [...new Set([...heldFrom, ...more])];
			if (wanted.length > 0) void query.orWhereIn('id', wanted);
		})
		.orderBy('seq');
	return {
		account: accountOf(stored),
		program: programOf(program),
		lots: lots.map((row: Row) => entryOf(row) as Lot),
		holds: holds.map((hold) => ({ ...hold, entries: entriesOf.get(hold.id)! })),
	};
}

/** The entries that took each hold's points from their lots, in the order in which they did. */
async function holdEntries(reader: Knex, holds: Hold[]): Promise<Map<string, Book['holds'][number]['entries']>> {
	if (holds.length === 0) return new Map();
	const ids = holds.map(({ id }) => id);
	const rows: Row[] = await reader(TABLES.entries).whereIn('txn', ids).where({ type: 'hold' }).orderBy('seq');
	const entries = rows.map(entryOf);
	return new Map(ids.map((id) => [id, entries.filter(({ txn }) => txn === id)]));
}
