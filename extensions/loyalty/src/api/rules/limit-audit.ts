import type { AuditCheck } from '@guanxi/core/audit';
import type { Knex } from '@guanxi/core/directus';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { RULE_AWARDS } from '../../domain/rules/count-rules.ts';
import { budgetOf } from '../../domain/rules/limits.ts';
import type { StoredRule } from '../../domain/rules/stored-rule.ts';
import { points, type Row } from '../ledger/rows.ts';
import { inSnapshot } from '../figures/snapshot.ts';
import { readVersion } from './read-versions.ts';

const MOST = 20;

/** A-I19 of what rules give: what counts is what they gave, and no more than their limits leave. */
export const LIMIT_AUDIT: AuditCheck[] = [
	{ name: 'loyalty.budgets_count_what_rules_gave', violations: ({ database }) => inSnapshot(database, wrongBudgets) },
	{ name: 'loyalty.nobody_got_more_of_a_rule_than_allowed', violations: ({ database }) => inSnapshot(database, beyondLimits) },
];

/** All that counts of a rule; where it is unsaid, all that it gave. */
const counted = (column: string): string => `SUM(COALESCE(award.${column}, award.points))`;

/** A rule counts against its budget by what it said when it gave. */
async function wrongBudgets(trx: Knex): Promise<string[]> {
	const given: Row[] = await trx(`${RULE_AWARDS} as award`).groupBy('award.rule', 'award.version').select('award.rule', 'award.version', trx.raw(`${counted('counted')} AS given`));
	const should = new Map<string, number>();
	for (const row of given) {
		const rule = await versionIn(trx, row);
		if (rule.budget_points !== null) should.set(rule.id, (should.get(rule.id) ?? 0) + points(row['given']));
	}
	const counters: Row[] = await trx('crm_counters').where('name', 'like', budgetOf('%')).select('name', 'value');
	const is = new Map(counters.map(({ name, value }) => [String(name).slice(budgetOf('').length), points(value)]));
	return [...new Set([...should.keys(), ...is.keys()])]
		.filter((rule) => (is.get(rule) ?? 0) !== (should.get(rule) ?? 0))
		.slice(0, MOST)
		.map((rule) => `rule ${rule}: ${is.get(rule) ?? 0} counted, ${should.get(rule) ?? 0} given`);
}

/** Where a member had a rule by one of its versions alone; limits that were changed meanwhile, and two members in one, may have left more. */
async function beyondLimits(trx: Knex): Promise<string[]> {
	const own = (by: string[], column: string): Knex.QueryBuilder =>
		trx(`${RULE_AWARDS} as award`)
			.whereNotIn('award.account', trx(TABLES.entries).where({ type: 'merge' }).select('account'))
			.groupBy(...by)
			.havingRaw('MIN(award.version) = MAX(award.version)')
			.select(...by, trx.raw(`MAX(award.version) AS version, ${counted(column)} AS given`));
	const wrong: string[] = [];
	const check = async (rows: Row[], limitOf: (rule: StoredRule) => number | null): Promise<void> => {
		for (const row of rows) {
			const limit = limitOf(await versionIn(trx, row));
			if (limit !== null && points(row['given']) > limit) wrong.push(`${String(row['account'])}: ${points(row['given'])} of rule ${String(row['rule'])}, its limit is ${limit}`);
		}
	};
	await check((await own(['award.account', 'award.rule'], 'counted')) as Row[], ({ limit_customer_total: total }) => total);
	await check((await own(['award.account', 'award.rule', 'award.day'], 'counted_day')) as Row[], ({ limit_customer_day: day }) => day);
	return wrong.slice(0, MOST);
}

const versionIn = (trx: Knex, row: Row): Promise<StoredRule> => readVersion(trx, { rule: String(row['rule']), version: Number(row['version']) });
