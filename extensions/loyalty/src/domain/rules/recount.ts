import type { Effect } from '@guanxi/core/decision';
import { RULE_AWARDS } from './count-rules.ts';
import { budgetOf } from './limits.ts';
import { changesOf, type RuleCount, type Share } from './rule-counts.ts';

/** Limits and budgets count what is kept of what was earned; a limit by day is left alone once the day is over. */
export function recount(counts: RuleCount[], share: Share, today: string): Effect[] {
	return changesOf(counts, share, today).flatMap(({ count: { id, rule, day, counted }, change }): Effect[] => {
		const set = { counted: counted + change, ...(day === today ? { counted_day: counted + change } : {}) };
		const budget = change > 0 ? { atMost: rule.budget_points! } : {};
		const effects: Effect[] = [{ update: RULE_AWARDS, where: { id }, set }];
		return rule.budget_points === null ? effects : [...effects, { count: budgetOf(rule.id), add: change, ...budget }];
	});
}
