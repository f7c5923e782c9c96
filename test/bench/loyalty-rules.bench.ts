import { under, type Item, type Shape } from '../../extensions/core/src/domain/conditions/shape.ts';
import { contributionsOf } from '../../extensions/loyalty/src/domain/rules/contributions.ts';
import { amountOf, evaluate } from '../../extensions/loyalty/src/domain/rules/evaluate.ts';
import { matchedBy, withConditions } from '../../extensions/loyalty/src/domain/rules/matched.ts';
import { ruleOf, storedRuleOf, type StoredRule } from '../../extensions/loyalty/src/domain/rules/stored-rule.ts';
import type { Emit } from './goals.ts';

const RULES = 200;
const ORDERS = 300;
/** A server that has run for a while is what people wait for. */
const WARMING = 100;
const LINES = 10;
const AT = new Date('2026-06-15T12:00:00Z');

/** Asking the conditions of 200 active rules about an order of ten lines, and deciding what it earns and which rule gave what. */
export function rulesBench({ emit }: { emit: Emit }): Promise<void> {
	const rules = Array.from({ length: RULES }, (_, index) => ruleNo(index));
	const times: number[] = [];
	let points = 0;
	for (let order = 0; order < WARMING; order++) earned(rules, order);
	for (let order = 0; order < ORDERS; order++) {
		const started = performance.now();
		points += earned(rules, order);
		times.push(performance.now() - started);
	}
	times.sort((a, b) => a - b);
	const at = (share: number): number => Math.round(times[Math.floor(times.length * share)]! * 1000) / 1000;
	emit({ bench: 'loyalty-rules', size: `${RULES} active rules, order of ${LINES} lines`, p50_ms: at(0.5), p95_ms: at(0.95), worst_ms: at(0.999), points });
	return Promise.resolve();
}

function earned(rules: StoredRule[], order: number): number {
	const event = { trigger: 'order_paid' as const, at: AT, lines: linesOf(order).map(({ amount }, index) => ({ line: `line-${index}`, amountMinor: Math.round(amount * 100) })) };
	const asked = withConditions(rules, SHAPE);
	const circumstance = { at: AT, order: orderNo(order), customer: { region: `region ${order % 7}`, tags: 'vip,new' }, interactionKind: null };
	const award = evaluate(event, rules.map(ruleOf), { matched: matchedBy(asked, circumstance), rounding: 'floor' });
	return contributionsOf(award, amountOf(event)).reduce((sum, part) => sum + part.points, 0);
}

function ruleNo(index: number): StoredRule {
	const effects = [{ effect: 'per_amount', points: 1 + (index % 3), per_amount: 1 + (index % 9) }, { effect: 'fixed', points: 10 }, { effect: 'multiplier', percent: 110 }];
	return storedRuleOf({
		id: `rule-${String(index).padStart(3, '0')}`, key: `rule_${index}`, name: `Rule ${index}`, program: 'p', status: 'active', version: 1, trigger: 'order_paid',
		...effects[index % 3], gives: 'both', priority: index % 10, stack_group: index % 5 === 0 ? `group ${index % 4}` : null, exclusive: false,
		order_filter: {
			_and: [
				{ amount: { _gte: String(index) } },
				{ _or: [{ channel: { _in: ['online', 'store', `channel ${index % 4}`] } }, { placed_at: { _gte: '$NOW(-30 days)' } }] },
				{ lines: { amount: { _gt: index % 50 }, product: { category: { _icontains: 'o' } } } },
			],
		},
		customer_filter: { _or: [{ region: { _eq: `region ${index % 7}` } }, { tags: { _contains: 'vip' } }] },
	});
}

const linesOf = (order: number) => Array.from({ length: LINES }, (_, index) => ({ amount: ((order * 31 + index * 17) % 9000) / 100 + 1 }));

function orderNo(order: number): Item {
	const lines = linesOf(order).map(({ amount }, index) => ({ amount: amount.toFixed(2), [under('product')]: { category: index % 2 ? 'Coffee' : 'Tea' } }));
	return { amount: '412.50', channel: order % 2 ? 'online' : 'phone', placed_at: AT, [under('lines')]: lines };
}

const TYPES: Record<string, Record<string, string>> = {
	crm_orders: { amount: 'decimal', channel: 'string', placed_at: 'timestamp' },
	crm_order_lines: { amount: 'decimal' },
	crm_products: { category: 'string' },
	crm_customers: { region: 'string', tags: 'csv' },
};
const LINKS: Record<string, { to: string; back: string | null }> = {
	'crm_orders.lines': { to: 'crm_order_lines', back: 'order' },
	'crm_order_lines.product': { to: 'crm_products', back: null },
};
const SHAPE: Shape = {
	typeOf: (collection, field) => TYPES[collection]?.[field],
	linkOf: (collection, field) => LINKS[`${collection}.${field}`] ?? null,
};
