import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directus } from '../../scripts/lib/directus.ts';
import type { Environment } from '../../scripts/lib/environment.ts';
import { COMPAT_CLI, whyNoCompat } from '../support/compat.ts';
import { serve, type Instance } from '../support/instance.ts';
import { freePort } from '../support/postgres-cluster.ts';
import { RUN_FOLDER, testEnvironment } from '../support/templates.ts';

const reason = whyNoCompat();
const suite = reason ? describe.skip : describe;

/** What an unlicensed Directus 12 allows. */
const COLLECTIONS = 25;

async function bareDirectus12(): Promise<Environment> {
	const folder = join(RUN_FOLDER, `compat-${randomUUID().slice(0, 8)}`);
	const env = testEnvironment(folder, { PORT: String(await freePort()), CRM_SEED: 'reference', SERVE_APP: 'true' });
	await directus(['bootstrap'], env, COMPAT_CLI);
	return env;
}

suite(`Directus 12 without a licence${reason ? ` (skipped: ${reason})` : ''}`, () => {
	let crm: Instance;
	beforeAll(async () => {
		const env = await bareDirectus12();
		await directus(['crm', 'setup', '--fingerprint', 'test'], env, COMPAT_CLI);
		crm = await serve(env, COMPAT_CLI);
	});
	afterAll(() => crm?.stop());

	it('is Directus 12, and every bundle is loaded', async () => {
		const { data } = await crm.call<{ versions: { directus: string }; plugins: { id: string; up_to_date: boolean }[] }>('GET', '/crm/system/status');
		expect(data.versions.directus).toMatch(/^12\./);
		expect(data.plugins.map(({ id }) => id)).toEqual(['core', 'abc', 'complaints', 'loyalty']);
		expect(data.plugins.every(({ up_to_date: done }) => done)).toBe(true);
	});

	it('says which rules the roles have, and what is missing', async () => {
		const roles = { ruleset: 'basic', missing: expect.stringContaining('no row rules') as unknown };
		expect((await crm.call('GET', '/crm/system/status')).data).toMatchObject({ roles });
		expect((await crm.call('POST', '/crm/system/install', { dry_run: true })).data).toMatchObject({ created: 0, roles });
	});

	it('installs within 25 collections', async () => {
		const { data } = await crm.call<{ collection: string; meta: object | null; schema: unknown }[]>('GET', '/collections');
		const own = data.filter(({ collection, meta, schema }) => meta && schema && !collection.startsWith('directus_'));
		expect(own.length).toBeGreaterThan(5);
		expect(own.length).toBeLessThanOrEqual(COLLECTIONS);
	});

	it('a customer, an order, a run: the class arrives at the customer', async () => {
		const { data: customer } = await crm.call<{ id: string; code: string }>('POST', '/items/crm_customers', { name: 'Zwölf' });
		expect(customer.code).toBe('C000001');
		const placed = new Date(Date.now() - 86_400_000).toISOString();
		const order = { number: 'D12-1', customer: customer.id, amount: 10, status: 'paid', placed_at: placed };
		expect((await crm.call('POST', '/items/crm_orders', order)).status).toBe(200);
		expect((await crm.call('POST', '/crm/abc/models/pareto/run', {})).data).toMatchObject({ customers: 1 });
		const { data } = await crm.call<{ value_class: string; turnover_12m: string }>('GET', `/items/crm_customers/${customer.id}`);
		expect([data.value_class, Number(data.turnover_12m)]).toEqual(['A', 10]);
	});

	it('computed fields refuse writes, and wrong models are refused by field', async () => {
		const refused = await crm.call('POST', '/items/crm_customers', { name: 'X', value_class: 'A' });
		expect(refused).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
		const wrong = await crm.call('POST', '/items/crm_scoring_models', { key: 'x', name: 'X', method: 'thresholds', classes: [] });
		expect(wrong.status).toBe(400);
		expect(wrong.errors[0]?.message).toContain('classes');
	});

	it('a member earns and spends', async () => {
		const [{ id: customer }] = (await crm.call<{ id: string }[]>('GET', '/items/crm_customers?limit=1')).data as [{ id: string }];
		const { data: member } = await crm.call<{ id: string }>('POST', '/crm/loyalty/accounts', { program: 'club', customer });
		const move = (what: string, points: number) =>
			crm.call('POST', `/crm/loyalty/accounts/${member.id}/${what}`, { points }, { headers: { 'idempotency-key': what } });
		expect((await move('accruals', 10)).data).toMatchObject({ available: 10 });
		expect((await move('redemptions', 4)).data).toMatchObject({ available: 6 });
	});

	it('orders are imported through the API', async () => {
		const csv = 'number,placed_at,customer,amount\nI-1,2026-06-01,C000001,5\n';
		const { data, status } = await crm.call<{ id: string }>('POST', '/crm/system/imports', csv);
		expect(status).toBe(202);
		let view: { state: string; created: number };
		do ({ data: view } = await crm.call<typeof view>('GET', `/crm/system/imports/${data.id}`));
		while (['queued', 'running'].includes(view.state));
		expect(view).toMatchObject({ state: 'done', created: 1 });
	});

	it('the audit is clean, and the Studio gets our panels', async () => {
		expect((await crm.call('POST', '/crm/system/audit')).data).toMatchObject({ ok: true });
		const { text } = await crm.call('GET', '/extensions/sources/index.js');
		for (const id of ['crm-abc-pareto', 'crm-core-schedule']) expect(text).toContain(id);
	});

	it('installing again changes nothing', async () => {
		const stdout = await directus(['crm', 'install', '--json'], crm.env, COMPAT_CLI);
		expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({ created: 0 });
	});
});
