import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { crmDone } from '../support/crm.ts';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Answer, type Instance } from '../support/instance.ts';

interface Made { id: string }

/** What a member sees of an order, whoever writes it: through Directus at once, past it with the next round of the worker. */
eachInstance('orders of members', ({ reference }) => {
	let crm: Instance;
	beforeAll(async () => {
		crm = await startInstance(reference);
	});
	afterAll(() => crm.stop());

	const post = <T = Record<string, never>>(path: string, body: object, key = randomUUID()): Promise<Answer<T>> =>
		crm.call<T>('POST', `/crm/loyalty/${path}`, body, { headers: { 'idempotency-key': key } });
	const member = async (): Promise<{ account: string; customer: string }> => {
		const customer = (await crm.call<Made>('POST', '/items/crm_customers', { name: 'Member' })).data.id;
		const { data } = await post<Made>('accounts', { program: 'club', customer });
		return { account: data.id, customer };
	};
	const paid = (customer: string, more: object = {}) => ({ number: randomUUID(), customer, placed_at: new Date(), amount: 120, status: 'paid', ...more });
	const available = async (account: string): Promise<number> => (await crm.call<{ available: number }>('GET', `/crm/loyalty/accounts/${account}`)).data.available;
	const soon = (account: string, points: number) => expect.poll(() => available(account), { timeout: 20_000, interval: 200 }).toBe(points);

	it('earn when they are paid by REST, with their lines, or by a later change', async () => {
		const { account, customer } = await member();
		const lines = [{ amount: 100, description: 'Gloves' }, { amount: 20, description: 'Masks' }];
		expect((await crm.call('POST', '/items/crm_orders', paid(customer, { lines }))).status).toBe(200);
		await soon(account, 120);
		const draft = await crm.call<Made>('POST', '/items/crm_orders', paid(customer, { status: 'draft', amount: 30 }));
		await crm.call('PATCH', `/items/crm_orders/${draft.data.id}`, { status: 'paid' });
		await soon(account, 150);
		await crm.call('PATCH', `/items/crm_orders/${draft.data.id}`, { status: 'cancelled' });
		await soon(account, 120);
		const entries = await crm.call<{ entries: { type: string; source: unknown }[] }>('GET', `/crm/loyalty/accounts/${account}/entries`);
		expect(entries.data.entries.map(({ type }) => type)).toEqual(['reversal', 'accrual', 'accrual']);
		expect(entries.data.entries[0]!.source).toEqual({ type: 'order', id: draft.data.id });
	});

	it('earn when they are paid by GraphQL', async () => {
		const { account, customer } = await member();
		const { data } = await crm.call<Made>('POST', '/items/crm_orders', paid(customer, { status: 'confirmed' }));
		const query = `mutation { update_crm_orders_item(id: "${data.id}", data: { status: "paid" }) { id } }`;
		expect((await crm.call('POST', '/graphql', { query })).text).not.toMatch(/errors/);
		await soon(account, 120);
	});

	it('earn when they come by import or by plain SQL', async () => {
		const { account, customer } = await member();
		const { code } = (await crm.call<{ code: string }>('GET', `/items/crm_customers/${customer}`)).data;
		const today = new Date().toISOString();
		const csv = `number,placed_at,customer,amount,status,paid_at\nIMP-${customer},${today},${code},75,paid,${today}\n`;
		expect((await crm.call('POST', '/crm/system/imports', csv)).status).toBe(202);
		await crm.knex('crm_orders').insert({ ...paid(customer, { amount: 25 }), id: randomUUID(), paid_at: new Date(), currency: 'CNY', refunded_amount: 0 });
		await expect.poll(() => crm.knex('crm_orders').where({ customer }).pluck('id')).toHaveLength(2);
		await crmDone(crm.env, 'sweep');
		await soon(account, 100);
	});

	it('are refunded by line: points follow, the same key once; what is refused names the line and the cure', async () => {
		const { account, customer } = await member();
		const order = await crm.call<Made>('POST', '/items/crm_orders', paid(customer, { lines: [{ amount: 100 }, { amount: 20 }] }));
		await soon(account, 120);
		const rows: { id: string; amount: string }[] = await crm.knex('crm_order_lines').where({ order: order.data.id });
		const dear = rows.find(({ amount }) => Number(amount) === 100)!.id;
		const path = `orders/${order.data.id}/refunds`;
		const key = randomUUID();
		const first = await post<{ refunded_amount: number; accounts: object[] }>(path, { lines: [{ line: dear, amount: 50 }] }, key);
		expect([first.status, first.data.refunded_amount]).toEqual([200, 50]);
		expect(first.data.accounts).toMatchObject([{ account, points: -50, available: 70 }]);
		expect((await post(path, { lines: [{ line: dear, amount: 50 }] }, key)).data).toEqual(first.data);
		const stored = await crm.call<{ refunded_amount: string; status: string }>('GET', `/items/crm_orders/${order.data.id}`);
		expect([Number(stored.data.refunded_amount), stored.data.status]).toEqual([50, 'paid']);
		const more = await post(path, { lines: [{ line: dear, amount: 50.01 }] });
		expect([more.status, more.errors[0]!.message]).toEqual([422, 'Only 50.00 is left to refund for "lines.0.amount" (the amount of line no. 1). Take less.']);
		expect((await post(path, { amount: 1 })).status).toBe(422);
		expect((await post(path, {})).status).toBe(400);
		expect((await post(path, { lines: [{ line: dear, amount: 0.001 }] })).status).toBe(400);
		expect((await post(`orders/${randomUUID()}/refunds`, { amount: 1 })).status).toBe(404);
		await soon(account, 70);
	});

	it('give back the points that were spent on them', async () => {
		const { account, customer } = await member();
		await post(`accounts/${account}/adjustments`, { points: 40, reason: 'start' });
		const order = await crm.call<Made>('POST', '/items/crm_orders', paid(customer, { amount: 80 }));
		await soon(account, 120);
		expect((await post(`accounts/${account}/redemptions`, { points: 40, order: order.data.id })).status).toBe(200);
		expect((await post(`accounts/${account}/redemptions`, { points: 1, order: randomUUID() })).status).toBe(404);
		const refund = await post<{ accounts: object[] }>(`orders/${order.data.id}/refunds`, { amount: '80.00' });
		expect(refund.data.accounts).toMatchObject([{ account, points: -80, returned: 40, available: 40 }]);
		const told = () => crm.knex('crm_events').where({ type: 'crm.loyalty.order_refunded', subject_id: order.data.id }).pluck('customer');
		await expect.poll(told, { timeout: 10_000 }).toEqual([customer]);
		for (const amount of ['0', '1.001', 'some', -1]) expect((await post(`orders/${order.data.id}/refunds`, { amount })).status, String(amount)).toBe(400);
	});
}, { isLong: true });
