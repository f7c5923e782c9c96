import { shareOf } from '../share.ts';
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

/**
 * What each rule gives where limits leave only a part of it. What lowers the others lowers only what is left of them. Growth value is
 * not limited.
 */
export function withinLimits(byRule: Contribution[], left: ReadonlyMap<string, number>): Contribution[] {
	const given = (points: number, rule: string): number => Math.min(points, left.get(rule) ?? Infinity);
	const raised = byRule.filter(({ points }) => points > 0);
	const whole = raised.reduce((sum, { points }) => sum + points, 0);
	const part = raised.reduce((sum, { points, rule }) => sum + given(points, rule), 0);
	return byRule.map((one) => {
		if (one.points > 0) return { ...one, points: given(one.points, one.rule) };
		return { ...one, points: whole === 0 ? 0 : 0 - shareOf(-one.points, { part, whole }) };
	});
}

export const budgetOf = (rule: string): string => `loyalty.budget:${rule}`;
