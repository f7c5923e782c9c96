import type { Contribution } from './contributions.ts';
import type { StoredRule } from './stored-rule.ts';

/** What a rule has given so far, as far as it has limits. */
export interface Given {
	/** To this member today, and ever. */
	today: number;
	ever: number;
	/** To all members, counted against its budget. */
	budget: number;
}

/** How many points a rule may still give; Infinity where it has no limit. */
export function leftOf(rule: Pick<StoredRule, 'limit_customer_day' | 'limit_customer_total' | 'budget_points'>, given: Given): number {
	const left = (limit: number | null, used: number): number => (limit === null ? Infinity : Math.max(0, limit - used));
	return Math.min(left(rule.limit_customer_day, given.today), left(rule.limit_customer_total, given.ever), left(rule.budget_points, given.budget));
}

export const isLimited = ({ limit_customer_day: day, limit_customer_total: total, budget_points: budget }: StoredRule): boolean =>
	day !== null || total !== null || budget !== null;

/** What each rule gives where limits leave only a part of it. Growth value is not limited. */
export function withinLimits(byRule: Contribution[], left: ReadonlyMap<string, number>): Contribution[] {
	return byRule.map((one) => ({ ...one, points: Math.min(one.points, left.get(one.rule) ?? Infinity) }));
}

export const budgetOf = (rule: string): string => `loyalty.budget:${rule}`;
