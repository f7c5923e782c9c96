import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, describe, expect, it } from 'vitest';
import { accrueOrderCommand, reckonCommand } from '../../../extensions/loyalty/src/api/orders/commands.ts';
import { findMissedOrders } from '../../../extensions/loyalty/src/api/orders/find-missed-orders.ts';
import { eachDatabase } from '../../support/databases.ts';
import { NOON, SCHEMA, Shop, type Member } from '../../support/loyalty/shop.ts';

eachDatabase('orders earn points', (_name, connect) => {
	let knex: Knex;
	let program: string;
	let shop: Shop;
	beforeAll(async () => {
		knex = await connect();
		shop = await Shop.open(knex);
		program = await shop.program({ expiry_months: 12 });
	});

	const run: Shop['run'] = (...asked) => shop.run(...asked);
	const follow = (): Promise<void> => shop.follow();
	const member = (): Promise<Member> => shop.member(program);
	const addOrder: Shop['order'] = (...asked) => shop.order(...asked);
	const balance = (account: string): Promise<number[]> => shop.balance(account);
	const accruals = (account: string): Promise<unknown[]> => knex('crm_loyalty_entries').where({ account, type: 'accrual' }).pluck('points');
	const audit = (): Promise<string[]> => shop.audit();

	it('once, however often its change is told; also a draft that is paid later; never one of somebody who is no member', async () => {
		const { account, customer } = await member();
		const { id } = await addOrder(customer, { status: 'draft', paid_at: null });
		await follow();
		expect(await balance(account)).toEqual([0, 0]);
		await knex('crm_orders').where({ id }).update({ status: 'paid', paid_at: NOON });
		await follow();
		await run(reckonCommand(SCHEMA), { account, order: id });
		await run(reckonCommand(SCHEMA), { account, order: id });
		expect(await balance(account)).toEqual([100, 0]);
		expect(await accruals(account)).toHaveLength(1);
		await addOrder(randomUUID());
		expect(await knex('crm_actions').where({ kind: 'loyalty.order-changed', state: 'scheduled' })).toEqual([]);
		expect(await audit()).toEqual([]);
	});

	it('also when two servers look at it at once', async () => {
		const { account, customer } = await member();
		const { id } = await addOrder(customer);
		await Promise.all(Array.from({ length: 6 }, () => run(reckonCommand(SCHEMA), { account, order: id })));
		expect(await accruals(account)).toHaveLength(1);
		await follow();
	});

	it('growth value follows the order by itself: points that are capped away do not hold it back, and it goes where it came from', async () => {
		const { account, customer } = await shop.member(await shop.program({ earn_cap_points: 60, earn_cap_period: 'year' }));
		const { id } = await addOrder(customer);
		const standing = async (): Promise<number[]> => {
			await follow();
			const entries: { points: unknown; tier_points: unknown }[] = await knex('crm_loyalty_entries').where({ account, source_id: id });
			const sum = (name: 'points' | 'tier_points'): number => entries.reduce((total, entry) => total + Number(entry[name]), 0);
			return [sum('points'), sum('tier_points')];
		};
		expect(await standing()).toEqual([60, 100]);
		const change = (row: object) => knex('crm_orders').where({ id }).update(row);
		await change({ refunded_amount: 10 });
		expect(await standing()).toEqual([54, 90]);
		await change({ status: 'cancelled' });
		expect(await standing()).toEqual([0, 0]);
		await change({ status: 'paid', refunded_amount: 50 });
		expect(await standing()).toEqual([30, 50]);
		await change({ refunded_amount: 0 });
		expect(await standing()).toEqual([60, 100]);
		await change({ refunded_amount: 60 });
		expect(await standing()).toEqual([24, 40]);
		expect(await audit()).toEqual([]);
	});

	describe('limits of a rule', () => {
		const inProgram = async (limits: object) => {
			const own = await shop.program({}, limits);
			return (): Promise<Member> => shop.member(own);
		};

		it('a day: what is beyond is not given, and the next day counts anew', async () => {
			const { account, customer } = await (await inProgram({ limit_customer_day: 150 }))();
			await addOrder(customer);
			await addOrder(customer);
			await follow();
			expect(await balance(account)).toEqual([150, 0]);
			await addOrder(customer, { paid_at: new Date('2026-02-27T15:59:00Z') });
			await follow();
			expect(await balance(account)).toEqual([250, 0]);
		});

		it('what a limit held back altogether does not come when the order is touched later', async () => {
			const { account, customer } = await (await inProgram({ budget_points: 100, gives: 'points' }))();
			const first = await addOrder(customer);
			await follow();
			const held = await addOrder(customer);
			await follow();
			expect(await balance(account)).toEqual([100, 0]);
			await knex('crm_orders').where({ id: first.id }).update({ status: 'cancelled' });
			await follow();
			await knex('crm_orders').where({ id: held.id }).update({ refunded_amount: 10 });
			await follow();
			expect(await balance(account)).toEqual([0, 0]);
			expect(await run(accrueOrderCommand(SCHEMA), { account, order: held.id }, 'held')).toMatchObject({ points: 0, entry: null });
			expect(await audit()).toEqual([]);
		});

		it('A-I19: a budget that many members draw on at once is spent to the last point, and never beyond', async () => {
			const join = await inProgram({ budget_points: 1050 });
			const members = [await join(), await join(), await join(), await join()];
			const orders: { account: string; order: string }[] = [];
			for (let index = 0; index < 16; index++) {
				const { account, customer } = members[index % 4]!;
				orders.push({ account, order: (await addOrder(customer)).id });
			}
			await Promise.all(orders.map((input) => run(reckonCommand(SCHEMA), input)));
			await follow();
			const balances = await Promise.all(members.map(({ account }) => balance(account)));
			expect(balances.reduce((sum, [available]) => sum + available!, 0)).toBe(1050);
			const counter = await knex('crm_counters').where('name', 'like', 'loyalty.budget:%').pluck('value');
			expect(counter.map(Number)).toContain(1050);
			expect(await audit()).toEqual([]);
		});
	});

	it('in another currency: by the rate of the day; a refund is measured in the currency of the order', async () => {
		await knex('crm_settings').update({ exchange_rates: JSON.stringify([{ currency: 'USD', rate: 7.2, valid_from: '2026-01-01' }]) });
		const { account, customer } = await member();
		const { id } = await addOrder(customer, { currency: 'USD', lines: [60, 40] });
		await follow();
		expect(await balance(account)).toEqual([720, 0]);
		await knex('crm_orders').where({ id }).update({ refunded_amount: 50 });
		await follow();
		expect(await balance(account)).toEqual([360, 0]);
		await addOrder(customer, { currency: 'EUR' });
		await follow();
		expect(await balance(account)).toEqual([360, 0]);
	});

	it('one that moves to another customer earns there', async () => {
		const [one, other] = [await member(), await member()];
		const { id } = await addOrder(one.customer);
		await follow();
		await knex('crm_orders').where({ id }).update({ customer: other.customer });
		await follow();
		expect([await balance(one.account), await balance(other.account)]).toEqual([[0, 0], [100, 0]]);
	});

	it('an old order earns points that are over already', async () => {
		const { account, customer } = await member();
		await addOrder(customer, { paid_at: new Date('2024-01-01T00:00:00Z'), placed_at: new Date('2024-01-01T00:00:00Z') });
		await follow();
		expect(await balance(account)).toEqual([0, 0]);
		expect(await knex('crm_loyalty_entries').where({ account }).orderBy('seq').pluck('type')).toEqual(['accrual', 'expiry']);
	});

	it('what was bought and paid before the member joined earns nothing when somebody touches it, and does when it is asked for', async () => {
		const { account, customer } = await member();
		const before = new Date('2025-11-01T00:00:00Z');
		const { id } = await addOrder(customer, { paid_at: before, placed_at: before, date_created: before });
		await follow();
		await knex('crm_orders').where({ id }).update({ refunded_amount: 10 });
		await follow();
		expect(await balance(account)).toEqual([0, 0]);
		expect(await run(accrueOrderCommand(SCHEMA), { account, order: id }, 'asked')).toMatchObject({ points: 90 });
	});

	it('asked for by an integrator, whether or not it has earned by itself', async () => {
		const { account, customer } = await member();
		const { id } = await addOrder(customer);
		const command = accrueOrderCommand(SCHEMA);
		const first = await run(command, { account, order: id }, 'a');
		expect(first).toMatchObject({ points: 100, status: 'open', available: 100 });
		expect(await run(command, { account, order: id }, 'b')).toMatchObject({ points: 100, entry: first.entry });
		await expect(run(command, { account, order: (await addOrder(randomUUID())).id })).rejects.toThrow('order_of_other_customer');
		await expect(run(command, { account, order: (await addOrder(customer, { status: 'draft' })).id })).rejects.toThrow('order_not_paid');
	});

	it('what changed while nobody noted it is found by the sweep', async () => {
		const { account, customer } = await member();
		const { id } = await addOrder(customer);
		await knex('crm_orders').insert({ id: randomUUID(), number: randomUUID(), customer, status: 'paid', placed_at: new Date('2025-12-01T00:00:00Z'), currency: 'CNY', amount: 1 });
		await knex('crm_actions').where({ kind: 'loyalty.order-changed' }).del();
		const host = { database: knex, getSchema: () => Promise.resolve(SCHEMA), logger: console, emitter: { emitFilter: (_: string, all: unknown) => Promise.resolve(all) }, env: {} } as never;
		await findMissedOrders(host);
		expect(await balance(account)).toEqual([100, 0]);
		await knex('crm_orders').where({ id }).update({ status: 'cancelled' });
		await knex('crm_actions').where({ kind: 'loyalty.order-changed' }).del();
		expect(await findMissedOrders(host)).toEqual(['orders whose points were caught up: 1']);
		expect(await balance(account)).toEqual([0, 0]);
		expect(await findMissedOrders(host)).toEqual([]);
		const [moved, deleted] = [await addOrder(customer), await addOrder(customer)];
		await follow();
		expect(await balance(account)).toEqual([200, 0]);
		await knex('crm_orders').where({ id: moved.id }).update({ customer: (await member()).customer });
		await knex('crm_orders').where({ id: deleted.id }).del();
		await knex('crm_actions').where({ kind: 'loyalty.order-changed' }).del();
		expect(await findMissedOrders(host)).toEqual(['orders whose points were caught up: 2']);
		expect(await balance(account)).toEqual([0, 0]);
		expect(await findMissedOrders(host)).toEqual([]);
	});

	it('the sweep earns what the order would have earned by itself, and nothing that lay there when the member joined', async () => {
		const { account, customer } = await shop.member(await shop.program());
		const [before, since] = [new Date('2025-11-01T00:00:00Z'), new Date('2026-02-01T00:00:00Z')];
		const old = { placed_at: before, paid_at: before, date_created: before };
		await addOrder(customer, { ...old, amount: 1 });
		await addOrder(customer, { ...old, amount: 2, date_updated: since });
		await addOrder(customer, { ...old, amount: 4, paid_at: null });
		const found = [
			await addOrder(customer, { ...old, amount: 8, date_created: since }),
			await addOrder(customer, { ...old, amount: 16, paid_at: null, date_updated: since }),
			await addOrder(customer, { ...old, amount: 32, paid_at: since }),
		];
		await shop.forget();
		const host = { database: knex, getSchema: () => Promise.resolve(SCHEMA), logger: console, emitter: { emitFilter: (_: string, all: unknown) => Promise.resolve(all) }, env: {} } as never;
		await findMissedOrders(host);
		const points: unknown[] = await knex('crm_loyalty_entries').where({ account, type: 'accrual' }).whereIn('source_id', found.map(({ id }) => id)).pluck('points');
		expect(points.map(Number).sort((a, b) => a - b)).toEqual([8, 16, 32]);
		expect(await balance(account)).toEqual([56, 0]);
		expect(await findMissedOrders(host)).toEqual([]);
	});
});
