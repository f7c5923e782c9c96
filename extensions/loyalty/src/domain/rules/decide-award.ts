import { dateIn } from '@guanxi/core/time';
import type { Gift } from '../rewards/gifts.ts';
import type { Offer } from '../rewards/offer.ts';
import { contributionsOf, type Contribution } from './contributions.ts';
import type { RulesDue } from './count-rules.ts';
import { amountOf, evaluate, type Award } from './evaluate.ts';
import { isLimited, leftOf, withinLimits, type Given } from './limits.ts';
import type { RuleEvent, Rounding } from './rule.ts';
import { ruleOf, type StoredRule } from './stored-rule.ts';

/** All that the rules of a program say about an event; `decideAward` needs nothing else. */
export interface RuleInputs {
	/** As they stood when it happened. */
	rules: StoredRule[];
	rounding: Rounding;
	/** Ids of the rules whose conditions hold. */
	matched: ReadonlySet<string>;
}

/** With what stands between an award and the account. */
export interface RuleState extends RuleInputs {
	/** What the limited ones among the rules that hold have given so far, by rule. */
	given: ReadonlyMap<string, Given>;
	/** The rewards that rules which hold may give, by reward. */
	offers: ReadonlyMap<string, Offer>;
}

/** What an event earns. `points` = sum of `lines` (for events with lines) = sum of `byRule`. */
export interface RuleAward extends Award {
	byRule: Contribution[];
}

/** The same inputs give the same award. */
export function decideAward(event: RuleEvent, { rules, rounding, matched }: RuleInputs): RuleAward {
	const award = evaluate(event, rules.map(ruleOf), { matched, rounding });
	return { ...award, byRule: contributionsOf(award, amountOf(event)) };
}

/** What limits and budgets leave of an award, and the rewards that come with it. */
export function dueOf(award: RuleAward, { rules, given, offers }: RuleState, { at, timezone }: { at: Date; timezone: string }): RulesDue {
	const giving = new Set(award.byRule.map(({ rule }) => rule));
	const limited = rules.filter((rule) => isLimited(rule) && giving.has(rule.id));
	const byRule = withinLimits(award.byRule, new Map(limited.map((rule) => [rule.id, leftOf(rule, given.get(rule.id)!)])));
	const budgets = new Map(limited.flatMap(({ id, budget_points: budget }) => (budget === null ? [] : [[id, budget] as const])));
	const points = byRule.reduce((sum, one) => sum + one.points, 0);
	return { points, tierPoints: award.tierPoints, byRule, budgets, gifts: giftsOf(award, offers), day: dateIn(at, timezone) };
}

function giftsOf({ explanation }: RuleAward, offers: ReadonlyMap<string, Offer>): Gift[] {
	return explanation.flatMap(({ rule: { id, effect }, outcome }) => {
		const offer = outcome === 'applied' && effect.kind === 'reward' ? offers.get(effect.reward) : undefined;
		return offer ? [{ rule: id, offer }] : [];
	});
}
