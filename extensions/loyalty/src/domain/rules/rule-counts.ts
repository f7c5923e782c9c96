import { shareOf } from '../share.ts';
import { leftOf, type Given } from './limits.ts';
import type { StoredRule } from './stored-rule.ts';

/** What a rule gave for one thing that happened, and what of that counts against its limits and budget. */
export interface RuleCount {
	/** Of the row that keeps it. */
	id: string;
	/** As it stood when that happened. */
	rule: Pick<StoredRule, 'id' | 'limit_customer_day' | 'limit_customer_total' | 'budget_points'>;
	/** When it happened, in the program's time zone. */
	day: string;
	points: number;
	counted: number;
	/** All that counts of what the rule has given so far, this part too. */
	given: Given;
}

/** What an order, or another thing that earned, has of what it earned. */
export interface Share {
	has: number;
	earned: number;
}

/** Of the points that a rule gave, those that count while the order has but a share. Rounded up: a rule gives no fewer than it counts. */
export function countedOf(points: number, { has, earned }: Share): number {
	return earned <= 0 ? points : points - shareOf(points, { part: Math.min(earned, Math.max(0, earned - has)), whole: earned });
}

/** How many more may count. A limit by day holds on that day alone: what came back later is not counted against it again. */
const roomOf = ({ rule, day, given }: RuleCount, today: string): number =>
	leftOf(day === today ? rule : { ...rule, limit_customer_day: null }, given);

/** How many of the points that an order would get back its rules leave: meanwhile others may have used their limits up. */
export function allowedBy(counts: RuleCount[], { has, wants, earned, today }: { has: number; wants: number; earned: number; today: string }): number {
	const short = counts.map((one) => countedOf(one.points, { has: wants, earned }) - one.counted - roomOf(one, today));
	return Math.max(has, wants - short.reduce((sum, points) => sum + Math.max(0, points), 0));
}

/** By how much what counts of each rule changes, now that the order has so many points. */
export function changesOf(counts: RuleCount[], share: Share, today: string): { count: RuleCount; change: number }[] {
	return counts
		.map((count) => ({ count, change: Math.min(countedOf(count.points, share) - count.counted, roomOf(count, today)) }))
		.filter(({ change }) => change !== 0);
}
