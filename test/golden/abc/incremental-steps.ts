import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { NOW, type Row } from '../../support/scoring.ts';

/** One thing that happens to a company between two runs; the same on every database it is applied to. */
export type Step = (knex: Knex, company: Company) => Promise<unknown>;

/** What steps may pick from. Ids are made here, so that twins have the same. */
export interface Company {
	customers: string[];
	orders: string[];
	models: string[];
	rates: { currency: string; rate: string; valid_from: string | null }[];
}

const DAY_MS = 86_400_000;
const YEAR_AGO = Date.parse('2025-03-01T00:00:00Z');
const STATUSES = ['confirmed', 'paid', 'paid', 'refunded', 'draft', 'cancelled'] as const;

const pick = fc.nat(999);
const NOBODY = '00000000-0000-4000-8000-000000000001';
const of = (list: string[], index: number): string => list[index % Math.max(1, list.length)] ?? NOBODY;

const placedAt = fc.oneof(
	fc.integer({ min: YEAR_AGO - 20 * DAY_MS, max: NOW.getTime() + 20 * DAY_MS }),
	// The edges of the window, where a day more or less decides.
	fc.integer({ min: -12, max: 12 }).map((days) => YEAR_AGO + days * DAY_MS),
	fc.integer({ min: -12, max: 12 }).map((days) => NOW.getTime() + days * DAY_MS),
);
const amount = fc.oneof(
	fc.constantFrom('100.00', '200.00', '300.00'),
	fc.integer({ min: -50_000, max: 900_000 }).map((cents) => (cents / 100).toFixed(2)),
);
const orderFields = fc.record({
	status: fc.constantFrom(...STATUSES),
	placed_at: placedAt.map((at) => new Date(Math.floor(at / 1000) * 1000)),
	amount,
	refunded_amount: fc.constantFrom('0.00', '0.00', '0.00', '12.34'),
	currency: fc.constantFrom('CNY', 'CNY', 'CNY', 'USD', 'XXX', null),
});

/** Every step comes with ids drawn beforehand. */
const insertOrders = fc.array(fc.tuple(pick, orderFields), { minLength: 1, maxLength: 3 }).map((list): Step => {
	const ids = list.map(() => randomUUID());
	return async (knex, { customers, orders }) => {
		const rows = list.map(([at, fields], index) => ({ id: ids[index]!, number: ids[index], customer: of(customers, at), ...fields }));
		orders.push(...rows.map(({ id }) => id).filter((id) => !orders.includes(id)));
		await knex('crm_orders').insert(rows);
	};
});

const changeOrder = fc.tuple(pick, fc.oneof(
	orderFields.map(({ status }): Row => ({ status })),
	orderFields.map(({ amount }): Row => ({ amount })),
	orderFields.map(({ placed_at }): Row => ({ placed_at })),
	orderFields.map(({ currency }): Row => ({ currency })),
	orderFields.map(({ refunded_amount }): Row => ({ refunded_amount })),
)).map(([at, change]): Step => (knex, { orders }) => knex('crm_orders').where({ id: of(orders, at) }).update(change));

const repoint = fc.tuple(pick, pick).map(([order, customer]): Step => (knex, company) =>
	knex('crm_orders').where({ id: of(company.orders, order) }).update({ customer: of(company.customers, customer) }));

const deleteOrder = pick.map((at): Step => (knex, { orders }) => knex('crm_orders').where({ id: of(orders, at) }).del());

const swapInOneStatement = fc.constant<Step>((knex) =>
	knex('crm_orders').where('amount', '<=', 200).update({ amount: knex.raw('300 - amount') }));

const changeCustomer = fc.tuple(pick, fc.oneof(
	fc.constantFrom('active', 'archived').map((status): Row => ({ status })),
	fc.constantFrom(null, 'low', 'medium', 'high').map((growth_potential): Row => ({ growth_potential })),
	fc.constantFrom('none', 'watch', 'insolvent').map((risk): Row => ({ risk })),
	fc.constantFrom('A', 'C', null).map((value_class): Row => ({ value_class })),
	fc.constantFrom(0, 7).map((turnover_12m): Row => ({ turnover_12m })),
	fc.constantFrom(0, 3, null).map((order_count_12m): Row => ({ order_count_12m })),
	fc.constantFrom('Somebody', 'Nobody').map((name): Row => ({ name })),
)).map(([at, change]): Step => (knex, { customers }) => knex('crm_customers').where({ id: of(customers, at) }).update(change));

const merge = fc.tuple(pick, pick).map(([from, into]): Step => async (knex, { customers }) => {
	const [loser, winner] = [of(customers, from), of(customers, into)];
	if (loser === winner) return;
	await knex('crm_orders').where({ customer: loser }).update({ customer: winner });
	await knex('crm_customers').where({ id: loser }).update({ merged_into: winner, status: 'archived' });
});

const addCustomer = fc.constant(null).map((): Step => {
	const id = randomUUID();
	return async (knex, { customers }) => {
		if (!customers.includes(id)) customers.push(id);
		await knex('crm_customers').insert({ id, code: id.slice(0, 13), name: 'New', status: 'active', risk: 'none' });
	};
});

const loseCustomer = pick.map((at): Step => async (knex, { customers }) => {
	const id = of(customers, at);
	for (const table of ['crm_customer_scores', 'crm_orders']) await knex(table).where({ customer: id }).del();
	await knex('crm_customers').where({ id }).del();
});

const touchScores = fc.tuple(pick, fc.constantFrom<(query: Knex.QueryBuilder) => Promise<unknown>>(
	(query) => query.del(),
	(query) => query.update({ class: 'C' }),
	(query) => query.update({ value: '1.00' }),
	(query) => query.update({ reason: '[{"code":"value","class":"B"}]' }),
)).map(([at, change]): Step => (knex, { customers }) => change(knex('crm_customer_scores').where({ customer: of(customers, at) })));

const editModel = fc.tuple(pick, fc.oneof(
	fc.constantFrom(0.3, 0.7, 0.9).map((bound): Row => ({
		classes: JSON.stringify([{ code: 'A', bound }, { code: 'B', bound: 0.95 }, { code: 'C' }]),
	})),
	fc.constantFrom(0, 10, 25).map((hysteresis_percent): Row => ({ hysteresis_percent })),
	fc.constantFrom('C', null).map((risk_class): Row => ({ risk_class })),
	fc.constantFrom(11, 12).map((window_months): Row => ({ window_months })),
	fc.constantFrom('turnover', 'order_count').map((basis): Row => ({ basis })),
)).map(([at, change]): Step => (knex, { models }) => knex('crm_scoring_models').where({ id: of(models, at) }).update(change));

/** Another model becomes the only primary one, and back. */
const movePrimary = pick.map((at): Step => async (knex, { models }) => {
	await knex('crm_scoring_models').update({ is_primary: false });
	await knex('crm_scoring_models').where({ id: of(models, at) }).update({ is_primary: true });
});

const twoPrimaries = fc.constant<Step>((knex) => knex('crm_scoring_models').update({ is_primary: true }));

const changeRate = fc.constantFrom('7.1', '6.9').map((rate): Step => (_knex, company) => {
	company.rates = [{ currency: 'USD', rate, valid_from: null }];
	return Promise.resolve();
});

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 6, arbitrary: insertOrders },
	{ weight: 5, arbitrary: changeOrder },
	{ weight: 2, arbitrary: repoint },
	{ weight: 2, arbitrary: deleteOrder },
	{ weight: 1, arbitrary: swapInOneStatement },
	{ weight: 5, arbitrary: changeCustomer },
	{ weight: 1, arbitrary: merge },
	{ weight: 1, arbitrary: addCustomer },
	{ weight: 1, arbitrary: loseCustomer },
	{ weight: 3, arbitrary: touchScores },
	{ weight: 1, arbitrary: editModel },
	{ weight: 1, arbitrary: movePrimary },
	{ weight: 1, arbitrary: twoPrimaries },
	{ weight: 1, arbitrary: changeRate },
);
