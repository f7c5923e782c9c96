import type { Knex } from '@guanxi/core/directus';
import type { z } from 'zod';
import type { TiersAnswer } from '../../contract/figure-answers.ts';
import { tierMovesOf, type TierChange } from '../../domain/figures/tier-moves.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import type { Period } from './period.ts';
import { instantOf, programOf, type Row } from '../ledger/rows.ts';

type Tiers = Pick<z.output<typeof TiersAnswer>, 'members' | 'tiers' | 'rose' | 'fell' | 'moves' | 'movers'>;

const MOST_MOVERS = 20;

/** Who has which tier now, and who moved in the period as it was told then. */
export async function readTiers(database: Knex, row: Row, period: Period): Promise<Tiers> {
	const { id, tiers } = programOf(row);
	const counts: { tier: string | null; n: string | number }[] = await database(TABLES.accounts)
		.where({ program: id })
		.whereNot('status', 'closed')
		.groupBy('tier')
		.select('tier')
		.count({ n: '*' });
	const members = counts.reduce((total, { n }) => total + Number(n), 0);
	const known = [...tiers].reverse().map((tier) => ({ tier: tier.key, name: tier.name, color: tier.color }));
	// A tier that an administrator took away while members have it is counted all the same.
	const others = counts.filter(({ tier }) => tier !== null && !tiers.some((item) => item.key === tier)).map(({ tier }) => ({ tier, name: null, color: null }));
	const shown = [...known, ...others, { tier: null, name: null, color: null }];
	const { movers, ...moved } = tierMovesOf(await readChanges(database, id, period), tiers.map((tier) => tier.key));
	return {
		members,
		tiers: shown.map((tier) => {
			const n = Number(counts.find((count) => count.tier === tier.tier)?.n ?? 0);
			return { ...tier, members: n, share: members === 0 ? 0 : n / members };
		}),
		...moved,
		movers: movers.slice(0, MOST_MOVERS).map(({ at, ...mover }) => ({ ...mover, at: at.toISOString() })),
	};
}

/** The log of facts is the history of tiers. What an erasure has blanked is not counted. */
async function readChanges(database: Knex, program: string, { from, to }: Period): Promise<TierChange[]> {
	const rows: Row[] = await database('crm_events')
		.where({ type: 'crm.loyalty.tier_changed' })
		.where('occurred_at', '>=', from)
		.where('occurred_at', '<', to)
		.orderBy('seq')
		.select('payload', 'customer', 'occurred_at');
	const changes = rows.flatMap((row): TierChange[] => {
		const payload = payloadOf(row['payload']);
		if (!payload) return [];
		const { account, from: before, to: after } = payload as { account: string; from: string | null; to: string | null };
		return [{ account, customer: String(row['customer']), from: before, to: after, at: instantOf(row['occurred_at']) }];
	});
	const own = await accountsIn(database, program, [...new Set(changes.map(({ account }) => account))]);
	return changes.filter(({ account }) => own.has(account));
}

const AT_ONCE = 500;

/** By the accounts, because an administrator may give the program another key than the one that was told. */
async function accountsIn(database: Knex, program: string, ids: string[]): Promise<Set<string>> {
	const own = new Set<string>();
	for (let first = 0; first < ids.length; first += AT_ONCE) {
		const found: string[] = await database(TABLES.accounts).where({ program }).whereIn('id', ids.slice(first, first + AT_ONCE)).pluck('id');
		for (const id of found) own.add(id);
	}
	return own;
}

/** PostgreSQL gives JSON as a value, the others as text. */
const payloadOf = (stored: unknown): Row | null => (typeof stored === 'string' ? (JSON.parse(stored) as Row | null) : (stored as Row | null));
