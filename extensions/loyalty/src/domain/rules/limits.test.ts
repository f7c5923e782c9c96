import { expect, it } from 'vitest';
import { leftOf, withinLimits } from './limits.ts';

const one = (rule: string, points: number) => ({ rule, version: 1, points, tierPoints: 7 });

it.each([
	{ why: 'no limit', byRule: [one('a', 50)], left: [], gives: [50] },
	{ why: 'a part is left', byRule: [one('a', 50), one('b', 5)], left: [['a', 20]], gives: [20, 5] },
	{ why: 'nothing is left', byRule: [one('a', 50)], left: [['a', 0]], gives: [0] },
	{ why: 'what lowers the others lowers what is left of them: a fifth of 20', byRule: [one('a', 500), one('b', -100)], left: [['a', 20]], gives: [20, -4] },
	{ why: 'and nothing where nothing is left', byRule: [one('a', 500), one('b', -100)], left: [['a', 0]], gives: [0, 0] },
] as const)('$why', ({ byRule, left, gives }) => {
	const limited = withinLimits([...byRule], new Map(left));
	expect(limited.map(({ points }) => points)).toEqual(gives);
	expect(limited.map(({ tierPoints }) => tierPoints)).toEqual(byRule.map(() => 7));
});

it('the narrowest limit counts', () => {
	const limits = { limit_customer_day: 100, limit_customer_total: 150, budget_points: 1000 };
	expect(leftOf(limits, { today: 30, ever: 100, budget: 900 })).toBe(50);
	expect(leftOf(limits, { today: 30, ever: 30, budget: 990 })).toBe(10);
	expect(leftOf({ ...limits, limit_customer_day: null, limit_customer_total: null, budget_points: null }, { today: 9, ever: 9, budget: 9 })).toBe(Infinity);
	expect(leftOf(limits, { today: 130, ever: 0, budget: 0 })).toBe(0);
});
