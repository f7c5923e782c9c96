import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../extensions/loyalty/src/domain/rules/evaluate.ts';
import type { Effect, Rounding, Rule, RuleEvent } from '../../../extensions/loyalty/src/domain/rules/rule.ts';
import { split } from '../../../extensions/loyalty/src/domain/rules/split.ts';

const AT = new Date('2026-03-10T04:00:00Z');
const one = (per: number): Effect => ({ kind: 'per_amount', points: 1, per_minor: per });
const fixed = (points: number): Effect => ({ kind: 'fixed', points });
const times = (percent: number): Effect => ({ kind: 'multiplier', percent });

function rule(id: string, effect: Effect, values: Partial<Rule> = {}): Rule {
	return {
		id, key: id, version: 1, status: 'active', trigger: 'order_paid', effect, gives: 'points', priority: 100, stack_group: null,
		exclusive: false, starts_at: null, ends_at: null, ...values,
	};
}

const bought = (...amounts: number[]): RuleEvent => ({
	trigger: 'order_paid',
	at: AT,
	lines: amounts.map((amountMinor, index) => ({ line: `line-${index}`, amountMinor })),
});

interface Example {
	why: string;
	event?: RuleEvent;
	rules: Rule[];
	rounding?: Rounding;
	/** All, unless given. */
	matched?: string[];
	points: number;
	tierPoints?: number;
	lines?: number[];
	outcomes?: string;
}

/** Reckoned by hand. */
const EXAMPLES: Example[] = [
	{ why: 'one point for 1.00, and only the total is rounded: 0.50 + 0.50', event: bought(50, 50), rules: [rule('a', one(100))], points: 1, lines: [1, 0] },
	{ why: 'two points for 3.00 of 100.00: 66.67 rounded down', event: bought(10_000), rules: [rule('a', { kind: 'per_amount', points: 2, per_minor: 300 })], points: 66 },
	{ why: 'the same rounded half up', event: bought(10_000), rules: [rule('a', { kind: 'per_amount', points: 2, per_minor: 300 })], rounding: 'half_up', points: 67 },
	{ why: 'rules add up: 100 + 50', event: bought(10_000), rules: [rule('a', one(100)), rule('b', fixed(50))], points: 150 },
	{ why: 'multipliers add up and are applied once: 100 × (1 + 0.5 + 1)', event: bought(10_000), rules: [rule('a', one(100)), rule('b', times(150)), rule('c', times(200))], points: 250 },
	{ why: 'a multiplier alone multiplies nothing', event: bought(10_000), rules: [rule('b', times(200))], points: 0 },
	{ why: 'of a group only the best counts', event: bought(10_000), rules: [rule('a', one(100)), rule('b', times(150), { stack_group: 'g' }), rule('c', times(200), { stack_group: 'g' })], points: 200, outcomes: 'a applied, b outdone, c applied' },
	{ why: 'of equals in a group the earlier priority counts', rules: [rule('a', fixed(5), { stack_group: 'g', priority: 2 }), rule('b', fixed(5), { stack_group: 'g', priority: 1 })], points: 5, outcomes: 'b applied, a outdone' },
	{ why: 'an exclusive rule stops later priorities, not its own', rules: [rule('a', fixed(1), { priority: 1 }), rule('b', fixed(10), { priority: 2, exclusive: true }), rule('c', fixed(100), { priority: 2 }), rule('d', fixed(1000), { priority: 3 })], points: 111, outcomes: 'a applied, b applied, c applied, d stopped' },
	{ why: 'an exclusive rule that does not match stops nobody', rules: [rule('a', fixed(1), { exclusive: true, priority: 1 }), rule('b', fixed(10))], matched: ['b'], points: 10, outcomes: 'a not_matched, b applied' },
	{ why: 'a rule holds from its start to before its end, at the time of the event', rules: [rule('a', fixed(1), { starts_at: AT }), rule('b', fixed(10), { ends_at: AT }), rule('c', fixed(100), { starts_at: new Date(+AT + 1) })], points: 1, outcomes: 'a applied, b not_in_force, c not_in_force' },
	{ why: 'drafts, paused and ended rules give nothing', rules: [rule('a', fixed(1), { status: 'draft' }), rule('b', fixed(1), { status: 'paused' }), rule('c', fixed(1), { status: 'ended' })], points: 0 },
	{ why: 'a rule for birthdays is not for orders', rules: [rule('a', fixed(1), { trigger: 'birthday' })], points: 0, outcomes: 'a other_trigger' },
	{ why: 'a birthday has no lines and gives fixed points', event: { trigger: 'birthday', at: AT, lines: [] }, rules: [rule('a', fixed(88), { trigger: 'birthday' })], points: 88, lines: [] },
	{ why: 'growth value apart from points: the multiplier is for points only', event: bought(10_000), rules: [rule('a', one(100), { gives: 'both' }), rule('b', times(200)), rule('c', fixed(7), { gives: 'tier_points' })], points: 200, tierPoints: 107 },
	{ why: 'a discount line lowers the amount and gets no points', event: bought(10_000, -2_000), rules: [rule('a', one(100))], points: 80, lines: [80, 0] },
	{ why: 'an order worth less than nothing earns nothing by its amount', event: bought(100, -500), rules: [rule('a', one(100)), rule('b', fixed(3))], points: 3, lines: [3, 0] },
	{ why: 'three equal lines and 100 points: 34, 33, 33', event: bought(100, 100, 100), rules: [rule('a', fixed(100))], points: 100, lines: [34, 33, 33] },
	{ why: 'lines without an amount share equally', event: bought(0, 0), rules: [rule('a', fixed(3))], points: 3, lines: [2, 1] },
	{ why: 'multipliers below 100 % take away, but never more than all', event: bought(10_000), rules: [rule('a', one(100)), rule('b', times(20)), rule('c', times(0))], points: 0 },
	{ why: 'more than 2^31 points stay exact', event: bought(900_000_000_000), rules: [rule('a', { kind: 'per_amount', points: 3, per_minor: 7 })], points: 385_714_285_714 },
];

describe('what an event earns', () => {
	it.each(EXAMPLES)('$why', ({ event = bought(100), rules, rounding = 'floor', matched, points, tierPoints, lines, outcomes }) => {
		const award = evaluate(event, rules, { matched: new Set(matched ?? rules.map(({ id }) => id)), rounding });
		expect(award.points).toBe(points);
		if (tierPoints !== undefined) expect(award.tierPoints).toBe(tierPoints);
		if (lines) expect([...award.lines.values()]).toEqual(lines);
		if (outcomes) expect(award.explanation.map((item) => `${item.rule.id} ${item.outcome}`).join(', ')).toBe(outcomes);
	});
});

const effect: fc.Arbitrary<Effect> = fc.oneof(
	fc.record({ kind: fc.constant('fixed' as const), points: fc.integer({ min: 0, max: 1000 }) }),
	fc.record({ kind: fc.constant('per_amount' as const), points: fc.integer({ min: 1, max: 20 }), per_minor: fc.integer({ min: 1, max: 5000 }) }),
	fc.record({ kind: fc.constant('multiplier' as const), percent: fc.integer({ min: 0, max: 500 }) }),
);
const someRules = fc.uniqueArray(
	fc.record({
		id: fc.stringMatching(/^[a-z0-9]{1,3}$/),
		effect,
		values: fc.record({
			priority: fc.integer({ min: 1, max: 3 }),
			stack_group: fc.constantFrom(null, null, 'x', 'y'),
			exclusive: fc.constantFrom(false, false, false, true),
			gives: fc.constantFrom('points' as const, 'tier_points' as const, 'both' as const),
			status: fc.constantFrom('active' as const, 'active' as const, 'paused' as const),
		}),
	}),
	{ selector: ({ id }) => id, maxLength: 8 },
).map((list) => list.map(({ id, effect: what, values }) => rule(id, what, values)));
const someEvent = fc.array(fc.integer({ min: -5_000, max: 200_000 }), { maxLength: 6 }).map((amounts) => bought(...amounts));
const reckoning = (rules: Rule[]) => ({ matched: new Set(rules.filter((_, index) => index % 4 !== 3).map(({ id }) => id)), rounding: 'floor' as const });

describe('invariants of the rules', () => {
	it('A-I16 is a pure function: the same event and rules give the same award, and neither is altered', () => {
		fc.assert(
			fc.property(someEvent, someRules, (event, rules) => {
				const before = structuredClone({ event, rules });
				const first = evaluate(event, rules, reckoning(rules));
				expect({ event, rules }).toEqual(before);
				expect(evaluate(before.event, before.rules, reckoning(rules))).toEqual(first);
			}),
		);
	});

	it('A-I17 does not depend on the order of rules or lines', () => {
		fc.assert(
			fc.property(someEvent, someRules, fc.nat(), (event, rules, by) => {
				const how = reckoning(rules);
				const turned = { ...event, lines: rotated(event.lines, by).reverse() };
				const [a, b] = [evaluate(event, rules, how), evaluate(turned, rotated(rules, by).reverse(), how)];
				expect({ ...b, lines: sorted(b.lines) }).toEqual({ ...a, lines: sorted(a.lines) });
			}),
		);
	});

	it('A-I18 the points of the lines add up to the points of the order', () => {
		fc.assert(
			fc.property(someEvent, someRules, (event, rules) => {
				const { points, lines } = evaluate(event, rules, reckoning(rules));
				if (event.lines.length > 0) expect([...lines.values()].reduce((sum, part) => sum + part, 0)).toBe(points);
				expect([...lines.values()].every((part) => Number.isSafeInteger(part) && part >= 0)).toBe(true);
			}),
		);
	});

	it('a line is never more than one point away from its exact share', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 1e9 }), fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 1, maxLength: 9 }), (points, weights) => {
				const parts = split(points, weights.map((weight, index) => ({ name: String(index), weight })));
				const whole = weights.reduce((sum, weight) => sum + weight, 0);
				weights.forEach((weight, index) => expect(Math.abs(parts.get(String(index))! - (points * weight) / whole)).toBeLessThan(1.001));
			}),
		);
	});

	it('a rule more never earns less, unless it is exclusive, in a group, or a multiplier below 100 %', () => {
		fc.assert(
			fc.property(someEvent, someRules, fc.integer({ min: 0, max: 1000 }), (event, rules, points) => {
				const more = [...rules, rule('zzzz', fixed(points), { priority: 1 })];
				const matched = new Set([...reckoning(rules).matched, 'zzzz']);
				const [a, b] = [rules, more].map((list) => evaluate(event, list, { matched, rounding: 'floor' }));
				expect(b!.points).toBeGreaterThanOrEqual(a!.points);
			}),
		);
	});
});

const rotated = <T>(list: T[], by: number): T[] => list.map((_, index) => list[(index + by) % list.length]!);
const sorted = (lines: Map<string, number>): [string, number][] => [...lines].sort(([a], [b]) => (a < b ? -1 : 1));
