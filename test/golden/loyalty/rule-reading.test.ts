import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { crmCustomers } from '../../../schema/core/crm-customers.ts';
import { crmOrderLines } from '../../../schema/core/crm-order-lines.ts';
import { crmOrders } from '../../../schema/core/crm-orders.ts';
import { crmProducts } from '../../../schema/core/crm-products.ts';
import { crmSettings } from '../../../schema/core/crm-settings.ts';
import { loyaltySchema } from '../../../schema/loyalty/index.ts';
import type { Host, SchemaOverview } from '../../../extensions/core/src/api/directus.ts';
import { backTest } from '../../../extensions/loyalty/src/api/rules/back-test.ts';
import { orderOf } from '../../../extensions/loyalty/src/api/orders/order-row.ts';
import { keepVersion } from '../../../extensions/loyalty/src/api/rules/keep-version.ts';
import { readRuleInputs } from '../../../extensions/loyalty/src/api/rules/read-rules.ts';
import { readVersions } from '../../../extensions/loyalty/src/api/rules/read-versions.ts';
import { orderEventOf } from '../../../extensions/loyalty/src/domain/orders/order-event.ts';
import { decideAward } from '../../../extensions/loyalty/src/domain/rules/decide-award.ts';
import { storedRuleOf } from '../../../extensions/loyalty/src/domain/rules/stored-rule.ts';
import { eachDatabase } from '../../support/databases.ts';
import { createTestTables } from '../../support/tables.ts';

type Row = Record<string, unknown>;
const SPECS = [crmCustomers, crmProducts, crmOrders, crmOrderLines, crmSettings, ...loyaltySchema.collections];

/** As Directus would tell it. */
const SCHEMA = {
	collections: Object.fromEntries(
		SPECS.map(({ collection, fields }) => [collection, { primary: 'id', fields: Object.fromEntries(fields.map(({ field, type }) => [field, { type }])) }]),
	),
	relations: SPECS.flatMap(({ collection, fields }) =>
		fields.flatMap(({ field, relation }) => (relation ? [{ collection, field, related_collection: relation.collection, meta: { one_field: relation.oneField ?? null } }] : [])),
	),
} as unknown as SchemaOverview;

eachDatabase('what rules read', (_name, connect) => {
	let knex: Knex;
	let program: string;
	beforeAll(async () => {
		knex = await connect();
		await createTestTables(knex, { collections: SPECS.map((spec) => ({ spec })), tables: loyaltySchema.tables, indexes: loyaltySchema.indexes });
		program = await newProgram();
	});

	const add = async (table: string, row: Row): Promise<string> => {
		const id = randomUUID();
		await knex(table).insert({ id, ...row });
		return id;
	};
	const newProgram = (): Promise<string> => add('crm_loyalty_programs', { key: randomUUID(), name: 'P', timezone: 'UTC', status: 'active', rounding: 'floor' });
	const newRule = (values: Row = {}): Promise<string> =>
		add('crm_loyalty_rules', {
			key: randomUUID(), name: 'R', program, status: 'active', version: 1, trigger: 'order_paid', effect: 'per_amount', gives: 'both', points: 1, per_amount: 1,
			priority: 100, exclusive: false, ...values,
		});
	/** As the guard and then Directus do it; without `saves` Directus refused. */
	const change = async (id: string, values: Row, at: string, saves = true): Promise<void> => {
		const before = storedRuleOf((await knex('crm_loyalty_rules').where({ id }).first()) as Row);
		const version = before.version + 1;
		const after = storedRuleOf({ ...((await knex('crm_loyalty_rules').where({ id }).first()) as Row), ...values, version });
		await keepVersion(knex, { before, after }, new Date(at));
		if (saves) await knex('crm_loyalty_rules').where({ id }).update({ ...values, version });
	};
	const pointsAt = async (own: string, at?: string): Promise<unknown[]> =>
		(await readVersions(knex, own, at ? new Date(at) : undefined)).map(({ rule }) => [rule.version, rule.points]).sort();

	it('the versions that may have been in force at a time', async () => {
		const own = await newProgram();
		const rule = await newRule({ program: own });
		expect(await pointsAt(own, '2020-01-01T00:00:00Z')).toEqual([[1, 1]]);
		await change(rule, { points: 2 }, '2026-02-01T00:00:00Z');
		await change(rule, { points: 3 }, '2026-03-01T00:00:00Z');
		expect(await pointsAt(own, '2026-01-01T00:00:00Z')).toEqual([[1, 1]]);
		expect(await pointsAt(own, '2026-02-01T00:00:00Z')).toEqual([[2, 2]]);
		expect(await pointsAt(own, '2026-04-01T00:00:00Z')).toEqual([[3, 3]]);
		expect(await pointsAt(own)).toEqual([[1, 1], [2, 2], [3, 3]]);
	});

	it('a change that was never saved is not in force, and the next one takes its place', async () => {
		const own = await newProgram();
		const rule = await newRule({ program: own });
		await change(rule, { points: 2 }, '2026-02-01T00:00:00Z', false);
		expect(await pointsAt(own, '2026-04-01T00:00:00Z')).toEqual([[1, 1]]);
		await change(rule, { points: 3 }, '2026-03-01T00:00:00Z');
		expect(await pointsAt(own)).toEqual([[1, 1], [2, 3]]);
	});

	it('an award by conditions on the order, its lines and the customer, through the connection that is handed in', async () => {
		const own = await newProgram();
		await newRule({ program: own, order_filter: JSON.stringify({ _and: [{ lines: { product: { category: { _eq: 'coffee' } } } }, { paid_at: { _gte: '$NOW(-1 hour)' } }] }) });
		await newRule({ program: own, effect: 'fixed', points: 7, customer_filter: JSON.stringify({ region: { _eq: 'north' } }) });
		await newRule({ program: own, effect: 'fixed', points: 70, customer_filter: JSON.stringify({ region: { _eq: 'south' } }) });
		const customer = await add('crm_customers', { name: 'M', code: randomUUID(), region: 'north' });
		const product = await add('crm_products', { sku: randomUUID(), name: 'Beans', category: 'coffee' });
		const order = await add('crm_orders', { number: randomUUID(), customer, status: 'paid', amount: 99.99, placed_at: new Date('2026-05-01'), paid_at: new Date('2026-05-02') });
		for (const [amount, named] of [[50, product], [50, null]]) await add('crm_order_lines', { order, amount, product: named });
		const award = await knex.transaction(async (trx) => {
			const row = (await trx('crm_orders').where({ id: order }).first()) as Row;
			const event = orderEventOf(orderOf(row, (await trx('crm_order_lines').where({ order })) as Row[]));
			expect(event.lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(9999);
			return decideAward(event, (await readRuleInputs(trx, SCHEMA, { program: own, customer, event }))!);
		});
		expect([award.points, award.byRule.map(({ points }) => points).sort()]).toEqual([106, [7, 99]]);
		const joined = { trigger: 'enrolment' as const, at: new Date(), lines: [] };
		expect(decideAward(joined, (await readRuleInputs(knex, SCHEMA, { program: own, customer, event: joined }))!)).toMatchObject({ points: 0 });
	});

	it('a back-test over more orders than a page holds', async () => {
		const own = await newProgram();
		const rule = await newRule({ program: own, status: 'draft', version: 0, order_filter: JSON.stringify({ amount: { _gt: 500 } }), customer_filter: JSON.stringify({ region: { _nnull: true } }) });
		const members = await Promise.all([0, 1, 2].map((index) => add('crm_customers', { name: `m${index}`, code: randomUUID(), region: index < 2 ? 'north' : null })));
		for (const customer of members) await add('crm_loyalty_accounts', { program: own, customer, status: 'active', available: 0, pending: 0, held: 0, debt: 0, last_seq: 0, cap_used: 0, ver: 0 });
		const orders = Array.from({ length: 1201 }, (_, index) => ({
			id: randomUUID(), number: randomUUID(), customer: members[index % 3], status: 'paid', amount: index, placed_at: new Date(Date.UTC(2026, index % 12, 5)),
		}));
		await knex.batchInsert('crm_orders', orders, 100);
		const period = { from: new Date('2026-01-01'), to: new Date('2026-12-01') };
		const host = { database: knex } as unknown as Host;
		const tested = await backTest(host, SCHEMA, storedRuleOf((await knex('crm_loyalty_rules').where({ id: rule }).first()) as Row), period);
		const asked = orders.filter((_, index) => index % 12 !== 11);
		const matched = asked.filter(({ amount, customer }) => amount > 500 && customer !== members[2]);
		const sum = matched.reduce((total, { amount }) => total + amount, 0);
		expect(tested).toMatchObject({ orders: asked.length, matched: matched.length, points: sum, tier_points: sum, customers: 2 });
		expect(tested.by_month).toHaveLength(11);
		expect(tested.examples).toHaveLength(10);
	});
});
