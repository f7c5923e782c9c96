import type { Knex } from 'knex';
import { beforeEach, expect, it } from 'vitest';
import { runModel } from '../../../extensions/abc-scoring/src/application/run-model.ts';
import { misclassified } from '../../../extensions/abc-scoring/src/api/sql/misclassified.ts';
import { eachDatabase } from '../../support/databases.ts';
import { addCustomers, addModel, createScoringTables, NOW, PARETO, portsOn, TURNOVER, type Row } from '../../support/scoring.ts';

eachDatabase('the audit of value classes', (_name, connect) => {
	let knex: Knex;
	let north: string;
	let south: string;
	let minutes: number;

	/** `region` scores the north only and comes first; `turnover` takes everybody; `pareto` is not primary. */
	beforeEach(async () => {
		knex = await connect();
		minutes = 0;
		await createScoringTables(knex);
		[north, south] = (await addCustomers(knex, [{ orders: [{ amount: 6_000_000 }] }, { orders: [{ amount: 2_000_000 }] }])) as [string, string];
		await addModel(knex, { ...TURNOVER, is_primary: true });
		await addModel(knex, { ...PARETO, is_primary: false });
		await addModel(knex, {
			key: 'region', method: 'thresholds', is_primary: true, customer_filter: { _ids: [north] },
			classes: [{ code: 'TOP', label: 'Top', bound: 1 }, { code: 'REST', label: 'Rest' }],
		});
		for (const key of ['region', 'pareto', 'turnover']) await run(key);
	}, 60_000);

	const later = (): Date => new Date(NOW.getTime() + ++minutes * 60_000);
	async function run(key: string): Promise<void> {
		const result = await runModel(portsOn(knex, { now: later() }), { key, asOf: NOW });
		if (!result.ok) throw new Error(JSON.stringify(result));
	}
	const change = (key: string, fields: Row) => knex('crm_scoring_models').where({ key }).update({ date_updated: later(), ...fields });
	const harm = (id: string) => knex('crm_customers').where({ id }).update({ value_class: 'X' });
	const wrong = async (): Promise<string[]> => (await misclassified(knex)).sort();

	it('names customers whose class is not that of their primary model', async () => {
		expect(await wrong()).toEqual([]);
		await harm(north);
		await harm(south);
		expect(await wrong()).toEqual([north, south].sort());
	});

	it.each<[string, string, Row]>([
		['another model was renamed', 'pareto', { name: 'Other' }],
		['a primary model was renamed', 'turnover', { name: 'Other' }],
		['its classes were changed and it did not run yet', 'turnover', { classes: JSON.stringify([{ code: 'Q', label: 'Q', bound: 1 }, { code: 'R', label: 'R' }]) }],
		['its customers were changed and it did not run yet', 'region', { customer_filter: JSON.stringify({ _ids: [] }) }],
		['one of them is switched off', 'region', { enabled: false }],
	])('a changed class is seen, and no other, when %s', async (_why, key, fields) => {
		await change(key, fields);
		expect(await wrong()).toEqual([]);
		await harm(north);
		await harm(south);
		expect(await wrong()).toEqual([north, south].sort());
	});

	it('between a new primary model and its run, classes are those of before', async () => {
		await change('turnover', { is_primary: false });
		await change('pareto', { is_primary: true });
		expect(await wrong()).toEqual([]);
		await run('pareto');
		expect(await wrong()).toEqual([]);
		await harm(south);
		expect(await wrong()).toEqual([south]);
	});

	it('so they are after one that was primary for a moment', async () => {
		await knex('crm_orders').where({ customer: south }).update({ amount: 10_000 });
		await run('turnover');
		await change('turnover', { is_primary: false });
		await change('pareto', { is_primary: true });
		await run('pareto');
		await change('pareto', { is_primary: false });
		await change('turnover', { is_primary: true });
		expect(await wrong()).toEqual([]);
		await run('turnover');
		await harm(south);
		expect(await wrong()).toEqual([south]);
	});

	it('and after one that is gone', async () => {
		const { id } = await knex('crm_scoring_models').where({ key: 'region' }).first('id');
		await knex('crm_customer_scores').where({ model: id }).del();
		await knex('crm_scoring_models').where({ id }).del();
		expect(await wrong()).toEqual([]);
		await run('turnover');
		expect((await knex('crm_customers').where({ id: north }).first('value_class')).value_class).toBe('A');
		await harm(north);
		expect(await wrong()).toEqual([north]);
	});

	it('a model that never ran says nothing about the others', async () => {
		await addModel(knex, { ...TURNOVER, key: 'draft', is_primary: true, enabled: false, customer_filter: { _ids: [south] } });
		await harm(south);
		expect(await wrong()).toEqual([south]);
	});

	it('a model that was switched off before the order changed is not asked, the others are', async () => {
		await change('region', { enabled: false, sort: 2 });
		await addModel(knex, { ...PARETO, key: 'second', is_primary: true, sort: 1, customer_filter: { _ids: [] } });
		await run('second');
		await run('turnover');
		await harm(north);
		await harm(south);
		expect(await wrong()).toEqual([south]);
	});

	it('runs of before their order was noted say nothing', async () => {
		const runs = await knex('crm_score_runs').select('id', 'model_snapshot');
		for (const { id, model_snapshot: text } of runs) {
			const snapshot = { ...(JSON.parse(text as string) as Row), primaries: undefined };
			await knex('crm_score_runs').where({ id }).update({ model_snapshot: JSON.stringify(snapshot) });
		}
		await harm(south);
		expect(await wrong()).toEqual([]);
		await run('turnover');
		await harm(south);
		expect(await wrong()).toEqual([south]);
	});
});
