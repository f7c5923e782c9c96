import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fillNextTask } from '../../extensions/core/src/api/activity-dates.ts';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Instance } from '../support/instance.ts';

interface Customer {
	id: string;
	code: string;
}

eachInstance('customers', ({ reference }) => {
	let crm: Instance;
	beforeAll(async () => {
		crm = await startInstance(reference);
	});
	afterAll(() => crm.stop());

	const create = (row: object) => crm.call<Customer>('POST', '/items/crm_customers', row);

	it('50 parallel creates get 50 different codes', async () => {
		const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => create({ name: `Parallel ${i}` })));
		expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
		const codes = answers.map(({ data }) => data.code);
		expect(new Set(codes).size).toBe(50);
		for (const code of codes) expect(code).toMatch(/^C\d{6,}$/);
	});

	it('an explicit code is kept, and generated ones go around it', async () => {
		const { data: last } = await create({ name: 'Marker' });
		const next = Number(last.code.slice(1)) + 1;
		const taken = `C${String(next).padStart(6, '0')}`;
		expect((await create({ name: 'Explicit', code: taken })).data.code).toBe(taken);
		expect((await create({ name: 'After' })).data.code).not.toBe(taken);
	});

	it('parallel creates with and without explicit codes of the same form never collide', async () => {
		const { data: last } = await create({ name: 'Marker' });
		const from = Number(last.code.slice(1)) + 1;
		const explicit = Array.from({ length: 10 }, (_, i) => `C${String(from + i * 2).padStart(6, '0')}`);
		const answers = await Promise.all([
			...explicit.map((code) => create({ name: code, code })),
			...Array.from({ length: 20 }, (_, i) => create({ name: `Auto ${i}` })),
		]);
		const made = answers.filter(({ status }) => status === 200).map(({ data }) => data.code);
		// An explicit code may come too late and find its number given away; then it is refused, by name.
		const refused = answers.filter(({ status }) => status !== 200);
		for (const { errors } of refused) expect(errors[0]?.extensions.code).toBe('RECORD_NOT_UNIQUE');
		expect(new Set(made).size).toBe(made.length);
		expect(made.length).toBeGreaterThanOrEqual(20);
	});

	it('codes that came in below Directus are stepped over', async () => {
		const { data: last } = await create({ name: 'Marker' });
		const number = Number(last.code.slice(1));
		const rows = [1, 2, 3].map((i) => ({
			id: `00000000-0000-4000-8000-00000000000${i}`,
			code: `C${String(number + i).padStart(6, '0')}`,
			name: 'Bulk',
		}));
		await crm.knex('crm_customers').insert(rows);
		const { status, data } = await create({ name: 'Next' });
		expect(status).toBe(200);
		expect(data.code).toBe(`C${String(number + 4).padStart(6, '0')}`);
	});

	it('a thousand codes of another company’s making hide none of ours', async () => {
		const { data: last } = await create({ name: 'Marker' });
		const number = Number(last.code.slice(1));
		const codes = [
			...Array.from({ length: 1001 }, (_, i) => `C${202_401_000_001 + i}`),
			...[1, 2, 3].map((i) => `C${String(number + i).padStart(6, '0')}`),
		];
		await crm.knex.batchInsert('crm_customers', codes.map((code) => ({ id: randomUUID(), code, name: 'Bulk' })), 100);
		const { status, data } = await create({ name: 'Next' });
		expect(status).toBe(200);
		expect(data.code).toBe(`C${String(number + 4).padStart(6, '0')}`);
	});

	it.each([
		['value_class', 'A'],
		['value_class_since', '2026-01-01T00:00:00Z'],
		['turnover_12m', 5],
		['order_count_12m', 5],
		['merged_into', null],
		['last_order_at', '2026-01-01T00:00:00Z'],
		['last_interaction_at', '2026-01-01T00:00:00Z'],
		['next_task_at', '2026-01-01T00:00:00Z'],
	])('the computed field %s refuses writes, saying who computes it', async (field, value) => {
		const { data } = await create({ name: 'Computed' });
		for (const answer of [
			await create({ name: 'Computed', [field]: value }),
			await crm.call('PATCH', `/items/crm_customers/${data.id}`, { [field]: value }),
		]) {
			expect(answer.status).toBe(403);
			expect(answer.errors[0]?.extensions.code).toBe('FORBIDDEN');
			expect(answer.errors[0]?.message).toMatch(new RegExp(`"${field}" is computed by the plugin "(core|abc)"`));
		}
	});

	it('computed fields refuse writes through GraphQL too', async () => {
		const { data } = await create({ name: 'GraphQL' });
		const query = `mutation { update_crm_customers_item(id: "${data.id}", data: { value_class: "A" }) { id } }`;
		const answer = await crm.call('POST', '/graphql', { query });
		expect(JSON.stringify(answer.errors)).toContain('is computed by the plugin');
	});

	it('scores cannot be written by an administrator', async () => {
		const answer = await crm.call('POST', '/items/crm_customer_scores', { class: 'A' });
		expect(answer.status).toBe(403);
	});

	it('events are added with a growing number and never changed', async () => {
		const make = () => crm.call<{ id: string; seq: string }>('POST', '/items/crm_events', { type: 'crm.test.row_made' });
		const [first, second] = [await make(), await make()];
		expect(Number(second.data.seq)).toBeGreaterThan(Number(first.data.seq));
		expect((await crm.call('PATCH', `/items/crm_events/${first.data.id}`, { type: 'x' })).status).toBe(403);
		expect((await crm.call('DELETE', `/items/crm_events/${first.data.id}`)).status).toBe(403);
	});

	it('the last order follows orders that are made, moved to another customer and deleted', async () => {
		const [{ data: one }, { data: two }] = [await create({ name: 'One' }), await create({ name: 'Two' })];
		const lastOrder = async (id: string): Promise<string | null> => {
			const { data } = await crm.call<{ last_order_at: string | null }>('GET', `/items/crm_customers/${id}?fields=last_order_at`);
			return data.last_order_at && new Date(data.last_order_at).toISOString();
		};
		const placed = '2026-03-04T05:06:07.000Z';
		const { data: order } = await crm.call<{ id: string }>('POST', '/items/crm_orders', {
			number: 'LAST-1', customer: one.id, placed_at: placed, amount: 10, status: 'paid',
		});
		await expect.poll(() => lastOrder(one.id)).toBe(placed);
		await crm.call('PATCH', `/items/crm_orders/${order.id}`, { customer: two.id });
		await expect.poll(() => lastOrder(two.id)).toBe(placed);
		await expect.poll(() => lastOrder(one.id)).toBeNull();
		await crm.call('DELETE', `/items/crm_orders/${order.id}`);
		await expect.poll(() => lastOrder(two.id)).toBeNull();
	});

	it('follows a list of changes in one request too', async () => {
		const [{ data: one }, { data: two }] = [await create({ name: 'List one' }), await create({ name: 'List two' })];
		const lastOrder = async (id: string): Promise<string | null> => {
			const { last_order_at: at } = await crm.knex('crm_customers').where({ id }).first('last_order_at');
			return at && new Date(at).toISOString();
		};
		const [placed, later] = ['2026-03-04T05:06:07.000Z', '2026-03-05T05:06:07.000Z'];
		const orders = await crm.call<{ id: string }[]>('POST', '/items/crm_orders', ['LIST-1', 'LIST-2'].map((number) => (
			{ number, customer: one.id, placed_at: placed, amount: 10, status: 'paid' }
		)));
		const [first, second] = orders.data.map(({ id }) => id);
		await expect.poll(() => lastOrder(one.id)).toBe(placed);
		const { status } = await crm.call('PATCH', '/items/crm_orders', [
			{ id: first, customer: two.id, placed_at: later },
			{ id: second, customer: two.id },
		]);
		expect(status).toBe(200);
		await expect.poll(() => lastOrder(two.id)).toBe(later);
		await expect.poll(() => lastOrder(one.id)).toBeNull();
	});

	it('the next task is the open one that is due first: made, put off, finished, opened again, moved, deleted', async () => {
		const [{ data: one }, { data: two }] = [await create({ name: 'Next one' }), await create({ name: 'Next two' })];
		const next = async (id: string): Promise<string | null> => {
			const { data } = await crm.call<{ next_task_at: string | null }>('GET', `/items/crm_customers/${id}?fields=next_task_at`);
			return data.next_task_at && new Date(data.next_task_at).toISOString();
		};
		const task = async (row: object): Promise<string> =>
			(await crm.call<{ id: string }>('POST', '/items/crm_tasks', { customer: one.id, ...row })).data.id;
		const change = (id: string, row: object) => crm.call('PATCH', `/items/crm_tasks/${id}`, row);
		const [early, late, later] = ['2026-05-01T08:00:00.000Z', '2026-06-01T08:00:00.000Z', '2026-07-01T08:00:00.000Z'];

		await task({ title: 'Some day' });
		const second = await task({ title: 'Second', due_at: late });
		await expect.poll(() => next(one.id)).toBe(late);
		const first = await task({ title: 'First', due_at: early });
		await expect.poll(() => next(one.id)).toBe(early);
		await change(first, { due_at: later });
		await expect.poll(() => next(one.id)).toBe(late);
		await change(second, { status: 'done' });
		await expect.poll(() => next(one.id)).toBe(later);
		await change(second, { status: 'open' });
		await expect.poll(() => next(one.id)).toBe(late);
		await change(second, { customer: two.id });
		await expect.poll(() => next(two.id)).toBe(late);
		await expect.poll(() => next(one.id)).toBe(later);
		await crm.call('PATCH', `/items/crm_customers/${two.id}`, { status: 'archived' });
		await change(second, { status: 'cancelled' });
		await expect.poll(() => next(two.id), { message: 'archived customers too' }).toBeNull();
		await crm.call('DELETE', `/items/crm_tasks/${first}`);
		await expect.poll(() => next(one.id)).toBeNull();
	});

	it('customers from before there was a next task get theirs with the upgrade, as often as it is repeated', async () => {
		const { data } = await create({ name: 'From before' });
		const due = '2026-05-01T08:00:00.000Z';
		await crm.call('POST', '/items/crm_tasks', { title: 'Call', customer: data.id, due_at: due });
		const stored = async () => (await crm.knex('crm_customers').where({ id: data.id }).first('next_task_at')).next_task_at;
		await expect.poll(stored).not.toBeNull();
		const kept = await stored();
		await crm.knex('crm_customers').update({ next_task_at: null });
		for (const round of [1, 2]) {
			await fillNextTask(crm.knex);
			expect(await stored(), `round ${round}`).toEqual(kept);
		}
	});
});
