import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contributionsOf } from '../../../extensions/loyalty/src/domain/rules/contributions.ts';
import { amountOf, evaluate } from '../../../extensions/loyalty/src/domain/rules/evaluate.ts';
import type { Effect, Rule } from '../../../extensions/loyalty/src/domain/rules/rule.ts';
import { rulesAt, type RuleVersion } from '../../../extensions/loyalty/src/domain/rules/rules-at.ts';
import { ruleOf, snapshotOf, storedRuleOf } from '../../../extensions/loyalty/src/domain/rules/stored-rule.ts';

const AT = new Date('2026-03-10T04:00:00Z');
const PER: Effect = { kind: 'per_amount', points: 1, per_minor: 100 };
const times = (percent: number): Effect => ({ kind: 'multiplier', percent });
const fixed = (points: number): Effect => ({ kind: 'fixed', points });

const rule = (id: string, effect: Effect, values: Partial<Rule> = {}): Rule => ({
	id, key: id, version: 1, status: 'active', trigger: 'order_paid', effect, gives: 'points', priority: 100, stack_group: null,
	exclusive: false, starts_at: null, ends_at: null, ...values,
});

function parts(amountMinor: number, rules: Rule[], rounding: 'floor' | 'half_up' = 'floor') {
	const event = { trigger: 'order_paid' as const, at: AT, lines: [{ line: 'a', amountMinor }] };
	const award = evaluate(event, rules, { matched: new Set(rules.map(({ id }) => id)), rounding });
	return { award, parts: contributionsOf(award, amountOf(event)) };
}

describe('what each rule gave', () => {
	it.each([
		{ why: 'rules that add up gave what they give', rules: [rule('a', PER), rule('b', fixed(50))], gave: { a: 100, b: 50 } },
		{ why: 'a multiplier gave what it added', rules: [rule('a', PER), rule('b', times(150)), rule('c', times(200))], gave: { a: 100, b: 50, c: 100 } },
		{ why: 'a multiplier below 100 % took away', rules: [rule('a', PER), rule('b', times(80))], gave: { a: 100, b: -20 } },
		{ why: 'multipliers that would take more than all share what there is: 80 : 100', rules: [rule('a', PER), rule('b', times(20)), rule('c', times(0))], gave: { a: 100, b: -44, c: -56 } },
		{ why: 'thirds: the remainder goes to the largest', rules: [rule('a', { kind: 'per_amount', points: 1, per_minor: 30_000 }), rule('b', { kind: 'per_amount', points: 2, per_minor: 30_000 })], gave: { a: 0, b: 1 } },
		{ why: 'growth value is not points', rules: [rule('a', PER, { gives: 'tier_points' }), rule('b', fixed(5))], gave: { a: 0, b: 5 } },
		{ why: 'what does not apply gave nothing and is not named', rules: [rule('a', PER), rule('b', fixed(5), { status: 'paused' })], gave: { a: 100 } },
	])('$why', ({ rules, gave }) => {
		const told = parts(10_000, rules).parts;
		expect(Object.fromEntries(told.map(({ rule: id, points }) => [id, points]))).toEqual(gave);
	});

	const effect: fc.Arbitrary<Effect> = fc.oneof(
		fc.record({ kind: fc.constant('fixed' as const), points: fc.integer({ min: 0, max: 1000 }) }),
		fc.record({ kind: fc.constant('per_amount' as const), points: fc.integer({ min: 1, max: 20 }), per_minor: fc.integer({ min: 1, max: 5000 }) }),
		fc.record({ kind: fc.constant('multiplier' as const), percent: fc.integer({ min: 0, max: 400 }) }),
	);
	it('adds up to the award, to the point, whatever the rules', () => {
		fc.assert(
			fc.property(fc.array(effect, { maxLength: 8 }), fc.nat(1e6), fc.constantFrom('floor' as const, 'half_up' as const), (effects, amount, rounding) => {
				const rules = effects.map((item, index) => rule(`r${index}`, item, { gives: (['points', 'tier_points', 'both'] as const)[index % 3] }));
				const { award, parts: told } = parts(amount, rules, rounding);
				if (told.length === 0) return;
				expect(told.reduce((sum, { points }) => sum + points, 0)).toBe(award.points);
				expect(told.reduce((sum, { tierPoints }) => sum + tierPoints, 0)).toBe(award.tierPoints);
			}),
		);
	});
});

const ROW = {
	id: 'r', key: 'k', name: 'N', program: 'p', status: 'active', trigger: 'order_paid', effect: 'per_amount', gives: 'both', points: '2',
	per_amount: '3.00', priority: 1, exclusive: 0, order_filter: '{"channel":{"_eq":"online"}}', starts_at: '2026-01-01T00:00:00.500Z',
};

describe('a stored rule', () => {
	it('reads the same from a row as from its own snapshot, on whatever database', () => {
		const stored = storedRuleOf({ ...ROW, version: 3 });
		expect(storedRuleOf({ ...JSON.parse(snapshotOf(stored)), version: 3 })).toEqual(stored);
		expect(snapshotOf(storedRuleOf({ ...ROW, exclusive: false, points: 2, per_amount: 3, starts_at: new Date('2026-01-01T00:00:00Z') }))).toBe(snapshotOf(stored));
		expect(ruleOf(stored).effect).toEqual({ kind: 'per_amount', points: 2, per_minor: 300 });
	});
});

describe('the rules as they stood', () => {
	const version = (number: number, from: string | null, points: number): RuleVersion => ({
		validFromMs: from === null ? 0 : Date.parse(from),
		rule: storedRuleOf({ ...ROW, points, version: number }),
	});
	const versions = [version(2, '2026-03-01T00:00:00Z', 20), version(1, null, 10), version(3, '2026-04-01T00:00:00Z', 30)];
	it.each([
		{ why: 'long before it was written, the first version', at: '2020-01-01T00:00:00Z', points: 10 },
		{ why: 'just before a change, the one before', at: '2026-02-28T23:59:59Z', points: 10 },
		{ why: 'in the moment of a change, the new one', at: '2026-03-01T00:00:00Z', points: 20 },
		{ why: 'a change after the payment does not matter', at: '2026-03-31T00:00:00Z', points: 20 },
		{ why: 'now, the last one', at: '2027-01-01T00:00:00Z', points: 30 },
	])('$why', ({ at, points }) => {
		expect(rulesAt(versions, new Date(at)).map((rule) => rule.points)).toEqual([points]);
	});
});
