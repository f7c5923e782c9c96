import type { Effect } from '@guanxi/core/decision';
import type { Draft } from '../ledger/draft.ts';
import type { Gift } from '../rewards/gifts.ts';
import type { Contribution } from './contributions.ts';
import { budgetOf } from './limits.ts';
import { countedOf } from './rule-counts.ts';
import { split } from './split.ts';

/** What the rules give for something that happened, within their limits. */
export interface RulesDue {
	points: number;
	tierPoints: number;
	/** What each rule gives of it; their points add up. */
	byRule: Contribution[];
	/** By rule that has one. */
	budgets: ReadonlyMap<string, number>;
	/** The rewards that rules give besides. */
	gifts: Gift[];
	/** When it happened, in the program's time zone. */
	day: string;
}

export const RULE_AWARDS = 'crm_loyalty_rule_awards';

interface Awarded {
	source: string;
	/** What a cap left of them all, and what of that is kept: what was refunded before anybody looked does not count. */
	points: number;
	kept?: number;
}

/** What each rule gave counts against its limits and budget. */
export function countRules(draft: Draft, { byRule, budgets, day }: RulesDue, { source, points, kept = points }: Awarded): Effect[] {
	const parts = split(points, byRule.map((one) => ({ name: one.rule, weight: one.points })));
	const rows = byRule.map(({ rule, version, tierPoints }) => {
		const gave = parts.get(rule) ?? 0;
		const counted = countedOf(gave, { has: kept, earned: points });
		const of = { rule, source, version, day, points: gave, tier_points: tierPoints, counted, counted_day: counted };
		return { id: draft.newId(), account: draft.account.id, ...of };
	});
	const limited = rows.filter(({ rule, counted }) => counted > 0 && budgets.has(rule));
	return [
		...(rows.length > 0 ? [{ insert: RULE_AWARDS, rows }] : []),
		...limited.map(({ rule, counted }): Effect => ({ count: budgetOf(rule), add: counted, atMost: budgets.get(rule)! })),
	];
}
