import type { Effect } from '@guanxi/core/decision';
import type { Draft } from '../draft.ts';
import type { Contribution } from './contributions.ts';
import { budgetOf } from './limits.ts';
import { split } from './split.ts';

/** What the rules give for something that happened, within their limits. */
export interface RulesDue {
	points: number;
	tierPoints: number;
	/** What each rule gives of it; their points add up. */
	byRule: Contribution[];
	/** By rule that has one. */
	budgets: ReadonlyMap<string, number>;
	/** When it happened, in the program's time zone. */
	day: string;
}

export const RULE_AWARDS = 'crm_loyalty_rule_awards';

/** What each rule gave counts against its limits and budget, also when it is taken back later. `points`: what a cap left of them all. */
export function countRules(draft: Draft, { byRule, budgets, day }: RulesDue, { source, points }: { source: string; points: number }): Effect[] {
	const parts = split(points, byRule.map((one) => ({ name: one.rule, weight: one.points })));
	const rows = byRule.map(({ rule, version, tierPoints }) => ({
		id: draft.newId(), account: draft.account.id, rule, source, version, day, points: parts.get(rule) ?? 0, tier_points: tierPoints,
	}));
	const counted = rows.filter((row) => row.points > 0 && budgets.has(row.rule));
	return [
		...(rows.length > 0 ? [{ insert: RULE_AWARDS, rows }] : []),
		...counted.map((row): Effect => ({ count: budgetOf(row.rule), add: row.points, atMost: budgets.get(row.rule)! })),
	];
}
