import type { Knex } from '@guanxi/core/directus';
import { flowsOf, type Flow } from '../../domain/figures/flows.ts';
import { monthsOf } from '../../domain/figures/months.ts';
import type { Contra } from '../../domain/ledger/model.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import type { Period } from './period.ts';
import { sum, summed } from './reports.ts';
import type { Row } from '../ledger/rows.ts';

export interface Flows {
	total: Flow;
	by_month: ({ month: string } & Flow)[];
}

/** One statement for all months: it names each by its end, so that the database needs to know no time zone. */
export async function readFlows(database: Knex, program: Row, { from, to }: Period): Promise<Flows> {
	const months = monthsOf({ from, to }, String(program['timezone']));
	const ends = months.slice(0, -1).map((month, index) => ({ end: month.to, index }));
	const cases = ends.map(() => 'WHEN entry.effective_at < ? THEN ?').join(' ');
	const monthNo = ends.length === 0 ? '0' : `CASE ${cases} ELSE ${ends.length} END`;
	const rows: Row[] = await database(`${TABLES.entries} as entry`)
		.join(`${TABLES.accounts} as account`, 'account.id', 'entry.account')
		.where({ 'account.program': program['id'] })
		.where('entry.effective_at', '>=', from)
		.where('entry.effective_at', '<', to)
		.groupBy('month_no', 'contra')
		.select(database.raw(`${monthNo} AS month_no`, ends.flatMap(({ end, index }) => [end, index])))
		.select('entry.contra as contra', sum(database, 'entry.points', 'points'));
	const movements = rows.map((row) => ({
		month: months[Number(row['month_no'])]!.month,
		contra: row['contra'] as Contra,
		points: summed(row['points']),
	}));
	return flowsOf(months.map(({ month }) => month), movements);
}
