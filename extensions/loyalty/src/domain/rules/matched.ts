import { conditionOf, type Condition } from '@guanxi/core/condition';
import type { Item, Shape } from '@guanxi/core/shape';
import type { StoredRule } from './stored-rule.ts';

/** A rule with its conditions, ready to be asked about many events. */
export interface RuleWithConditions {
	rule: StoredRule;
	/** Null = all. */
	order: Condition | null;
	customer: Condition | null;
}

/** What the conditions of rules are asked about. */
export interface Circumstance {
	at: Date;
	/** The order with the fields that `fieldsOf` names; null where the event has none. */
	order: Item | null;
	customer: Item | null;
	interactionKind: string | null;
}

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
	customer: rule.customer_filter && conditionOf(rule.customer_filter, 'crm_customers', shape),
});

/** What orders and customers must be read with, so that all conditions can be asked. */
export function fieldsOf(rules: readonly RuleWithConditions[]): { order: string[]; customer: string[] } {
	const all = (of: 'order' | 'customer'): string[] => [...new Set(rules.flatMap((rule) => rule[of]?.fields ?? []))];
	return { order: all('order'), customer: all('customer') };
}

/** Ids of the rules whose conditions hold. */
export function matchedBy(rules: readonly RuleWithConditions[], { at, order, customer, interactionKind }: Circumstance): Set<string> {
	const holds = (condition: Condition | null, item: Item | null): boolean =>
		condition === null || (item !== null && condition.matches(item, at));
	const matched = rules.filter(
		({ rule, order: ofOrder, customer: ofCustomer }) =>
			(rule.interaction_kind === null || rule.interaction_kind === interactionKind) && holds(ofOrder, order) && holds(ofCustomer, customer),
	);
	return new Set(matched.map(({ rule }) => rule.id));
}
