import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { beforeAll, expect, test } from 'vitest';
import { runModel } from '../../../extensions/abc-scoring/src/application/run-model.ts';
import type { RunAnswer } from '../../../extensions/abc-scoring/src/contract/answers.ts';
import { eachDatabase, type DatabaseName } from '../../support/databases.ts';
import { addCustomers, addModel, createScoringTables, NOW, PARETO, portsOn, PYRAMID, type Row } from '../../support/scoring.ts';
import { anyStep, type Company } from './incremental-steps.ts';

/** Each takes a fifth of a second and more; `.ci/run` has less time. */
const RUNS: Record<DatabaseName, number> = process.env['GUANXI_TEST_SHORT']
	? { SQLite: 60, PostgreSQL: 40, MariaDB: 25 }
	: { SQLite: 120, PostgreSQL: 80, MariaDB: 50 };
const DAY_MS = 86_400_000;

/** What happens between two runs, which model runs then, and as of which day. */
const chapter = fc.record({
	steps: fc.array(anyStep, { maxLength: 5 }),
	model: fc.constantFrom(0, 0, 0, 1, 2, 2),
	days: fc.integer({ min: -10, max: 10 }),
});

eachDatabase('runs that refresh only what changed', (name, connect) => {
	let kept: Knex;
	let full: Knex;

	beforeAll(async () => {
		[kept, full] = [await connect(), await connect()];
		for (const knex of [kept, full]) await createScoringTables(knex);
	}, 60_000);

	test('leave what a twin that always computes everything leaves', async () => {
		let refreshed = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(fc.nat(900_000), { maxLength: 12 }), fc.array(chapter, { minLength: 2, maxLength: 8 }), async (cents, chapters) => {
				const company = await found(cents);
				for (const [index, { steps, model, days }] of chapters.entries()) {
					for (const step of steps) for (const knex of [kept, full]) await step(knex, company);
					const when = { asOf: new Date(NOW.getTime() + days * DAY_MS), now: new Date(NOW.getTime() + index * 1000) };
					const key = KEYS[model]!;
					const answer = await run(kept, { company, key, ...when });
					await full('crm_score_work').del();
					expect(answer).toEqual(await run(full, { company, key, ...when }));
					expect(await stateOf(kept)).toEqual(await stateOf(full));
					refreshed += Number((await kept('crm_score_work').whereNotNull('refreshed').count('* as n').first())?.['n']);
				}
			}),
			{ numRuns: RUNS[name] },
		);
		// Else this compared full runs with full runs.
		expect(refreshed).toBeGreaterThan(RUNS[name]);
	}, 600_000);

	/** The same company in both databases: one customer per amount, three models. */
	async function found(cents: number[]): Promise<Company> {
		const customers = cents.map((amount) => ({
			fields: { id: randomUUID() },
			orders: [{ id: randomUUID(), amount: (amount / 100).toFixed(2) }],
		}));
		const models = [PARETO, PYRAMID, COUNTS].map((model): Row => ({ ...(model === PYRAMID ? {} : ADJUSTED), ...model, id: randomUUID() }));
		for (const knex of [kept, full]) {
			for (const table of TABLES) await knex(table).del();
			await addCustomers(knex, customers);
			await knex('crm_orders').update({ number: knex.ref('id') });
			for (const model of models) await addModel(knex, model);
		}
		return {
			customers: customers.map(({ fields }) => fields.id),
			orders: customers.map(({ orders }) => orders[0]!.id),
			models: models.map(({ id }) => String(id)),
			rates: [{ currency: 'USD', rate: '7.18', valid_from: null }],
		};
	}
});

const ADJUSTED: Row = { potential_matrix: [{ class: 'C', potential: 'high', result: 'A' }], risk_class: 'C' };
const COUNTS: Row = {
	key: 'counts',
	method: 'thresholds',
	basis: 'order_count',
	classes: [{ code: 'A', bound: 3 }, { code: 'B', bound: 1 }, { code: 'C' }],
};
const KEYS = ['pareto', 'pyramid', 'counts'];
const TABLES = ['crm_customers', 'crm_orders', 'crm_scoring_models', 'crm_customer_scores', 'crm_class_history', 'crm_score_runs'];

async function run(
	knex: Knex,
	{ company, key, asOf, now }: { company: Company; key: string; asOf: Date; now: Date },
): Promise<RunAnswer | string> {
	const settings = { timezone: 'Asia/Shanghai', currency: 'CNY', exchangeRates: company.rates };
	const result = await runModel(portsOn(knex, { settings, now }), { key, asOf });
	if (!result.ok) return result.reason;
	return { ...result.data, run: null, duration_ms: 0 };
}

/** Everything a run writes, but for generated ids and the order of rows. */
async function stateOf(knex: Knex): Promise<unknown> {
	const plain = (rows: Row[], ...keys: string[]) =>
		rows.map((row) => JSON.stringify(keys.map((key) => row[key] ?? null))).sort();
	const runs: Row[] = await knex('crm_score_runs');
	const runOf = new Map(runs.map((row) => [row['id'], new Date(row['started_at'] as string).getTime()]));
	const history: Row[] = await knex('crm_class_history');
	return {
		scores: plain(await knex('crm_customer_scores'), 'model', 'customer', 'class', 'base_class', 'value', 'reason', 'scored_at'),
		history: plain(history.map((row) => ({ ...row, at: runOf.get(row['run']) })), 'at', 'model', 'customer', 'from_class',
			'to_class', 'value_before', 'value_after', 'driver'),
		customers: plain(await knex('crm_customers'), 'id', 'value_class', 'value_class_since', 'turnover_12m', 'order_count_12m'),
		runs: plain(runs, 'model', 'state', 'customers', 'changed', 'moved', 'totals', 'cut_points', 'classes', 'curve', 'incomplete'),
	};
}
