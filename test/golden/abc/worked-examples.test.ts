import { beforeEach, describe, expect, test } from 'vitest';
import type { Knex } from 'knex';
import { explainCustomer } from '../../../extensions/abc-scoring/src/application/explain-customer.ts';
import { runModel } from '../../../extensions/abc-scoring/src/application/run-model.ts';
import type { RunAnswer } from '../../../extensions/abc-scoring/src/contract/answers.ts';
import type { Ports } from '../../../extensions/abc-scoring/src/application/ports.ts';
import { eachDatabase } from '../../support/databases.ts';
import {
	addAmounts,
	addCustomers,
	addModel,
	classesOf,
	createScoringTables,
	portsOn,
	PARETO,
	PYRAMID,
	TURNOVER,
	type OrderInput,
	type Row,
} from '../../support/scoring.ts';

interface Example {
	why: string;
	/** Where the expected classes come from. */
	source: string;
	model: Row;
	customers: { orders?: OrderInput[]; fields?: Row }[];
	classes: string[];
}

const order = (...amounts: (number | string)[]) => ({ orders: amounts.map((amount) => ({ amount })) });

const HANDBOOK = "the users' handbook of customer management: turnover from 5,000,000 is A, from 1,000,000 B; high potential lifts C to A, insolvency drops B to C";
const CONTRACT = 'the scoring semantics of the API contract, worked by hand';

const EXAMPLES: Example[] = [
	{
		why: 'a bound belongs to the class above it',
		source: HANDBOOK,
		model: TURNOVER,
		customers: [order('5000000.00'), order('4999999.99'), order('1000000.00'), order('999999.99')],
		classes: ['A', 'B', 'B', 'C'],
	},
	{
		why: 'the customer who crosses a bound still belongs to the better class: 50 % is larger than nothing, 80 % is not',
		source: CONTRACT,
		model: PARETO,
		customers: [order(50), order(30), order(15), order(5)],
		classes: ['A', 'A', 'B', 'C'],
	},
	{
		why: 'exactly 70 % held by larger customers is not less than 70 %',
		source: CONTRACT,
		model: PARETO,
		customers: [order(70), order(20), order(10)],
		classes: ['A', 'B', 'C'],
	},
	{
		why: 'one customer alone: nobody is larger, so share 0',
		source: CONTRACT,
		model: PARETO,
		customers: [order(3)],
		classes: ['A'],
	},
	{
		why: 'one customer holds nearly everything and still is A',
		source: CONTRACT,
		model: PARETO,
		customers: [order(9990), order(10)],
		classes: ['A', 'C'],
	},
	{
		why: 'all equal: ties share a class, never split by id',
		source: CONTRACT,
		model: PARETO,
		customers: [order(8), order(8), order(8), order(8)],
		classes: ['A', 'A', 'A', 'A'],
	},
	{
		why: 'a tie on the bound stays together (Haufe table has such a tie: 980, 980)',
		source: 'Haufe, ABC analysis, table of 85 customers: two of them have 980',
		model: PARETO,
		customers: [order(60), order(15), order(15), order(10)],
		classes: ['A', 'A', 'A', 'C'],
	},
	{
		why: 'all zero: no total to divide by, everybody in the last class',
		source: CONTRACT,
		model: PARETO,
		customers: [{}, order(0), order(100, -100)],
		classes: ['C', 'C', 'C'],
	},
	{
		why: 'a negative sum counts as 0 and does not reduce the total',
		source: CONTRACT,
		model: PARETO,
		customers: [order(80), order(20), order(-500)],
		classes: ['A', 'B', 'C'],
	},
	{
		why: 'refunds reduce the order they belong to: 100 − 30 = 70',
		source: CONTRACT,
		model: PARETO,
		customers: [{ orders: [{ amount: 100, refunded: 30 }] }, order(80), order(10)],
		classes: ['A', 'A', 'C'],
	},
	{
		why: 'only confirmed, paid and refunded orders count',
		source: CONTRACT,
		model: TURNOVER,
		customers: ['confirmed', 'paid', 'refunded', 'draft', 'cancelled'].map((status) => ({
			orders: [{ amount: 6_000_000, status }],
		})),
		classes: ['A', 'A', 'A', 'C', 'C'],
	},
	{
		why: 'the window is half-open: 2025-03-01T08:00+08:00 is inside, as_of itself is outside',
		source: CONTRACT,
		model: TURNOVER,
		customers: [
			'2025-02-28T23:59:59.999Z',
			'2025-03-01T00:00:00.000Z',
			'2026-02-28T23:59:59.999Z',
			'2026-03-01T00:00:00.000Z',
		].map((instant) => ({ orders: [{ amount: 6_000_000, placedAt: new Date(instant) }] })),
		classes: ['C', 'A', 'A', 'C'],
	},
	{
		why: 'percentile over customers with value: 2 of 10 have more than the third, so the third is below 20 %',
		source: CONTRACT,
		model: PYRAMID,
		customers: [...[10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((amount) => order(amount)), {}],
		classes: ['VIP', 'ordinary', ...Array.from({ length: 9 }, () => 'small')],
	},
	{
		why: 'class C with high potential becomes A; other potentials change nothing',
		source: HANDBOOK,
		model: { ...TURNOVER, potential_matrix: [{ class: 'C', potential: 'high', result: 'A' }] },
		customers: [
			{ ...order(5), fields: { growth_potential: 'high' } },
			{ ...order(5), fields: { growth_potential: 'medium' } },
			{ ...order(2_000_000), fields: { growth_potential: 'high' } },
		],
		classes: ['A', 'C', 'B'],
	},
	{
		why: 'an insolvent B becomes C',
		source: HANDBOOK,
		model: { ...TURNOVER, risk_class: 'C' },
		customers: [{ ...order(2_000_000), fields: { risk: 'insolvent' } }, order(2_000_000)],
		classes: ['C', 'B'],
	},
	{
		why: 'risk lowers at most to its class and never raises; watch is not insolvent',
		source: CONTRACT,
		model: { ...TURNOVER, risk_class: 'B' },
		customers: [
			{ ...order(6_000_000), fields: { risk: 'insolvent' } },
			{ ...order(6_000_000), fields: { risk: 'watch' } },
			{ ...order(5), fields: { risk: 'insolvent' } },
		],
		classes: ['B', 'A', 'C'],
	},
	{
		why: 'basis order_count counts orders, whatever they are worth',
		source: CONTRACT,
		model: {
			...TURNOVER,
			basis: 'order_count',
			classes: [{ code: 'A', bound: 3 }, { code: 'B', bound: 2 }, { code: 'C' }],
		},
		customers: [order(1, 1, 1), order(1, 1_000_000), order(9_000_000)],
		classes: ['A', 'B', 'C'],
	},
	{
		why: 'archived and merged customers are not scored',
		source: CONTRACT,
		model: TURNOVER,
		customers: [
			{ ...order(6_000_000), fields: { status: 'archived' } },
			{ ...order(6_000_000), fields: { merged_into: '00000000-0000-4000-8000-000000000001' } },
			order(6_000_000),
		],
		classes: ['', '', 'A'],
	},
];

eachDatabase('worked examples', (_name, connect) => {
	let knex: Knex;

	beforeEach(async () => {
		knex = await connect();
		await createScoringTables(knex);
	});

	test.each(EXAMPLES)('$why ($source)', async ({ model, customers, classes }) => {
		const ids = await addCustomers(knex, customers);
		const modelId = await addModel(knex, model);
		const answer = await run(portsOn(knex), String(model['key']));
		const stored = await classesOf(knex, modelId);
		expect(ids.map((id) => stored.get(id) ?? '')).toEqual(classes);
		expect(sum(answer.classes.map((item) => item.customers))).toBe(answer.customers);
		expect((await run(portsOn(knex), String(model['key']))).changed).toBe(0);
	});

	test('an empty database scores nobody and divides by nothing', async () => {
		await addModel(knex, PARETO);
		const answer = await run(portsOn(knex), 'pareto');
		expect(answer).toMatchObject({ customers: 0, changed: 0 });
		expect(answer.classes.map((item) => item.value_share)).toEqual([0, 0, 0]);
	});

	describe('the published table of Haufe (85 customers, total 59,785)', () => {
		const top = [9000, 7890, 6320, 3600, 2800, 2500, 1260, 1200, 980, 980, 920, 780, 480];
		const rest = 59_785 - sum(top);

		test('cumulative shares put the first thirteen into A, because they hold 64.75 %', async () => {
			const others = Array.from({ length: 72 }, (_, index) => Math.floor(rest / 72) + (index < rest % 72 ? 1 : 0));
			const ids = await addAmounts(knex, [...top, ...others]);
			const modelId = await addModel(knex, PARETO);
			await run(portsOn(knex), 'pareto');
			const stored = await classesOf(knex, modelId);
			expect(ids.slice(0, 13).map((id) => stored.get(id))).toEqual(top.map(() => 'A'));
			const told = await Promise.all(ids.slice(0, 13).map((id) => explainCustomer(portsOn(knex), 'pareto', id)));
			const percents = told.map((answer) => (answer.ok ? Math.round(answer.data.cumulative_share * 10_000) / 100 : answer.reason));
			// As printed, but for the tie of two at 980: printed 59.46 and 61.10, here both have what both hold.
			expect(percents).toEqual([15.05, 28.25, 38.82, 44.84, 49.53, 53.71, 55.82, 57.82, 61.1, 61.1, 62.64, 63.95, 64.75]);
		});
	});
});

async function run(ports: Ports, key: string): Promise<RunAnswer> {
	const result = await runModel(ports, { key });
	if (!result.ok) throw new Error(JSON.stringify(result));
	return result.data;
}

function sum(numbers: number[]): number {
	return numbers.reduce((total, number) => total + number, 0);
}
