import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startInstance, type Instance } from '../support/instance.ts';
import { extensionsWith } from '../support/third-party.ts';

/** A third party's bundle in which everything throws stands beside ours; see test/fixtures/throwing. */
describe('what throws', () => {
	let crm: Instance;
	let extensions: Awaited<ReturnType<typeof extensionsWith>>;
	beforeAll(async () => {
		extensions = await extensionsWith('throwing');
		crm = await startInstance('reference', { EXTENSIONS_PATH: extensions.path });
	});
	afterAll(async () => {
		await crm.stop();
		extensions.remove();
	});

	const logged = (text: string | RegExp): Promise<void> => vi.waitFor(() => expect(crm.log()).toMatch(text), { timeout: 20_000 });
	const lives = async (): Promise<void> => expect((await crm.call('GET', '/server/ping')).text).toBe('pong');
	const product = (name: string) => crm.call('POST', '/items/crm_products', { name, sku: randomUUID() });

	it('in an endpoint within route() becomes a 500 in the form of the contract, and a line in the log', async () => {
		const { status, errors } = await crm.call('GET', '/throwing/route', undefined, { token: null });
		expect([status, errors]).toEqual([500, [{ message: 'An unexpected error occurred.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }]]);
		await logged('thrown in a wrapped endpoint');
		expect((await crm.call('GET', '/throwing/nothing')).errors[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
		await lives();
	});

	it('in a filter hook refuses the write', async () => {
		expect((await product('filter')).status).toBe(500);
		await logged('thrown in a filter hook');
		await lives();
	});

	it('in an action hook reaches the log; the row is saved', async () => {
		expect((await product('action')).status).toBe(200);
		await logged('thrown in an action hook');
		await lives();
	});

	it('in two action hooks at once, one of them at once, does not end the process', async () => {
		await product('both');
		await logged('thrown in an action hook at once');
		await logged('nobody looked at it');
		await lives();
	});

	it('in a job and in init hooks reaches the log', async () => {
		await logged('thrown in a job');
		await logged('thrown in an init hook');
		await logged('thrown in a late init hook');
		await lives();
	});

	it('in a Flow operation ends that run of the Flow; of ours, the Flow and the log learn why', async () => {
		const operation = randomUUID();
		const flow = { name: 'throws', status: 'active', trigger: 'webhook', options: { method: 'GET', async: false, return: '$last' } };
		const { data } = await crm.call<{ id: string }>('POST', '/flows', flow);
		const place = { flow: data.id, key: 'op', name: 'op', position_x: 1, position_y: 1 };
		const run = async (type: string, options: object) => {
			await crm.call('PATCH', `/operations/${operation}`, { type, options });
			return crm.call('GET', `/flows/trigger/${data.id}`);
		};
		await crm.call('POST', '/operations', { id: operation, type: 'throwing-operation', ...place });
		await crm.call('PATCH', `/flows/${data.id}`, { operation });
		expect((await run('throwing-operation', {})).status).toBe(200);
		const refused = await run('crm-abc-run-scoring', {});
		expect(JSON.parse(refused.text)).toMatchObject({
			message: expect.stringContaining('must name a scoring model') as string,
			extensions: { code: 'INVALID_PAYLOAD', field: 'model' },
		});
		await crm.call('POST', '/throwing/switch/crm.abc.score');
		const broken = await run('crm-abc-run-scoring', { model: 'pareto' });
		expect(JSON.parse(broken.text)).toEqual({ message: 'thrown in crm.abc.score', extensions: { code: 'INTERNAL_SERVER_ERROR' } });
		await logged('Flow operation crm-abc-run-scoring failed');
		await lives();
	});

	it.each([
		{ event: 'crm.core.openapi', method: 'GET', path: '/crm/openapi.json' },
		{ event: 'crm.core.status', method: 'GET', path: '/crm/system/status' },
		{ event: 'crm.abc.score', method: 'POST', path: '/crm/abc/models/pareto/run' },
	])('in a contribution to $event is told to the caller, who asks again with success', async ({ event, method, path }) => {
		await crm.call('POST', `/throwing/switch/${event}`);
		const { status, errors } = await crm.call(method, path, method === 'POST' ? {} : undefined);
		expect([status, errors[0]?.extensions.code]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
		await logged(`thrown in ${event}`);
		await crm.call('POST', '/throwing/switch/none');
		expect((await crm.call(method, path, method === 'POST' ? {} : undefined)).status).toBe(200);
	});

	it('in listeners of a fact neither ends the process nor makes the fact untold', async () => {
		const customer = await crm.call<{ id: string }>('POST', '/items/crm_customers', { name: 'Moved' });
		const placed = new Date(Date.now() - 86_400_000).toISOString();
		const order = { number: randomUUID(), customer: customer.data.id, placed_at: placed, amount: 9, status: 'paid', currency: 'CNY' };
		expect((await crm.call('POST', '/items/crm_orders', order)).status).toBe(200);
		expect((await crm.call('POST', '/crm/abc/models/pareto/run', {})).status).toBe(200);
		await logged('thrown in a listener of a fact at once');
		const facts = await crm.knex('crm_events').where({ type: 'crm.abc.customers_reclassified' });
		expect(facts).toHaveLength(1);
		await lives();
	});

	it('in an endpoint that is not wrapped, or in a timer, reaches the log; other callers notice nothing', async () => {
		const gone = new AbortController();
		const hanging = fetch(`${crm.url}/throwing/bare`, { signal: gone.signal }).catch((error: Error) => error.name);
		await logged('thrown in a bare endpoint');
		gone.abort();
		expect(await hanging).toBe('AbortError');
		expect((await crm.call('GET', '/throwing/timer')).status).toBe(200);
		await logged('thrown in a timer');
		await lives();
	});

	it('in our own action hook reaches the log; the order is saved', async () => {
		await crm.knex.schema.alterTable('crm_customers', (table) => table.renameColumn('last_order_at', 'elsewhere'));
		const { data } = await crm.call<{ customer: string }[]>('GET', '/items/crm_orders?fields=customer&limit=1');
		const order = { number: randomUUID(), customer: data[0]!.customer, placed_at: '2026-01-05T00:00:00Z', amount: 9, currency: 'CNY' };
		expect((await crm.call('POST', '/items/crm_orders', order)).status).toBe(200);
		await logged('keeping last_order_at right failed');
		await crm.knex.schema.alterTable('crm_customers', (table) => table.renameColumn('elsewhere', 'last_order_at'));
		await lives();
	});

	it('an upload that vanishes while it waits fails with a reason', async () => {
		const head = 'number,placed_at,customer,amount\n';
		const rows = Array.from({ length: 20_000 }, (_, index) => `V-${index},2026-01-05,V${index % 50},5\n`);
		await crm.call('POST', '/crm/system/imports', `${head}${rows.join('')}`);
		const { data } = await crm.call<{ id: string }>('POST', '/crm/system/imports', `${head}V,2026-01-05,V,5\n`);
		rmSync(join(crm.env['TEMP_PATH']!, 'crm-imports', `${data.id}.csv`));
		const ended = await vi.waitUntil(
			async () => {
				const { data: view } = await crm.call<{ state: string; error: string }>('GET', `/crm/system/imports/${data.id}`);
				return ['queued', 'running'].includes(view.state) ? null : view;
			},
			{ timeout: 120_000, interval: 200 },
		);
		expect(ended).toMatchObject({ state: 'failed', error: expect.stringContaining('ENOENT') as string });
		await lives();
	});
});
