import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { refundCommand } from '../../../extensions/loyalty/src/api/orders/commands.ts';
import { accountsOf } from '../../../extensions/loyalty/src/api/orders/follow-orders.ts';
import { eachDatabase } from '../../support/databases.ts';
import { NOON, SCHEMA, Shop, type Member } from '../../support/loyalty/shop.ts';
import { runOn } from '../../support/loyalty/tables.ts';

eachDatabase('orders that come back take their points with them', (_name, connect) => {
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
	const audit = (): Promise<string[]> => shop.audit();

	it('a refund that came before anybody looked: it earns what is left', async () => {
		const { account, customer } = await member();
		await addOrder(customer, { refunded_amount: 40 });
		await follow();
		expect(await balance(account)).toEqual([60, 0]);
	});

	it('a cancellation takes all back, also what is spent already; a cancellation by mistake gives it again', async () => {
		const { account, customer } = await member();
		const { id } = await addOrder(customer);
		await follow();
		await runOn(knex, { command: 'redeem', input: { account, points: 30 }, key: null, at: NOON });
		await knex('crm_orders').where({ id }).update({ status: 'cancelled' });
		await follow();
		expect(await balance(account)).toEqual([0, 30]);
		await knex('crm_orders').where({ id }).update({ status: 'paid' });
		await follow();
		expect(await balance(account)).toEqual([70, 0]);
		expect(await audit()).toEqual([]);
	});

	it('line by line in refunds, and by no other amount than what was refunded', async () => {
		const { account, customer } = await member();
		const { id, lines } = await addOrder(customer, { lines: [60, 40] });
		await follow();
		const command = refundCommand(SCHEMA, [account]);
		const part = { order: id, parts: [{ line: lines[0]!, amountMinor: 1500 }] };
		const first = await run(command, part, 'key 1');
		expect(first).toMatchObject({ status: 'paid', refunded_amount: 15, accounts: [{ account, points: -15, available: 85 }] });
		expect(await run(command, part, 'key 1')).toEqual(first);
		await follow();
		expect(await balance(account)).toEqual([85, 0]);
		await expect(run(command, { order: id, parts: [{ line: lines[0]!, amountMinor: 4501 }] })).rejects.toThrow('"left":"45.00"');
		await expect(run(command, { order: id, parts: [{ line: randomUUID(), amountMinor: 1 }] })).rejects.toThrow('no_such_line');
		const rest = [{ line: lines[0]!, amountMinor: 4500 }, { line: lines[1]!, amountMinor: 4000 }];
		expect(await run(command, { order: id, parts: rest })).toMatchObject({ status: 'refunded', refunded_amount: 100, accounts: [{ points: -85 }] });
		await follow();
		expect(await balance(account)).toEqual([0, 0]);
		expect(await audit()).toEqual([]);
	});

	it('A-I14: points spent on an order come back to their lots with it, in the measure of the refund', async () => {
		const { account, customer } = await member();
		await runOn(knex, { command: 'adjust', input: { account, points: 50, reason: 'start' }, key: null, at: NOON });
		const before = await knex('crm_loyalty_entries').where({ account }).whereNull('lot').select('id', 'open_points', 'status');
		const { id } = await addOrder(customer, { status: 'confirmed', paid_at: null });
		await runOn(knex, { command: 'redeem', input: { account, points: 50, order: id }, key: null, at: NOON });
		await knex('crm_orders').where({ id }).update({ status: 'paid', paid_at: NOON });
		await follow();
		expect(await balance(account)).toEqual([100, 0]);
		await knex('crm_orders').where({ id }).update({ refunded_amount: 50 });
		await follow();
		expect(await balance(account)).toEqual([75, 0]);
		await knex('crm_orders').where({ id }).update({ status: 'refunded', refunded_amount: 100 });
		await follow();
		const after = await knex('crm_loyalty_entries').where({ account, type: 'adjustment' }).whereNull('lot').select('id', 'open_points', 'status');
		expect(after).toEqual(before);
		expect(await balance(account)).toEqual([50, 0]);
		expect(await audit()).toEqual([]);
	});

	it('points that were set aside or spent for an order come back when it is cancelled before anybody paid', async () => {
		const { account, customer } = await member();
		await runOn(knex, { command: 'adjust', input: { account, points: 50, reason: 'start' }, key: null, at: NOON });
		const { id } = await addOrder(customer, { status: 'confirmed', paid_at: null });
		const held = await runOn<{ hold: string }>(knex, { command: 'hold', input: { account, points: 30, order: id }, key: null, at: NOON });
		const { hold } = (held as { answer: { hold: string } }).answer;
		await runOn(knex, { command: 'post', input: { account, hold }, key: null, at: NOON });
		await runOn(knex, { command: 'redeem', input: { account, points: 20, order: id }, key: null, at: NOON });
		expect(await balance(account)).toEqual([0, 0]);
		await knex('crm_orders').where({ id }).update({ status: 'cancelled' });
		await follow();
		expect(await balance(account)).toEqual([50, 0]);
		expect(await audit()).toEqual([]);
	});

	it('one that is paid wholly with points gives them back when it is refunded; a credit earns nothing', async () => {
		const { account, customer } = await member();
		await runOn(knex, { command: 'adjust', input: { account, points: 50, reason: 'start' }, key: null, at: NOON });
		const { id } = await addOrder(customer, { amount: 0 });
		await runOn(knex, { command: 'redeem', input: { account, points: 50, order: id }, key: null, at: NOON });
		await knex('crm_orders').where({ id }).update({ status: 'refunded' });
		await addOrder(customer, { amount: -50 });
		await follow();
		expect(await balance(account)).toEqual([50, 0]);
	});

	it('a refund of an order that moved on is its new customer’s alone', async () => {
		const [one, other] = [await member(), await member()];
		const { id } = await addOrder(one.customer);
		await follow();
		await knex('crm_orders').where({ id }).update({ customer: other.customer });
		await follow();
		const done = await run(refundCommand(SCHEMA, await accountsOf(knex, id)), { order: id, parts: [{ line: id, amountMinor: 1000 }] });
		expect(done.accounts.map(({ account }) => account)).toEqual([other.account]);
		await follow();
		expect([await balance(one.account), await balance(other.account)]).toEqual([[0, 0], [90, 0]]);
	});
});
