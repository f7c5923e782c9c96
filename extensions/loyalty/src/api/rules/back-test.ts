import type { Host, Knex, SchemaOverview } from '@guanxi/core/directus';
import { readSettings } from '@guanxi/core/settings';
import { readItems, shapeOf } from '@guanxi/core/items';
import { fromMinor } from '@guanxi/core/money';
import type { Item } from '@guanxi/core/shape';
import { dateIn } from '@guanxi/core/time';
import type { BackTestAnswer } from '../../contract/rule-answers.ts';
import { orderEventOf, type OrderEvent } from '../../domain/orders/order-event.ts';
import { decideAward } from '../../domain/rules/decide-award.ts';
import { inHomeCurrency, type Rates } from '../../domain/rules/home-currency.ts';
import { fieldsOf, matchedBy, withConditions, type RuleWithConditions } from '../../domain/rules/matched.ts';
import { rulesAt, type RuleVersion } from '../../domain/rules/rules-at.ts';
import type { Rounding } from '../../domain/rules/rule.ts';
import type { StoredRule } from '../../domain/rules/stored-rule.ts';
import type { Row } from '../ledger/rows.ts';
import { orderOf } from '../orders/order-row.ts';
import { readRounding } from './read-rules.ts';
import { readVersions } from './read-versions.ts';
import { tried } from './simulate.ts';

const PAGE = 500;
const EXAMPLES = 10;

interface Period {
	from: Date;
	to: Date;
}

/**
 * What a rule would have given over the paid orders of members, beside the rules that were in force: so a multiplier has something to
 * multiply. Limits, caps and budgets are not counted. Orders come in pages by customer, and memory holds one page.
 */
export async function backTest(host: Host, schema: SchemaOverview, rule: StoredRule, period: Period): Promise<BackTestAnswer> {
	const { database } = host;
	const { timezone } = await database('crm_loyalty_programs').where({ id: rule.program }).first('timezone');
	const versions = await readVersions(database, rule.program);
	const every = [...new Map([...versions.map((version) => version.rule), rule].map((item) => [keyOf(item), item])).values()];
	const testing: Testing = {
		rule,
		versions,
		conditions: new Map(withConditions(every, shapeOf(schema)).map((item) => [keyOf(item.rule), item])),
		rounding: (await readRounding(database, rule.program))!,
		rates: await readSettings(database),
	};
	const sum = newSum(String(timezone));
	let last: Row | null = null;
	for (;;) {
		const orders: Row[] = await readOrders(database, { program: rule.program, period, last });
		await testPage(database, schema, { orders, testing, sum });
		if (orders.length < PAGE) return answered(sum);
		last = orders.at(-1)!;
	}
}

/** By (customer, id), so that the customers are counted without remembering them. */
function readOrders(database: Knex, { program, period: { from, to }, last }: { program: string; period: Period; last: Row | null }): Promise<Row[]> {
	const query = database('crm_orders as order')
		.join('crm_loyalty_accounts as account', 'account.customer', 'order.customer')
		.where({ 'account.program': program })
		.whereIn('order.status', ['paid', 'refunded'])
		.where((time) => {
			void time
				.where((paid) => void paid.where('order.paid_at', '>=', from).where('order.paid_at', '<', to))
				.orWhere((unsaid) => void unsaid.whereNull('order.paid_at').where('order.placed_at', '>=', from).where('order.placed_at', '<', to));
		})
		.orderBy(['order.customer', 'order.id'])
		.limit(PAGE)
		.select('order.id', 'order.number', 'order.customer', 'order.status', 'order.amount', 'order.currency', 'order.paid_at', 'order.placed_at');
	if (!last) return query;
	return query.where((after) => {
		void after
			.where('order.customer', '>', last['customer'] as string)
			.orWhere((same) => void same.where('order.customer', last['customer'] as string).where('order.id', '>', last['id'] as string));
	});
}

interface Testing {
	rule: StoredRule;
	versions: RuleVersion[];
	/** By rule and version. */
	conditions: Map<string, RuleWithConditions>;
	rounding: Rounding;
	rates: Rates;
}

async function testPage(
	database: Knex,
	schema: SchemaOverview,
	{ orders, testing, sum }: { orders: Row[]; testing: Testing; sum: Sum },
): Promise<void> {
	const fields = fieldsOf([...testing.conditions.values()]);
	const read = (collection: string, ids: string[], wanted: string[]): Promise<Map<string, Item>> =>
		wanted.length === 0 ? Promise.resolve(new Map()) : readItems(database, schema, { collection, ids: [...new Set(ids)], fields: wanted });
	const items = await read('crm_orders', orders.map(({ id }) => String(id)), fields.order);
	const customers = await read('crm_customers', orders.map(({ customer }) => String(customer)), fields.customer);
	for (const row of orders) {
		const event = inHomeCurrency(orderEventOf(orderOf(row, [])), testing.rates);
		const customer = String(row['customer']);
		const rules = tried(rulesAt(testing.versions, event.at), testing.rule);
		const asked = rules.filter(({ trigger }) => trigger === 'order_paid').map((rule) => testing.conditions.get(keyOf(rule))!);
		const circumstance = { at: event.at, order: items.get(event.order) ?? null, customer: customers.get(customer) ?? null, interactionKind: null };
		const award = decideAward(event, { rules, rounding: testing.rounding, matched: matchedBy(asked, circumstance) });
		count(sum, { event, customer, number: String(row['number']), gave: award.byRule.find(({ rule }) => rule === testing.rule.id) ?? null });
	}
}

const keyOf = ({ id, version }: StoredRule): string => `${id} ${version}`;

type Month = BackTestAnswer['by_month'][number];

interface Sum {
	timezone: string;
	months: Map<string, Month>;
	customers: number;
	/** The last one that was counted. */
	customer: string | null;
	examples: BackTestAnswer['examples'];
}

const newSum = (timezone: string): Sum => ({ timezone, months: new Map(), customers: 0, customer: null, examples: [] });

interface Tested {
	event: OrderEvent;
	customer: string;
	number: string;
	gave: { points: number; tierPoints: number } | null;
}

function count(sum: Sum, { event, customer, number, gave }: Tested): void {
	const name = dateIn(event.at, sum.timezone).slice(0, 7);
	const month = sum.months.get(name) ?? { month: name, orders: 0, matched: 0, points: 0, tier_points: 0 };
	sum.months.set(name, month);
	month.orders += 1;
	if (!gave) return;
	month.matched += 1;
	month.points += gave.points;
	month.tier_points += gave.tierPoints;
	if (sum.customer !== customer) sum.customers += 1;
	sum.customer = customer;
	if (sum.examples.length === EXAMPLES) return;
	sum.examples.push({
		order: event.order,
		number,
		customer,
		at: event.at.toISOString(),
		amount: Number(fromMinor(event.amountMinor)),
		points: gave.points,
		tier_points: gave.tierPoints,
	});
}

function answered({ months, customers, examples }: Sum): BackTestAnswer {
	const by_month = [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
	const total = (field: 'orders' | 'matched' | 'points' | 'tier_points'): number => by_month.reduce((sum, month) => sum + month[field], 0);
	return { orders: total('orders'), matched: total('matched'), points: total('points'), tier_points: total('tier_points'), customers, by_month, examples };
}
