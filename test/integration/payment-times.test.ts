import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Instance } from '../support/instance.ts';

interface Order { id: string; paid_at: string | null }

const PLACED = '2026-01-05T10:00:00Z';

/** Whichever way an order becomes paid. The rules themselves are in test/durable/payment-times.test.ts. */
eachInstance('the time of a payment', ({ reference }) => {
	let crm: Instance;
	let customer: string;
	beforeAll(async () => {
		crm = await startInstance(reference);
		customer = (await crm.call<{ id: string }>('POST', '/items/crm_customers', { name: 'Payer', code: 'PAYER' })).data.id;
	});
	afterAll(() => crm.stop());

	const add = async (values: object = {}): Promise<Order> =>
		(await crm.call<Order>('POST', '/items/crm_orders', { number: randomUUID(), customer, placed_at: PLACED, amount: 10, status: 'confirmed', ...values })).data;
	const paidAt = async (key: object): Promise<number | null> => {
		const { paid_at: at } = (await crm.knex('crm_orders').where(key).first('paid_at')) as Order;
		return at === null ? null : new Date(at).getTime();
	};
	const isNow = (at: unknown): boolean => Math.abs(new Date(String(at)).getTime() - Date.now()) < 10_000;

	it('is noted by REST, and answered at once; also of many at a time, each by itself', async () => {
		expect((await add({ status: 'paid' })).paid_at).toMatch(/^2026-01-05T10:00:00/);
		const [open, known] = [await add(), await add({ paid_at: '2026-02-01T00:00:00Z' })];
		expect(open.paid_at).toBeNull();
		const { data } = await crm.call<Order[]>('PATCH', '/items/crm_orders', { keys: [open.id, known.id], data: { status: 'paid' } });
		expect(data.map(({ id, paid_at: at }) => [id, isNow(at)]).sort()).toEqual([[open.id, true], [known.id, false]].sort());
		expect(await paidAt({ id: known.id })).toBe(Date.parse('2026-02-01T00:00:00Z'));
	});

	it('is noted by GraphQL', async () => {
		const { id } = await add();
		const query = `mutation { update_crm_orders_item(id: "${id}", data: { status: "paid" }) { paid_at } }`;
		const { data } = await crm.call<{ update_crm_orders_item: Order }>('POST', '/graphql', { query });
		expect(isNow(data.update_crm_orders_item.paid_at)).toBe(true);
	});

	it('is noted by import, which does not change it when the file comes again', async () => {
		const number = (await crm.knex('crm_orders').where({ id: (await add()).id }).first('number')).number as string;
		const file = `number,placed_at,customer,amount,status\n${number},${PLACED},PAYER,10,paid\nNEW-1,${PLACED},PAYER,5,paid\n`;
		const run = async (): Promise<unknown> => {
			const { data } = await crm.call<{ id: string }>('POST', '/crm/system/imports', file);
			const path = `/crm/system/imports/${data.id}`;
			await expect.poll(async () => (await crm.call<{ state: string }>('GET', path)).data.state, { timeout: 30_000 }).toBe('done');
			return (await crm.call<{ result: unknown }>('GET', path)).text;
		};
		await run();
		const first = [await paidAt({ number }), await paidAt({ number: 'NEW-1' })];
		expect([isNow(new Date(first[0]!).toISOString()), first[1]]).toEqual([true, Date.parse(PLACED)]);
		await run();
		expect([await paidAt({ number }), await paidAt({ number: 'NEW-1' })]).toEqual(first);
	});

	it('keeps an order that was paid before its customer became a member from earning when it is edited later', async () => {
		const member = (await crm.call<{ id: string }>('POST', '/items/crm_customers', { name: 'Later a member' })).data.id;
		const old = await add({ customer: member, status: 'paid', amount: 500 });
		// As old as it looks: entered long before.
		await crm.knex('crm_orders').where({ id: old.id }).update({ date_created: new Date(PLACED) });
		const key = { 'idempotency-key': randomUUID() };
		const { data: account } = await crm.call<{ id: string }>('POST', '/crm/loyalty/accounts', { program: 'club', customer: member }, { headers: key });
		await crm.call('PATCH', `/items/crm_orders/${old.id}`, { amount: 400 });
		const since = await add({ customer: member, amount: 7, placed_at: new Date().toISOString() });
		await crm.call('PATCH', `/items/crm_orders/${since.id}`, { status: 'paid' });
		const available = async (): Promise<number> => (await crm.call<{ available: number }>('GET', `/crm/loyalty/accounts/${account.id}`)).data.available;
		await expect.poll(available, { timeout: 20_000, interval: 200 }).toBe(7);
		expect(await crm.knex('crm_actions').whereNot({ state: 'done' }).where({ subject_id: old.id })).toEqual([]);
	});
});
