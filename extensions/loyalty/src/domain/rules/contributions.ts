import { bonus, given, type Award } from './evaluate.ts';
import { compare, fraction, plus, times, ZERO, type Fraction } from './fraction.ts';
import type { Rule } from './rule.ts';

/** What one rule gave of an award: limits and budgets of rules count by it. A multiplier gave what it added, and may take away. */
export interface Contribution {
	rule: string;
	version: number;
	points: number;
	tierPoints: number;
}

/** Splits an award over the rules that gave it, so that the parts add up exactly. */
export function contributionsOf(award: Pick<Award, 'points' | 'tierPoints' | 'explanation'>, amount: number): Contribution[] {
	const applied = award.explanation.filter(({ outcome }) => outcome === 'applied').map(({ rule }) => rule);
	const points = parts(applied.filter(({ gives }) => gives !== 'tier_points'), amount, award.points);
	const tierPoints = parts(applied.filter(({ gives }) => gives !== 'points'), amount, award.tierPoints);
	return applied.map(({ id, version }) => ({
		rule: id,
		version,
		points: points.get(id) ?? 0,
		tierPoints: tierPoints.get(id) ?? 0,
	}));
}

function parts(rules: Rule[], amount: number, total: number): Map<string, number> {
	const base = rules.map((rule) => given(rule, amount)).reduce(plus, ZERO);
	const raised = rules.map(bonus).filter((share) => compare(share, ZERO) > 0).reduce(plus, fraction(1));
	const lowered = rules.map(bonus).filter((share) => compare(share, ZERO) < 0).reduce(plus, ZERO);
	// What is taken away is never more than all, so multipliers that would take more share what there is.
	const tooMuch = compare(plus(raised, lowered), ZERO) < 0;
	const scale = tooMuch ? times(raised, { over: lowered.under, under: -lowered.over }) : fraction(1);
	const exact = rules.map((rule): { name: string; share: Fraction } => {
		const share = bonus(rule);
		const own = compare(share, ZERO) < 0 ? times(share, scale) : share;
		return { name: rule.id, share: plus(given(rule, amount), times(base, own)) };
	});
	return roundedTo(exact, total);
}

/** Each share rounded down; what is left of the total goes to the largest remainders, among equals to the first name. */
function roundedTo(shares: { name: string; share: Fraction }[], total: number): Map<string, number> {
	const parts = shares.map(({ name, share }) => {
		const whole = floor(share);
		return { name, points: Number(whole), remainder: plus(share, { over: -whole, under: 1n }) };
	});
	const left = total - parts.reduce((sum, { points }) => sum + points, 0);
	const byRemainder = [...parts].sort((a, b) => compare(b.remainder, a.remainder) || (a.name < b.name ? -1 : 1));
	for (let index = 0; index < left; index++) byRemainder[index % parts.length]!.points += 1;
	return new Map(parts.map(({ name, points }) => [name, points]));
}

function floor({ over, under }: Fraction): bigint {
	const whole = over / under;
	return over < 0n && over % under !== 0n ? whole - 1n : whole;
}
