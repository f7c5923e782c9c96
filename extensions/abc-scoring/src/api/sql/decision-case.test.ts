import fc from 'fast-check';
import knexModule from 'knex';
import { afterAll, expect, test } from 'vitest';
import { convert, ratePeriods } from '../../domain/currency.ts';
import { decide, rulesOf, type CustomerFacts } from '../../domain/classify.ts';
import { readModel } from '../../domain/model.ts';
import { decisionCase, numberedOutcomes, numberOf, potentialNumber } from './decision-case.ts';
import { dialectOf } from './dialect.ts';
import { orderValue } from './order-value.ts';

const knex = knexModule({ client: 'sqlite3', connection: ':memory:', useNullAsDefault: true });
afterAll(() => knex.destroy());

const CODES = ['A', 'B', 'C', 'D'];
const position = fc.nat(3);
const rules = fc
	.record({
		cuts: fc.array(fc.option(fc.integer({ min: 1, max: 30 })), { minLength: 3, maxLength: 3 }),
		slack: fc.nat(6),
		cells: fc.array(fc.tuple(position, fc.constantFrom('low', 'medium', 'high'), position), { maxLength: 5 }),
		risk: fc.option(position),
		hysteresis: fc.constantFrom(0, 10),
	})
	.map(({ cuts, slack, cells, risk, hysteresis }) => {
		const model = readModel({
			classes: CODES.map((code) => ({ code })),
			potential_matrix: cells.map(([from, potential, to]) => ({ class: CODES[from], potential, result: CODES[to] })),
			risk_class: risk === null ? null : CODES[risk],
			hysteresis_percent: hysteresis,
		});
		const falling = cuts.filter((cut) => cut !== null).sort((a, b) => b - a);
		const points = CODES.map((code, index) => {
			const cut = index === 3 || cuts[index] === null ? null : falling.shift()!;
			return { code, cut, heldCut: cut === null ? null : Math.max(1, cut - slack) };
		});
		return rulesOf(model, points);
	});
const facts: fc.Arbitrary<CustomerFacts> = fc.record({
	value: fc.integer({ min: 0, max: 32 }),
	previous: fc.option(position),
	potential: fc.constantFrom(null, 'low', 'medium', 'high'),
	isInsolvent: fc.boolean(),
});

test('the CASE of SQL decides like the domain, at every border', async () => {
	await fc.assert(
		fc.asyncProperty(rules, fc.array(facts, { minLength: 20, maxLength: 60 }), async (chosen, customers) => {
			const columns = { value: 'v', held: 'h', potential: 'p', risk: 'r' };
			const rows = customers.map(
				({ value, previous, potential, isInsolvent }) =>
					`SELECT ${value} AS v, ${previous ?? 'NULL'} AS h, ${potentialNumber(potential)} AS p, ${isInsolvent ? 1 : 0} AS r`,
			);
			const sql = `SELECT ${decisionCase(chosen, columns, numberOf)} AS number FROM (${rows.join(' UNION ALL ')}) t`;
			const decided = (await knex.raw<{ number: number }[]>(sql)).map((row) => row.number);
			expect(decided).toEqual(customers.map((customer) => numberOf(decide(customer, chosen))));
			const known = new Set(numberedOutcomes(chosen).map((item) => item.number));
			for (const number of decided) expect(known).toContain(number);
		}),
		{ numRuns: 300 },
	);
});

test('SQL converts currencies like the domain', async () => {
	const rates = fc.constantFrom('7.1834', '0.000285', '1409.5', '0.5', '1', '123456.789');
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }), rates, async (minor, rate) => {
			const periods = ratePeriods([{ currency: 'X', rate }], 'CNY', 'UTC');
			const { sql, bindings } = orderValue(dialectOf(knex), { timezone: 'UTC', currency: 'CNY', rates: periods });
			const order = `SELECT ${minor / 100} AS amount, 0 AS refunded_amount, 'X' AS currency, 1 AS placed_at`;
			const rows = await knex.raw<{ value: number }[]>(`SELECT ${sql} AS value FROM (${order}) o`, bindings as string[]);
			expect(rows[0]!.value || 0).toBe(convert(minor, periods[0]!));
		}),
	);
});
