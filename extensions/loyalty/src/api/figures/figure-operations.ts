import type { Host, Knex } from '@guanxi/core/directus';
import { operation, type Asked, type Operation } from '@guanxi/core/operations';
import { z, type ZodObject } from 'zod';
import * as answers from '../../contract/figure-answers.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { periodOf, type Period } from './period.ts';
import { answersForBooks } from '../accounts/readings.ts';
import { ProgramParams } from '../requests.ts';
import { requireProgram } from '../require.ts';
import type { Row } from '../ledger/rows.ts';
import { readFlows } from './read-flows.ts';
import { readHealth } from './read-health.ts';
import { readRuleFigures } from './read-rules.ts';
import { readTiers } from './read-tiers.ts';

const tag = 'Loyalty';
const instant = z.string().max(40).optional().meta({ examples: ['2026-01-01'] });

const PeriodQuery = z.object({
	from: instant.describe('ISO date (the start of that day in the time zone of the settings) or instant; default: twelve months before `to`'),
	to: instant.describe('The end, not a part of the period; default: now'),
});

/** What the panels show of a whole program; it is for those who answer for the books. */
export const FIGURE_OPERATIONS: Operation[] = [
	operation({
		method: 'get',
		path: '/crm/loyalty/programs',
		summary: 'Programs with the number of their members',
		tag,
		may: answersForBooks,
		answer: answers.ProgramsAnswer,
		handle: ({ host }) => readPrograms(host),
	}),
	figures('flows', 'What was issued, redeemed and lost, by month', answers.FlowsAnswer, readFlows),
	figures('tiers', 'Who has which tier now, and who rose and fell', answers.TiersAnswer, readTiers),
	figures('rules', 'What each rule has given', answers.RulesAnswer, readRuleFigures),
	operation({
		method: 'get',
		path: '/crm/loyalty/programs/{key}/health',
		summary: 'Whether the books balance, and what a person must look at',
		tag,
		may: answersForBooks,
		params: ProgramParams,
		answer: answers.HealthAnswer,
		handle: async ({ host, params: { key } }) => ({ program: key, ...(await readHealth(host, await requireProgram(host, key))) }),
	}),
];

type Figures<A extends ZodObject> = Omit<z.output<A>, 'program' | 'from' | 'to'>;

/** Figures about one program and one period. */
function figures<A extends ZodObject>(
	name: string,
	summary: string,
	answer: A,
	read: (database: Knex, program: Row, period: Period) => Promise<Figures<A>>,
): Operation {
	return operation({
		method: 'get',
		path: `/crm/loyalty/programs/{key}/${name}`,
		summary,
		tag,
		may: answersForBooks,
		params: ProgramParams,
		query: PeriodQuery,
		answer,
		handle: async ({ host, params: { key }, query }: Asked<{ key: string }, z.output<typeof PeriodQuery>, unknown, unknown>) => {
			const program = await requireProgram(host, key);
			const period = await periodOf(host, query);
			const found = await read(host.database, program, period);
			return { program: key, from: period.from.toISOString(), to: period.to.toISOString(), ...found } as unknown as z.output<A>;
		},
	});
}

async function readPrograms({ database }: Host): Promise<answers.ProgramsAnswer> {
	const members = database(TABLES.accounts).whereNot('status', 'closed').groupBy('program').select('program').count({ n: '*' });
	const rows: Row[] = await database(`${TABLES.programs} as program`)
		.leftJoin(members.as('member'), 'member.program', 'program.id')
		.select('program.key as key', 'program.name as name', 'program.unit_name as unit_name', 'program.status as status', 'member.n as n');
	return rows
		.map((row) => ({
			key: String(row['key']),
			name: String(row['name']),
			unit_name: row['unit_name'] === null ? null : String(row['unit_name']),
			status: row['status'] === 'ended' ? ('ended' as const) : ('active' as const),
			members: Number(row['n'] ?? 0),
		}))
		.sort((a, b) => b.members - a.members || a.status.localeCompare(b.status) || (a.key < b.key ? -1 : 1));
}
