import { lastAudit } from '@guanxi/core/audit';
import type { Host, Knex } from '@guanxi/core/directus';
import type { z } from 'zod';
import type { HealthAnswer } from '../../contract/figure-answers.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { trialBalance } from './reports.ts';
import type { Row } from '../ledger/rows.ts';

type Health = Omit<z.output<typeof HealthAnswer>, 'program'>;

const OWN = 'loyalty.';
const MOST_FROZEN = 10;

/** Whether the books of a program balance, and what of it a person must look at. */
export async function readHealth(host: Host, program: Row): Promise<Health> {
	const { database } = host;
	const id = String(program['id']);
	const { total, agrees } = await trialBalance(database, id);
	const report = await lastAudit(host);
	const failed = report?.checks.filter(({ name, ok }) => name.startsWith(OWN) && !ok).map(({ name }) => name);
	return {
		balance: { total, agrees },
		...(await readAccounts(database, id)),
		actions: await readActions(database, new Date()),
		audit: report && { at: report.at, failed: failed! },
	};
}

async function readAccounts(database: Knex, program: string): Promise<Pick<Health, 'accounts' | 'frozen'>> {
	const counts: { status: string; n: string | number }[] = await database(TABLES.accounts)
		.where({ program })
		.groupBy('status')
		.select('status')
		.count({ n: '*' });
	const count = (status: string): number => Number(counts.find((row) => row.status === status)?.n ?? 0);
	const frozen: Row[] =
		count('frozen') === 0
			? []
			: await database(TABLES.accounts).where({ program, status: 'frozen' }).orderBy('id').limit(MOST_FROZEN).select('id', 'customer');
	return {
		accounts: { active: count('active'), frozen: count('frozen'), closed: count('closed') },
		frozen: frozen.map((row) => ({ account: String(row['id']), customer: String(row['customer']) })),
	};
}

async function readActions(database: Knex, now: Date): Promise<Health['actions']> {
	const open = database('crm_actions').whereIn('state', ['scheduled', 'leased', 'dead']).where('kind', 'like', `${OWN}%`);
	const counts: { state: string; late: unknown; n: string | number }[] = await open
		.groupBy('state', 'late')
		.select('state', database.raw('CASE WHEN due_at_ms <= ? THEN 1 ELSE 0 END AS late', [now.getTime()]))
		.count({ n: '*' });
	const count = (isCounted: (row: (typeof counts)[number]) => boolean): number =>
		counts.filter(isCounted).reduce((total, { n }) => total + Number(n), 0);
	return {
		waiting: count(({ state }) => state !== 'dead'),
		overdue: count(({ state, late }) => state === 'scheduled' && Number(late) === 1),
		dead: count(({ state }) => state === 'dead'),
	};
}
