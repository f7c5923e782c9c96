import type { Knex } from '@guanxi/core/directus';
import { dateIn } from '@guanxi/core/time';
import { Decimal } from 'decimal.js';
import { liabilityOf, type Liability, type OpenPoints } from '../domain/liability.ts';
import type { Contra } from '../domain/model.ts';
import { TABLES } from '../domain/open-book.ts';
import { trialBalanceOf, type TrialBalance } from '../domain/trial-balance.ts';
import { dayOf, points, type Row } from './rows.ts';

/**
 * What the members of a program held at an instant, from the entries alone: each lot with all that was taken from it and given
 * back to it by then. Points on hold are still theirs; points that were lent are not.
 */
export async function liability(database: Knex, program: Row, at: Date): Promise<Liability> {
	const today = dateIn(at, String(program['timezone']));
	const rows: Row[] = await database(`${TABLES.entries} as lot`)
		.join(`${TABLES.accounts} as account`, 'account.id', 'lot.account')
		.join(`${TABLES.entries} as entry`, (on) => {
			void on.on('entry.lot', 'lot.id').orOn('entry.id', 'lot.id');
		})
		.where({ 'account.program': program['id'] })
		.whereNull('lot.lot')
		.where('entry.effective_at', '<=', at)
		.groupBy('lot.expires_on')
		.select('lot.expires_on as expires_on')
		.sum({ points: database.raw(`CASE WHEN entry.contra = 'held' THEN 0 ELSE entry.points END`) })
		.sum({ held: database.raw(`CASE WHEN entry.contra = 'held' THEN -entry.points ELSE 0 END`) });
	return liabilityOf(rows.flatMap((row) => openPoints(row, today)), worthOf(program));
}

/** Of a lot that is over only what is on hold is left, whether or not a sweep has expired the rest. */
function openPoints(row: Row, today: string): OpenPoints[] {
	const last = dayOf(row['expires_on'])!;
	const left = last < today ? points(row['held']) : points(row['points']);
	return left === 0 ? [] : [{ expires_on: last, points: left }];
}

function worthOf(program: Row): { pointValueMicros: number; breakageBp: number } {
	const times = (stored: unknown, factor: number): number => new Decimal(String(stored ?? 0)).times(factor).round().toNumber();
	return { pointValueMicros: times(program['point_value'], 1_000_000), breakageBp: times(program['breakage_percent'], 100) };
}

/** Both sides in one statement each; `agrees` compares what the entries and the accounts say. */
export async function trialBalance(database: Knex, program: string): Promise<TrialBalance> {
	const entries: Row[] = await database(`${TABLES.entries} as entry`)
		.join(`${TABLES.accounts} as account`, 'account.id', 'entry.account')
		.where({ 'account.program': program })
		.groupBy('entry.contra')
		.select('entry.contra as contra')
		.sum({ points: 'entry.points' });
	const stored: Row = (await database(TABLES.accounts)
		.where({ program })
		.sum({ available: 'available', pending: 'pending', held: 'held', debt: 'debt' })
		.first())!;
	return trialBalanceOf(
		entries.map((row) => ({ contra: row['contra'] as Contra, points: points(row['points']) })),
		{
			available: points(stored['available']),
			pending: points(stored['pending']),
			held: points(stored['held']),
			debt: points(stored['debt']),
		},
	);
}
