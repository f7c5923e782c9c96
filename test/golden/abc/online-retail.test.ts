import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Papa from 'papaparse';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Knex } from 'knex';
import { toMinor, fromMinor } from '@guanxi/core/money';
import { explainCustomer } from '../../../extensions/abc-scoring/src/application/explain-customer.ts';
import { readPareto, readSummary } from '../../../extensions/abc-scoring/src/application/read-summary.ts';
import { runModel } from '../../../extensions/abc-scoring/src/application/run-model.ts';
import { eachDatabase } from '../../support/databases.ts';
import { addModel, createScoringTables, insertAll, PARETO, portsOn, PYRAMID } from '../../support/scoring.ts';

/**
 * Real invoices of 4,338 customers (UCI Online Retail, CC BY 4.0). Expected figures were computed independently in the
 * scoring study (design/scoring.md 1.4) with the exclusive rule.
 */
const FILE = resolve(import.meta.dirname, '../../../../shared/data/online-retail-invoices.csv');
const AS_OF = '2011-12-10';
const isThere = existsSync(FILE);

describe.skipIf(!isThere)(`real orders of a gift wholesaler${isThere ? '' : ' (skipped: the data file is absent)'}`, () => {
	eachDatabase('UCI Online Retail', (_name, connect) => {
		let knex: Knex;
		let best: string;

		beforeAll(async () => {
			knex = await connect();
			await createScoringTables(knex);
			best = await importInvoices(knex);
			await addModel(knex, { ...PARETO, window_months: 24 });
			await addModel(knex, { ...PYRAMID, window_months: 24 });
		}, 120_000);

		const ports = () => portsOn(knex, { settings: { timezone: 'Europe/London', currency: 'GBP' } });

		test('70/20/10 gives A 688, B 1220, C 2430 with the cuts 2552.21 and 814.50', async () => {
			const result = await runModel(ports(), { key: 'pareto', asOf: AS_OF });
			if (!result.ok) throw new Error(result.reason);
			expect(result.data.classes.map((item) => item.customers)).toEqual([688, 1220, 2430]);
			expect(result.data.cut_points.map((point) => point.value)).toEqual([2552.21, 814.5, null]);
			expect(result.data.customers).toBe(4338);
		});

		test('the pyramid: the top 1, 5 and 20 percent (44, 217, 868) hold 32.00, 50.38 and 74.62 percent', async () => {
			const result = await runModel(ports(), { key: 'pyramid', asOf: AS_OF });
			if (!result.ok) throw new Error(result.reason);
			const { classes } = result.data;
			expect(classes.map((item) => item.customers)).toEqual([44, 173, 651, 3470]);
			const shares = classes.map((item) => item.value_share);
			const cumulative = [0, 1, 2].map((last) => shares.slice(0, last + 1).reduce((sum, share) => sum + share, 0));
			expect(cumulative.map((share) => Math.round(share * 10_000) / 100)).toEqual([32, 50.38, 74.62]);
		});

		test('the curve passes the published points and the best customer is explained', async () => {
			const curve = await readPareto(ports(), 'pareto', 1001);
			if (!curve.ok) throw new Error(curve.reason);
			const at = (share: number) => curve.data.find((point) => point.customer_share >= share)!.value_share;
			expect(at(0.2)).toBeCloseTo(0.746, 2);
			const summary = await readSummary(ports(), 'pareto');
			expect(summary.ok && summary.data.value).toBeCloseTo(8_911_407.9, 0);
			const answer = await explainCustomer(ports(), 'pareto', best);
			if (!answer.ok) throw new Error(answer.reason);
			expect(answer.data).toMatchObject({ class: 'A', rank: 1, next_border_up: null, next_border_down: 2552.21 });
		});
	});
});

/** Returns the id of the customer with the largest turnover, number 14646. */
async function importInvoices(knex: Knex): Promise<string> {
	const { data } = Papa.parse<Record<string, string>>(readFileSync(FILE, 'utf8'), { header: true, skipEmptyLines: true });
	const ids = new Map([...new Set(data.map((row) => row['CustomerID']!))].map((code) => [code, randomUUID()]));
	const customers = [...ids].map(([code, id]) => ({ id, code, name: code, status: 'active', risk: 'none' }));
	await insertAll(knex, 'crm_customers', customers);
	const orders = data.map((row) => ({
		id: randomUUID(),
		number: row['InvoiceNo'],
		customer: ids.get(row['CustomerID']!),
		status: 'paid',
		placed_at: new Date(`${row['InvoiceDate']}T00:00:00Z`),
		amount: fromMinor(toMinor(row['TotalPrice']!)!),
		currency: 'GBP',
	}));
	await insertAll(knex, 'crm_orders', orders);
	return ids.get('14646')!;
}
