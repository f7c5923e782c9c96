import { lockAndReadCounter } from '@guanxi/core/counters';
import type { Knex } from '@guanxi/core/directus';
import { RULE_AWARDS } from '../../domain/rules/count-rules.ts';
import { budgetOf, type Given } from '../../domain/rules/limits.ts';
import type { RuleCount } from '../../domain/rules/rule-counts.ts';
import type { StoredRule } from '../../domain/rules/stored-rule.ts';
import { points, type Row } from '../ledger/rows.ts';
import { readVersion } from './read-versions.ts';

/** What a rule has given a member so far, as far as it counts. Its budget is shared by all members, so it is locked from here on. */
export async function readGiven(
	reader: Knex,
	{ account, day, rule }: { account: string; day: string; rule: Pick<StoredRule, 'id' | 'budget_points'> },
): Promise<Given> {
	const budget = rule.budget_points === null ? 0 : await lockAndReadCounter(reader, budgetOf(rule.id));
	const rows: Row[] = await reader(RULE_AWARDS).where({ account, rule: rule.id });
	const sum = (of: Row[], name: string): number => of.reduce((total, row) => total + points(row[name] ?? row['points']), 0);
	return { today: sum(rows.filter((row) => row['day'] === day), 'counted_day'), ever: sum(rows, 'counted'), budget };
}

/** What rules gave for an order or, by its earning, for another event, in the order in which their budgets are locked. A rule counts by the limits that it had then. */
export async function readCounts(reader: Knex, { account, source }: { account: string; source: string }): Promise<RuleCount[]> {
	const rows: Row[] = await reader(RULE_AWARDS).where({ account, source }).where('points', '>', 0).orderBy('rule');
	const counts: RuleCount[] = [];
	for (const row of rows) {
		const day = String(row['day']);
		const rule = await readVersion(reader, { rule: String(row['rule']), version: Number(row['version']) });
		const given = await readGiven(reader, { account, day, rule });
		counts.push({ id: String(row['id']), rule, day, points: points(row['points']), counted: points(row['counted'] ?? row['points']), given });
	}
	return counts;
}
