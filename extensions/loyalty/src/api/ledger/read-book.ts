import type { Knex } from '@guanxi/core/directus';
import type { Account, Book, Hold, Lot, Program } from '../../domain/ledger/model.ts';
import { ACTIVITY } from '../../domain/validity/inactivity.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { REWARDS } from '../../domain/rewards/reward.ts';
import { growthSince } from '../../domain/tiers/growth-since.ts';
import { shownTier } from '../../domain/tiers/tier-state.ts';
import { accountOf, entryOf, holdOf, instantOf, JOINED_PROGRAM, joinedProgramOf, points, type Row } from './rows.ts';

const DAY_MS = 86_400_000;

/** An account with what a decision about it needs, and with `more` lots though they may be used up. Null when there is none. */
export async function readBook(reader: Knex, id: string, more: string[] = []): Promise<Book | null> {
	const held = reader(TABLES.holds).where({ account: id, state: 'held' });
	const prices = reader(REWARDS).where({ program: reader.ref('account.program'), status: 'active' }).where('points', '>', reader.ref('account.available'));
	// All accounts of the customer in one reading, because the customer shows the best of their tiers, and all with their programs: others
	// wait for this account meanwhile.
	const accounts: Row[] = await reader(`${TABLES.accounts} as account`)
		.join(`${TABLES.programs} as program`, 'program.id', 'account.program')
		.whereIn('account.customer', reader(TABLES.accounts).where({ id }).select('customer'))
		.select('account.*', ...JOINED_PROGRAM, prices.min('points').as('next_price'), reader.raw('EXISTS ? AS has_holds', [held.clone().select(reader.raw('1'))]));
	const stored = accounts.find((row) => row['id'] === id);
	if (!stored) return null;
	const program = joinedProgramOf(stored);
	const account = accountOf(stored);
	const holds: Hold[] = Number(stored['has_holds']) ? (await held.orderBy('created_at_ms')).map(holdOf) : [];
	const entriesOf = await holdEntries(reader, holds, id);
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
		account,
		program,
		lots: lots.map((row: Row) => entryOf(row) as Lot),
		holds: holds.map((hold) => ({ ...hold, entries: entriesOf.get(hold.id)! })),
		activeAt: program.inactivity_months === null ? null : await readActivity(reader, id),
		growth: await readGrowth(reader, account, program),
		otherTiers: accounts.filter((row) => row !== stored).map((row) => shownTier(joinedProgramOf(row), accountOf(row))),
		nextPrice: stored['next_price'] === null ? null : points(stored['next_price']),
	};
}

async function readActivity(reader: Knex, account: string): Promise<Date | null> {
	const entries = reader(TABLES.entries).where({ account }).orderBy('seq', 'desc');
	void entries.where((query) => void query.whereIn('type', ACTIVITY).orWhere((given) => void given.where({ type: 'transfer' }).where('points', '<', 0)));
	const last: Row | undefined = await entries.first('effective_at');
	return last ? instantOf(last['effective_at']) : null;
}

/** A day earlier than needed, whatever the time zone; the rules look at days. */
async function readGrowth(reader: Knex, account: Account, program: Program): Promise<Book['growth']> {
	const since = growthSince(account, program);
	if (since === null) return [];
	const moves = reader(TABLES.entries)
		.where({ account: account.id })
		.where((query) => void query.where('tier_points', '>', 0).orWhere('tier_points', '<', 0))
		.orderBy('seq');
	// For life: MySQL knows no such early instants.
	const rows: Row[] = await (since < '1971' ? moves : moves.where('effective_at', '>=', new Date(Date.parse(since) - DAY_MS)));
	return rows.map(entryOf);
}

/** The entries that took each hold's points from their lots, in the order in which they did. */
async function holdEntries(reader: Knex, holds: Hold[], account: string): Promise<Map<string, Book['holds'][number]['entries']>> {
	if (holds.length === 0) return new Map();
	const ids = holds.map(({ id }) => id);
	const rows: Row[] = await reader(TABLES.entries).whereIn('txn', ids).where({ account, type: 'hold' }).orderBy('seq');
	const entries = rows.map(entryOf);
	return new Map(ids.map((id) => [id, entries.filter(({ txn }) => txn === id)]));
}
