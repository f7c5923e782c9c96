import { randomUUID } from 'node:crypto';
import { scoringModelRows } from '@guanxi/seeds/reference/scoring-models';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Instance } from '../support/instance.ts';

type Row = Record<string, unknown>;

const CLASSES = [{ code: 'A', label: 'A', bound: 1000 }, { code: 'B', label: 'B', bound: null }];
const OURS = scoringModelRows.map(({ key }) => key);
const PARETO = scoringModelRows.find(({ unless }) => unless)!.key;

/** Our first model takes every customer, and only one model may: where an administrator has such a one, ours is not planted. */
eachInstance('rows that are planted unless there are such rows', ({ reference }) => {
	let crm: Instance;
	beforeAll(async () => {
		crm = await startInstance(reference);
	});
	afterAll(() => crm.stop());

	/** As after an install that was killed before it planted our models. */
	async function forgetModels(): Promise<void> {
		await crm.knex('crm_customer_scores').del();
		await crm.knex('crm_scoring_models').del();
		await crm.knex('crm_meta').where('key', 'like', 'seed:crm_scoring_models:%').del();
	}
	const models = (): Promise<Row[]> => crm.knex('crm_scoring_models').orderBy('key').select();
	async function install(): Promise<{ items: string[]; created: number }> {
		const { status, data, text } = await crm.call<{ items: string[]; created: number }>('POST', '/crm/system/install', {});
		expect(status, text).toBe(200);
		return data;
	}
	const create = async (model: Row): Promise<string> => {
		const { data, errors } = await crm.call<{ id: string }>('POST', '/items/crm_scoring_models', { method: 'thresholds', classes: CLASSES, ...model });
		expect(errors).toEqual([]);
		return data.id;
	};
	const planted = async (): Promise<string[]> =>
		crm.knex('crm_scoring_models').whereIn('id', OURS).orderBy('id').pluck('id') as Promise<string[]>;

	it('leave an administrator’s models as they are, and do not rival them', async () => {
		await forgetModels();
		await create({ key: 'mine', name: 'Mine', is_primary: true, sort: 9 });
		await create({ key: 'north', name: 'North', is_primary: true, customer_filter: { region: { _eq: 'North' } } });
		// The key of a model of ours.
		await create({ key: 'turnover', name: 'My turnover', window_months: 6 });
		const before = await models();
		await install();
		const after = await models();
		expect(after.filter(({ id }) => !OURS.includes(String(id)))).toEqual(before);
		const taken = scoringModelRows.filter(({ key, row }) => key === PARETO || row['key'] === 'turnover').map(({ key }) => key);
		expect(await planted()).toEqual(OURS.filter((key) => !taken.includes(key)).sort());
		const audit = await crm.call<{ checks: { name: string; ok: boolean }[] }>('POST', '/crm/system/audit', {});
		expect(audit.data.checks.find(({ name }) => name === 'abc.one_primary_model_takes_everybody')).toMatchObject({ ok: true });
	});

	it('stay away for good: also from a later install, and when the reason is gone', async () => {
		const before = await models();
		await install();
		expect(await models()).toEqual(before);
		const pyramid = before.find(({ key }) => key === 'pyramid')!;
		expect((await crm.call('POST', `/crm/abc/models/${String(pyramid['key'])}/primary`, {})).status).toBe(200);
		await crm.call('DELETE', `/items/crm_scoring_models/${String(before.find(({ key }) => key === 'mine')!['id'])}`);
		const left = await models();
		await install();
		expect(await models()).toEqual(left);
	});

	it('are planted next to a primary model that takes some customers only', async () => {
		await forgetModels();
		const north = { id: randomUUID(), key: 'north', name: 'North', method: 'thresholds', basis: 'turnover', window_months: 12, is_primary: true };
		await crm.knex('crm_scoring_models').insert({
			...north, classes: JSON.stringify(CLASSES), customer_filter: JSON.stringify({ region: { _eq: 'North' } }),
		});
		const before = await models();
		await install();
		expect(await planted()).toEqual([...OURS].sort());
		expect((await models()).filter(({ id }) => id === north.id)).toEqual(before);
	});
}, { isLong: true });
