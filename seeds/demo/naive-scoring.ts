import { monthsBefore } from '@guanxi/core/time';
import { toMinor } from '@guanxi/core/money';
import { DEMO_TIMEZONE, type DemoCompany } from './company.ts';
import { TIERS, type Tier } from './staff.ts';

/**
 * The contract's scoring for the model `pareto`, written the slow and obvious way, so that tests
 * of the demo company do not lean on the engine they feed.
 */
export interface NaiveScore {
	valueMinor: number;
	base: Tier;
	tier: Tier;
}

const BOUNDS = { A: 0.7, B: 0.9 };
const COUNTED = ['confirmed', 'paid', 'refunded'];

export function naiveScores(company: DemoCompany, asOf: Date): Map<string, NaiveScore> {
	const active = company.customers.filter((customer) => customer.status === 'active');
	const values = valuesAt(company, asOf);
	const valueOf = (id: string): number => Math.max(0, values.get(id) ?? 0);
	const all = active.map((customer) => valueOf(customer.id));
	const total = all.reduce((sum, value) => sum + value, 0);
	return new Map(active.map((customer) => {
		const valueMinor = valueOf(customer.id);
		const above = all.reduce((sum, value) => (value > valueMinor ? sum + value : sum), 0);
		const base = baseClass(valueMinor, above / total);
		const raised = base === 'C' && customer.growth_potential === 'high' ? 'A' : base;
		return [customer.id, { valueMinor, base, tier: customer.risk === 'insolvent' ? 'C' : raised }];
	}));
}

function baseClass(valueMinor: number, shareAbove: number): Tier {
	if (valueMinor === 0 || shareAbove >= BOUNDS.B) return 'C';
	return shareAbove < BOUNDS.A ? 'A' : 'B';
}

/** Counted turnover net of refunds in the 12 months before `asOf`. */
function valuesAt(company: DemoCompany, asOf: Date): Map<string, number> {
	const from = monthsBefore(asOf, 12, DEMO_TIMEZONE);
	const values = new Map<string, number>();
	for (const order of company.orders) {
		const isInside = order.placed_at >= from && order.placed_at < asOf;
		if (!isInside || !COUNTED.includes(order.status)) continue;
		const net = (toMinor(order.amount) ?? 0) - (toMinor(order.refunded_amount) ?? 0);
		values.set(order.customer, (values.get(order.customer) ?? 0) + net);
	}
	return values;
}

/** Percent of the total that falls to each class. */
export function percents<T>(
	items: T[],
	tierOf: (item: T) => Tier | undefined,
	weightOf: (item: T) => number,
): Record<Tier, number> {
	const sums: Record<Tier, number> = { A: 0, B: 0, C: 0 };
	for (const item of items) {
		const tier = tierOf(item);
		if (tier) sums[tier] += weightOf(item);
	}
	const total = TIERS.reduce((sum, tier) => sum + sums[tier], 0);
	return { A: (sums.A / total) * 100, B: (sums.B / total) * 100, C: (sums.C / total) * 100 };
}
