import { compare, fraction, plus, rounded, times, ZERO, type Fraction } from './fraction.ts';
import type { Rounding, Rule, RuleEvent } from './rule.ts';
import { split } from './split.ts';

export const OUTCOMES = [
	/** It counts. */
	'applied',
	/** Its conditions do not hold. */
	'not_matched',
	/** It is for something else that happens. */
	'other_trigger',
	/** It did not hold at that time, or is a draft, paused or ended. */
	'not_in_force',
	/** Another rule of its group gives more. */
	'outdone',
	/** An exclusive rule of an earlier priority applied. */
	'stopped',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Award {
	points: number;
	tierPoints: number;
	/** The points by line, so that a refund of a line takes back exactly what it earned. Adds up to `points`. */
	lines: Map<string, number>;
	/** The growth value by line; adds up to `tierPoints`. */
	tierLines: Map<string, number>;
	/** Every rule with what became of it, in the order of priority; `by` is the rule that outdid or stopped it. */
	explanation: { rule: Rule; outcome: Outcome; by?: Rule }[];
}

export interface Reckoning {
	/** Ids of the rules whose conditions hold for the event. */
	matched: ReadonlySet<string>;
	rounding: Rounding;
}

/**
 * What an event earns: (Σ of what rules give) × (100 % + Σ of what multipliers add), rounded once. The same event and rules give
 * the same award, in whatever order rules and lines come.
 */
export function evaluate(event: RuleEvent, rules: Rule[], { matched, rounding }: Reckoning): Award {
	const explanation = explain(event, rules, matched);
	const applied = explanation.filter(({ outcome }) => outcome === 'applied').map(({ rule }) => rule);
	const amount = amountOf(event);
	const points = total(applied.filter(({ gives }) => gives !== 'tier_points'), amount, rounding);
	const tierPoints = total(applied.filter(({ gives }) => gives !== 'points'), amount, rounding);
	const weights = event.lines.map(({ line, amountMinor }) => ({ name: line, weight: amountMinor }));
	return { points, tierPoints, lines: split(points, weights), tierLines: split(tierPoints, weights), explanation };
}

/** A discount line may be negative; a whole purchase that is earns nothing by its amount. */
export const amountOf = ({ lines }: RuleEvent): number => Math.max(0, lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0));

function explain(event: RuleEvent, rules: Rule[], matched: ReadonlySet<string>): Award['explanation'] {
	const amount = amountOf(event);
	const told: Award['explanation'] = [];
	let exclusive: Rule | undefined;
	for (const rule of [...rules].sort(byPriority)) {
		const outcome = firstDoubt(rule, event, matched);
		if (outcome) told.push({ rule, outcome });
		else if (exclusive && exclusive.priority < rule.priority) told.push({ rule, outcome: 'stopped', by: exclusive });
		else {
			told.push({ rule, outcome: 'applied' });
			if (rule.exclusive) exclusive ??= rule;
		}
	}
	const best = bestOfGroups(told.filter(({ outcome }) => outcome === 'applied').map(({ rule }) => rule), amount);
	return told.map((item) => {
		const winner = item.outcome === 'applied' && item.rule.stack_group !== null ? best.get(item.rule.stack_group) : undefined;
		return winner && winner !== item.rule ? { rule: item.rule, outcome: 'outdone', by: winner } : item;
	});
}

function firstDoubt(rule: Rule, event: RuleEvent, matched: ReadonlySet<string>): Outcome | undefined {
	if (rule.trigger !== event.trigger) return 'other_trigger';
	if (!isInForce(rule, event.at)) return 'not_in_force';
	return matched.has(rule.id) ? undefined : 'not_matched';
}

export const isInForce = ({ status, starts_at: first, ends_at: end }: Pick<Rule, 'status' | 'starts_at' | 'ends_at'>, at: Date): boolean =>
	status === 'active' && (!first || first <= at) && (!end || at < end);

const byPriority = (a: Rule, b: Rule): number => a.priority - b.priority || (a.id < b.id ? -1 : 1);

/** By stack group. The rules come in the order of priority, so that the first of equals wins. */
function bestOfGroups(rules: Rule[], amount: number): Map<string, Rule> {
	const best = new Map<string, Rule>();
	for (const rule of rules) {
		if (rule.stack_group === null) continue;
		const before = best.get(rule.stack_group);
		if (!before || isBetter(rule, before, amount)) best.set(rule.stack_group, rule);
	}
	return best;
}

function isBetter(rule: Rule, other: Rule, amount: number): boolean {
	return (compare(given(rule, amount), given(other, amount)) || compare(bonus(rule), bonus(other))) > 0;
}

function total(rules: Rule[], amount: number, rounding: Rounding): number {
	const base = rules.map((rule) => given(rule, amount)).reduce(plus, ZERO);
	const factor = rules.map(bonus).reduce(plus, fraction(1));
	return rounded(times(base, compare(factor, ZERO) > 0 ? factor : ZERO), rounding);
}

/** What a rule gives by itself. */
export function given({ effect }: Rule, amount: number): Fraction {
	if (effect.kind === 'fixed') return fraction(effect.points);
	return effect.kind === 'per_amount' ? times(fraction(effect.points, effect.per_minor), fraction(amount)) : ZERO;
}

/** What a multiplier adds to each point of the others. */
export function bonus({ effect }: Rule): Fraction {
	return effect.kind === 'multiplier' ? fraction(effect.percent - 100, 100) : ZERO;
}
