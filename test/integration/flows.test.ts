import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../rights/world.ts';

interface Run {
	run: string | null;
	dry_run: boolean;
	model: string;
	customers: number;
	moved: number;
	classes: { code: string; customers: number }[];
}

describe('a Flow that scores', () => {
	let world: World;
	let flow: string;
	/** What was told before the Flow. */
	let since: number;
	const operation = randomUUID();
	beforeAll(async () => {
		world = await createWorld('reference');
		const { crm, customers } = world;
		const order = (number: string, customer: string, amount: number) =>
			crm.knex('crm_orders').insert({ id: randomUUID(), number, customer, amount, status: 'paid', currency: 'CNY', placed_at: new Date(Date.now() - 86_400_000) });
		await order('F-1', customers.own, 9_000_000);
		await order('F-2', customers.foreign, 100);
		expect((await crm.call('POST', '/crm/abc/models/turnover/run', {})).status).toBe(200);
		since = Number((await crm.knex('crm_events').max({ seq: 'seq' }).first())?.['seq'] ?? 0);
		await crm.knex('crm_orders').where({ number: 'F-2' }).update({ amount: 9_000_000 });
		const options = { method: 'GET', async: false, return: '$last' };
		const { data } = await crm.call<{ id: string }>('POST', '/flows', { name: 'scores', status: 'active', trigger: 'webhook', options });
		flow = data.id;
		const place = { flow, key: 'score', name: 'score', type: 'crm-abc-run-scoring', position_x: 1, position_y: 1 };
		await crm.call('POST', '/operations', { id: operation, ...place, options: {} });
		await crm.call('PATCH', `/flows/${flow}`, { operation });
	});
	afterAll(() => world.stop());

	async function score(options: object): Promise<Run> {
		await world.crm.call('PATCH', `/operations/${operation}`, { options });
		const { status, text } = await world.as('manager', 'GET', `/flows/trigger/${flow}`);
		expect(status).toBe(200);
		return JSON.parse(text) as Run;
	}
	const scores = () => world.crm.knex('crm_customer_scores').orderBy('id').select('id', 'class', 'scored_at');
	const facts = (): Promise<{ actor: string | null }[]> =>
		world.crm.knex('crm_events').where({ type: 'crm.abc.customers_reclassified' }).where('seq', '>', since).select('actor');

	it('with dry_run hands on what would change, and writes nothing', async () => {
		const before = await scores();
		expect(await score({ model: 'turnover', dry_run: true })).toMatchObject({ run: null, dry_run: true, model: 'turnover', moved: 1 });
		expect(await scores()).toEqual(before);
		expect(await facts()).toEqual([]);
	});

	it('hands on the class table, and whoever set it off is the actor of the fact', async () => {
		const done = await score({ model: 'turnover' });
		expect(done).toMatchObject({ run: expect.any(String) as string, dry_run: false, moved: 1 });
		expect(done.classes.reduce((sum, { customers }) => sum + customers, 0)).toBe(done.customers);
		expect(await facts()).toEqual([{ actor: world.users.manager }]);
	});
});
