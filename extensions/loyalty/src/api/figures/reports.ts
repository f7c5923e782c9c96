import type { Knex } from '@guanxi/core/directus';
import { dateIn } from '@guanxi/core/time';
import { Decimal } from 'decimal.js';
import { NEVER } from '../../domain/validity/days.ts';
import { ACTIVITY, idleEnd } from '../../domain/validity/inactivity.ts';
import { liabilityOf, type Liability, type OpenPoints } from '../../domain/figures/liability.ts';
import type { Contra, Program } from '../../domain/ledger/model.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { trialBalanceOf, type TrialBalance } from '../../domain/figures/trial-balance.ts';
import { dayOf, instantOf, programOf, type Row } from '../ledger/rows.ts';
import { inSnapshot } from './snapshot.ts';

/**
 * What the members of a program held at an instant, from the entries alone: each lot with all that was taken from it and given
 * back to it by then. Points on hold are still theirs; points that were lent are not.
 */
export async function liability(database: Knex, program: Row, at: Date): Promise<Liability> {
	const policy = programOf(program);
	const query = database(`${TABLES.entries} as entry`)
		.join(`${TABLES.accounts} as account`, 'account.id', 'entry.account')
		// One lookup by key; "its own id or its lot's" in two conditions would compare every entry with every lot.
		.join(`${TABLES.entries} as lot`, 'lot.id', database.raw('COALESCE(entry.lot, entry.id)'))
		.where({ 'account.program': program['id'] })
		.where('entry.effective_at', '<=', at)
		.groupBy('lot.expires_on')
		.select('lot.expires_on as expires_on')
		.select(sum(database, `CASE WHEN entry.contra = 'held' THEN 0 ELSE entry.points END`, 'points'))
		.select(sum(database, `CASE WHEN entry.contra = 'held' THEN -entry.points ELSE 0 END`, 'held'));
	const rows: Row[] = await (policy.inactivity_months === null ? query : withIdling(database, query, at));
	const today = dateIn(at, policy.timezone);
	return liabilityOf(rows.flatMap((row) => openPoints(row, policy, today)), worthOf(program));
}

/** Since when each lot has idled: what the account says of it is of today. */
function withIdling(database: Knex, query: Knex.QueryBuilder, at: Date): Knex.QueryBuilder {
	const active = database(TABLES.entries)
		.where('effective_at', '<=', at)
		.where((own) => void own.whereIn('type', ACTIVITY).orWhere((given) => void given.where({ type: 'transfer' }).where('points', '<', 0)))
		.groupBy('account')
		.select('account')
		.max({ at: 'effective_at' })
		.as('active');
	const since = 'CASE WHEN active.at IS NULL OR lot.effective_at > active.at THEN lot.effective_at ELSE active.at END';
	return query
		.leftJoin(active, 'active.account', 'entry.account')
		.groupBy('lot.available_on', database.raw(since))
		.select('lot.available_on as available_on', database.raw(`${since} AS idle_since`));
}

/** Of a lot that is over only what is on hold is left, whether or not a sweep has expired the rest. */
function openPoints(row: Row, program: Program, today: string): OpenPoints[] {
	const own = dayOf(row['expires_on'])!;
	const idle = row['idle_since'] === undefined ? NEVER : idleEnd(program, dateIn(instantOf(row['idle_since']), program.timezone), dayOf(row['available_on'])!);
	const last = idle < own ? idle : own;
	const left = summed(row[last < today ? 'held' : 'points']);
	return left === 0n ? [] : [{ expires_on: last, points: left }];
}

function worthOf(program: Row): { pointValueMicros: number; breakageBp: number } {
	const times = (stored: unknown, factor: number): number => new Decimal(String(stored ?? 0)).times(factor).round().toNumber();
	return { pointValueMicros: times(program['point_value'], 1_000_000), breakageBp: times(program['breakage_percent'], 100) };
}

/** Both sides at one moment; `agrees` compares what the entries and the accounts say. */
export async function trialBalance(database: Knex, program: string): Promise<TrialBalance> {
	const [entries, stored] = await inSnapshot(database, async (trx): Promise<[Row[], Row]> => {
		const byContra: Row[] = await trx(`${TABLES.entries} as entry`)
			.join(`${TABLES.accounts} as account`, 'account.id', 'entry.account')
			.where({ 'account.program': program })
			.groupBy('entry.contra')
			.select('entry.contra as contra', sum(trx, 'entry.points', 'points'));
		const names = ['available', 'pending', 'held', 'debt'].map((name) => sum(trx, name, name));
		return [byContra, (await trx(TABLES.accounts).where({ program }).select(names).first()) as Row];
	});
	return trialBalanceOf(
		entries.map((row) => ({ contra: row['contra'] as Contra, points: summed(row['points']) })),
		{
			available: summed(stored['available']),
			pending: summed(stored['pending']),
			held: summed(stored['held']),
			debt: summed(stored['debt']),
		},
	);
}

/** A sum over a whole program may be more than a number counts exactly, so it travels as text. */
export const sum = (database: Knex, what: string, name: string): Knex.Raw =>
	database.raw(`CAST(COALESCE(SUM(${what}), 0) AS CHAR(40)) AS ${name}`);

export const summed = (stored: unknown): bigint => BigInt(String(stored));
