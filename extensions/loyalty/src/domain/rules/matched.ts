import { conditionOf, type Condition } from '@guanxi/core/condition';
import type { Item, Shape } from '@guanxi/core/shape';
import type { StoredRule } from './stored-rule.ts';

/** A rule with its conditions, ready to be asked about many events. */
export interface RuleWithConditions {
	rule: StoredRule;
	/** Null = all. */
	order: Condition | null;
	interaction: Condition | null;
	customer: Condition | null;
}

/** What the conditions of rules are asked about. */
export interface Circumstance {
	at: Date;
	/** The order with the fields that `fieldsOf` names; null where the event has none. */
	order: Item | null;
	interaction?: Item | null;
	customer: Item | null;
	interactionKind: string | null;
	referralSide?: string | null;
	anniversaryYear?: number | null;
}

/** A rule that says nothing of these is for all of them. */
const NARROWED = [
	{ field: 'interaction_kind', fact: 'interactionKind' },
	{ field: 'referral_side', fact: 'referralSide' },
	{ field: 'anniversary_year', fact: 'anniversaryYear' },
] as const;

export function withConditions(rules: readonly StoredRule[], shape: Shape): RuleWithConditions[] {
	let known = READY.get(shape);
	if (!known) READY.set(shape, (known = new WeakMap()));
	return rules.map((rule) => {
		let ready = known.get(rule);
		if (!ready) known.set(rule, (ready = readyFor(rule, shape)));
		return ready;
	});
}

/** Reading conditions takes longer than asking them, and a rule that was read does not change. */
const READY = new WeakMap<Shape, WeakMap<StoredRule, RuleWithConditions>>();

const readyFor = (rule: StoredRule, shape: Shape): RuleWithConditions => ({
	rule,
	order: rule.order_filter && conditionOf(rule.order_filter, 'crm_orders', shape),
	interaction: rule.interaction_filter && conditionOf(rule.interaction_filter, 'crm_interactions', shape),
	customer: rule.customer_filter && conditionOf(rule.customer_filter, 'crm_customers', shape),
});

/** What orders, interactions and customers must be read with, so that all conditions can be asked. */
export function fieldsOf(rules: readonly RuleWithConditions[]): Record<'order' | 'interaction' | 'customer', string[]> {
	const all = (of: 'order' | 'interaction' | 'customer'): string[] => [...new Set(rules.flatMap((rule) => rule[of]?.fields ?? []))];
	return { order: all('order'), interaction: all('interaction'), customer: all('customer') };
}

/** Ids of the rules whose conditions hold. */
export function matchedBy(rules: readonly RuleWithConditions[], circumstance: Circumstance): Set<string> {
	const { at, order, interaction = null, customer } = circumstance;
	const holds = (condition: Condition | null, item: Item | null): boolean =>
		condition === null || (item !== null && condition.matches(item, at));
	const isMeant = (rule: StoredRule): boolean =>
		NARROWED.every(({ field, fact }) => rule[field] === null || rule[field] === circumstance[fact]);
	const matched = rules.filter(
		(asked) =>
			isMeant(asked.rule) && holds(asked.order, order) && holds(asked.interaction, interaction) && holds(asked.customer, customer),
	);
	return new Set(matched.map(({ rule }) => rule.id));
}
