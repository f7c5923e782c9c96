import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Knex } from 'knex';
import { previewModel } from '../../../extensions/abc-scoring/src/application/preview-model.ts';
import { readPareto } from '../../../extensions/abc-scoring/src/application/read-summary.ts';
import { runModel } from '../../../extensions/abc-scoring/src/application/run-model.ts';
import type { RunAnswer } from '../../../extensions/abc-scoring/src/contract/answers.ts';
import { readModel } from '../../../extensions/abc-scoring/src/domain/model.ts';
import { eachDatabase, type DatabaseName } from '../../support/databases.ts';
import { addCustomers, addModel, createScoringTables, NOW, portsOn, type Row } from '../../support/scoring.ts';
import {
	referenceScores,
	type ReferenceCustomer,
	type ReferenceModel,
	type ReferenceScore,
	type ReferenceSettings,
} from './reference.ts';

const RUNS: Record<DatabaseName, number> = { SQLite: 60, PostgreSQL: 40, MariaDB: 20 };
const NOBODY = '00000000-0000-4000-8000-000000000001';
const YEAR_AGO = Date.parse('2025-03-01T00:00:00Z');
const RATES = [
	{ currency: 'USD', rate: '7.18', valid_from: '2025-01-01T00:00:00Z' },
	{ currency: 'USD', rate: '7.0915', valid_from: '2025-09-01T00:00:00Z' },
	{ currency: 'KRW', rate: '0.005123', valid_from: null },
	{ currency: 'EUR', rate: '8.2', valid_from: '2025-06-01T00:00:00Z' },
];
const SETTINGS: ReferenceSettings = {
	home: 'CNY',
	rates: RATES.map(({ currency, rate, valid_from }) => ({
		currency,
		rate,
		from: valid_from ? Date.parse(valid_from) : null,
	})),
	from: YEAR_AGO,
	to: NOW.getTime(),
};

const order = fc.record({
	status: fc.constantFrom('confirmed', 'paid', 'paid', 'refunded', 'draft', 'cancelled'),
	placedAt: fc.oneof(
		fc.integer({ min: YEAR_AGO - 40 * 86_400_000, max: NOW.getTime() + 10 * 86_400_000 }),
		fc.constantFrom(YEAR_AGO, YEAR_AGO - 1, NOW.getTime(), NOW.getTime() - 1),
	),
	currency: fc.constantFrom('CNY', 'CNY', 'CNY', null, 'USD', 'KRW', 'EUR', 'XXX'),
	// Few distinct amounts make ties, large ones make tails.
	cents: fc.oneof(
		fc.constantFrom(10_000, 20_000, 30_000, 100),
		fc.integer({ min: -50_000, max: 900_000 }),
		fc.integer({ min: 0, max: 900_000_000 }),
	),
	refundedCents: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 30_000 }) }),
});

const customer = fc.record({
	status: fc.constantFrom('active' as const, 'active' as const, 'active' as const, 'archived' as const),
	merged: fc.constantFrom(false, false, false, true),
	potential: fc.constantFrom(null, 'low', 'medium', 'high'),
	risk: fc.constantFrom('none', 'none', 'watch', 'insolvent'),
	orders: fc.array(order, { maxLength: 4 }),
	isChosen: fc.boolean(),
	areOrdersChosen: fc.boolean(),
});

const CODES = ['A', 'B', 'C', 'D'];
const model = fc
	.record({
		method: fc.constantFrom('thresholds' as const, 'cumulative_share' as const, 'percentile' as const),
		basis: fc.constantFrom('turnover' as const, 'turnover' as const, 'order_count' as const),
		classCount: fc.integer({ min: 2, max: 4 }),
		shares: fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 3, maxLength: 3 }),
		values: fc.uniqueArray(fc.integer({ min: 1, max: 40_000 }), { minLength: 3, maxLength: 3 }),
		hysteresis: fc.constantFrom(0, 0, 5, 25),
		cells: fc.array(fc.tuple(fc.nat(3), fc.constantFrom('low', 'medium', 'high'), fc.nat(3)), { maxLength: 3 }),
		risk: fc.option(fc.nat(3)),
		filterCustomers: fc.constantFrom(false, false, true),
		filterOrders: fc.constantFrom(false, false, true),
	})
	.map(({ method, basis, classCount, shares, values, cells, risk, ...rest }) => {
		const shareBounds = [...shares].sort((a, b) => a - b).map((share) => share / 100);
		const valueBounds = [...values].sort((a, b) => b - a).map((value) => (basis === 'turnover' ? value / 4 : Math.ceil(value / 10_000) + value / 1e5));
		const bounds = method === 'thresholds' ? valueBounds : shareBounds;
		const classes = CODES.slice(0, classCount).map((code, index) => ({
			code,
			bound: index === classCount - 1 ? null : bounds[index]!,
		}));
		const code = (index: number) => CODES[index % classCount]!;
		const unique = new Map(cells.map(([from, potential, to]) => [`${from % classCount}${potential}`, { class: code(from), potential, result: code(to) }]));
		return { method, basis, classes, matrix: [...unique.values()], riskClass: risk === null ? null : code(risk), ...rest };
	});

eachDatabase('the engine on random data', (name, connect) => {
	let knex: Knex;

	beforeAll(async () => {
		knex = await connect();
		await createScoringTables(knex);
	}, 60_000);

	test('agrees with the naive reference, run after run, and the laws hold', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(customer, { maxLength: 25 }), model, fc.array(order, { maxLength: 12 }), async (people, chosen, later) => {
				await empty(knex);
				const customers: ReferenceCustomer[] = people.map((person) => ({
					...person,
					id: randomUUID(),
					orders: person.orders.map((item) => ({ ...item, id: randomUUID() })),
				}));
				await store(knex, customers);
				const setup = modelOf(chosen, people, customers);
				const modelId = await addModel(knex, setup.row);

				const first = referenceScores(customers, setup.model, { settings: SETTINGS, before: new Map() });
				await expectPreview(knex, setup.row, first.scores);
				const answer = await run(knex);
				await expectScores(knex, modelId, first.scores);
				expect(answer.incomplete?.orders ?? 0).toBe(first.withoutRate);
				expectLaws(answer, first.scores);
				await expectCurve(knex);
				await expectQuiet(knex);

				await addLater(knex, customers, later);
				const second = referenceScores(customers, setup.model, { settings: SETTINGS, before: first.scores });
				const again = await run(knex);
				await expectScores(knex, modelId, second.scores);
				expectLaws(again, second.scores);
				await expectHistory(knex, again, { before: first.scores, after: second.scores });
				await expectQuiet(knex);
			}),
			{ numRuns: RUNS[name] },
		);
	}, 240_000);

	test('the order in which customers and orders are stored does not matter', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(customer, { minLength: 2, maxLength: 12 }), model, async (people, chosen) => {
				const results: unknown[] = [];
				for (const list of [people, [...people].reverse()]) {
					await empty(knex);
					const customers = list.map((person) => ({ ...person, id: randomUUID(), orders: person.orders.map((item) => ({ ...item, id: randomUUID() })).reverse() }));
					await store(knex, customers);
					await addModel(knex, modelOf(chosen, list, customers).row);
					results.push((await run(knex)).classes);
				}
				expect(results[1]).toEqual(results[0]);
			}),
			{ numRuns: Math.ceil(RUNS[name] / 4) },
		);
	}, 120_000);
});

type Person = ReturnType<typeof customer.generate>['value'];
type Chosen = ReturnType<typeof model.generate>['value'];

function modelOf(
	chosen: Chosen,
	people: Person[],
	customers: ReferenceCustomer[],
): { row: Row; model: ReferenceModel } {
	const { filterCustomers, filterOrders, hysteresis, ...rest } = chosen;
	const picked = customers.filter((_, index) => people[index]!.isChosen);
	const customerIds = filterCustomers ? picked.map((item) => item.id) : null;
	const withOrders = customers.filter((_, index) => people[index]!.areOrdersChosen);
	const orderIds = filterOrders ? withOrders.flatMap((item) => item.orders.map((each) => each.id)) : null;
	return {
		model: { ...rest, hysteresis, customerIds, orderIds },
		row: {
			key: 'random',
			method: rest.method,
			basis: rest.basis,
			classes: rest.classes,
			potential_matrix: rest.matrix,
			risk_class: rest.riskClass,
			hysteresis_percent: hysteresis,
			is_primary: true,
			customer_filter: customerIds && { _ids: customerIds },
			order_filter: orderIds && { _ids: orderIds },
		},
	};
}

async function empty(knex: Knex): Promise<void> {
	const tables = ['crm_customers', 'crm_orders', 'crm_scoring_models', 'crm_customer_scores', 'crm_class_history', 'crm_score_runs'];
	for (const table of tables) await knex(table).del();
}

async function store(knex: Knex, customers: ReferenceCustomer[]): Promise<void> {
	await addCustomers(
		knex,
		customers.map((item) => ({
			fields: { id: item.id, status: item.status, merged_into: item.merged ? NOBODY : null, growth_potential: item.potential, risk: item.risk },
			orders: item.orders.map(asInput),
		})),
	);
}

function asInput(item: ReferenceCustomer['orders'][number]) {
	return {
		id: item.id,
		amount: (item.cents / 100).toFixed(2),
		refunded: (item.refundedCents / 100).toFixed(2),
		currency: item.currency,
		placedAt: new Date(item.placedAt),
		status: item.status,
	};
}

/** New orders for existing customers, so that the second run has something to do. */
async function addLater(knex: Knex, customers: ReferenceCustomer[], later: Omit<ReferenceCustomer['orders'][number], 'id'>[]): Promise<void> {
	for (const [index, item] of later.entries()) {
		const owner = customers[index % Math.max(1, customers.length)];
		if (!owner) return;
		const added = { ...item, id: randomUUID() };
		owner.orders.push(added);
		const { id, amount, refunded, currency, placedAt, status } = asInput(added);
		await knex('crm_orders').insert({ id, number: id, customer: owner.id, amount, refunded_amount: refunded, currency, placed_at: placedAt, status });
	}
}

async function run(knex: Knex): Promise<RunAnswer> {
	const result = await runModel(ports(knex), { key: 'random' });
	if (!result.ok) throw new Error(JSON.stringify(result));
	return result.data;
}

function ports(knex: Knex) {
	return portsOn(knex, { settings: { timezone: 'Asia/Shanghai', currency: 'CNY', exchangeRates: RATES } });
}

async function expectScores(knex: Knex, modelId: string, expected: Map<string, ReferenceScore>): Promise<void> {
	const basis = (await knex('crm_scoring_models').where({ id: modelId }).first('basis')).basis;
	const rows: Row[] = await knex('crm_customer_scores').where({ model: modelId });
	const actual = Object.fromEntries(
		rows.map((row) => [
			row['customer'],
			{ value: Math.round(Number(row['value']) * (basis === 'turnover' ? 100 : 1)), base: row['base_class'], class: row['class'] },
		]),
	);
	const wanted = Object.fromEntries(
		[...expected].map(([id, { value, base, class: code }]) => [id, { value, base, class: code }]),
	);
	expect(actual).toEqual(wanted);
	const mirrored: Row[] = await knex('crm_customers').whereIn('id', [...expected.keys()]).select('id', 'value_class');
	for (const row of mirrored) expect(row['value_class']).toBe(expected.get(String(row['id']))!.class);
}

async function expectPreview(knex: Knex, row: Row, expected: Map<string, ReferenceScore>): Promise<void> {
	const preview = await previewModel(ports(knex), { model: readModel(row) });
	if (!preview.ok) throw new Error(JSON.stringify(preview));
	expect(Object.fromEntries(preview.data.classes.map((item) => [item.code, item.customers]))).toEqual(
		Object.fromEntries(preview.data.classes.map(({ code }) => [code, [...expected.values()].filter((item) => item.class === code).length])),
	);
	expect(await knex('crm_customer_scores').first()).toBeUndefined();
}

function expectLaws(answer: RunAnswer, expected: Map<string, ReferenceScore>): void {
	const total = (pick: (item: RunAnswer['classes'][number]) => number) => answer.classes.reduce((sum, item) => sum + pick(item), 0);
	expect(answer.customers).toBe(expected.size);
	expect(total((item) => item.customers)).toBe(expected.size);
	if (expected.size > 0) expect(total((item) => item.customer_share)).toBeCloseTo(1, 9);
	if (total((item) => item.value) > 0) expect(total((item) => item.value_share)).toBeCloseTo(1, 9);
}

/** Monotone and concave from (0,0) to (1,1). */
async function expectCurve(knex: Knex): Promise<void> {
	const found = await readPareto(ports(knex), 'random', 41);
	if (!found.ok) throw new Error(found.reason);
	const points = found.data;
	expect(points[0]).toEqual({ customer_share: 0, value_share: 0 });
	expect(points[points.length - 1]).toEqual({ customer_share: 1, value_share: 1 });
	let slope = Infinity;
	for (const [index, point] of points.slice(1).entries()) {
		const before = points[index]!;
		const next = (point.value_share - before.value_share) / (point.customer_share - before.customer_share);
		expect(next).toBeGreaterThanOrEqual(-1e-9);
		expect(next).toBeLessThanOrEqual(slope + 1e-6);
		slope = next;
	}
}

/** The same run again writes no row anywhere but its own record. */
async function expectQuiet(knex: Knex): Promise<void> {
	const state = async () => [
		await knex('crm_customer_scores').orderBy('id'),
		await knex('crm_class_history').orderBy('seq'),
		await knex('crm_customers').orderBy('id'),
	];
	const before = await state();
	expect(await run(knex)).toMatchObject({ changed: 0, moved: 0 });
	expect(await state()).toEqual(before);
}

async function expectHistory(
	knex: Knex,
	answer: RunAnswer,
	{ before, after }: { before: Map<string, ReferenceScore>; after: Map<string, ReferenceScore> },
): Promise<void> {
	const moved = [...after].filter(([id, score]) => before.get(id)?.class !== score.class);
	const rows: Row[] = await knex('crm_class_history').where({ run: answer.run });
	expect(new Map(rows.map((row) => [row['customer'], [row['from_class'], row['to_class']]]))).toEqual(
		new Map(moved.map(([id, score]) => [id, [before.get(id)?.class ?? null, score.class]])),
	);
}
