import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, describe, expect, it } from 'vitest';
import { followMerge, findMissedMerges } from '../../../extensions/loyalty/src/api/merge/follow-merge.ts';
import { refundCommand } from '../../../extensions/loyalty/src/api/orders/commands.ts';
import { accountsOf } from '../../../extensions/loyalty/src/api/orders/follow-orders.ts';
import { findMissedOrders } from '../../../extensions/loyalty/src/api/orders/find-missed-orders.ts';
import { eachDatabase } from '../../support/databases.ts';
import { Scenario, TIERS } from '../../support/loyalty/scenario.ts';
import { NOON, SCHEMA, Shop, type Member } from '../../support/loyalty/shop.ts';
import { createLoyaltyTables, newCustomer, runOn } from '../../support/loyalty/tables.ts';

describe('two accounts become one', () => {
	it('holds move along and can be posted; what is left goes back where its last day is the same', async () => {
		const scenario = await Scenario.begin({ expiry_months: 6 });
		await scenario.done('2026-01-01', 'b', 'accrue', { points: 10 });
		await scenario.done('2026-02-01', 'a', 'accrue', { points: 100 });
		const { hold } = await scenario.done('2026-02-02', 'a', 'hold', { points: 60, expires_in_minutes: 60 * 24 * 30 });
		await scenario.done('2026-02-03', 'a', 'merge', { to: 'b' });
		expect([scenario.balance('a'), scenario.balance('b')]).toEqual(['0/0/0/0', '50/0/60/0']);
		expect(await scenario.done('2026-02-04', 'b', 'post', { hold, points: 45 })).toMatchObject({ available: 65, held: 0 });
		expect(scenario.lots('b').filter((lot) => !lot.startsWith('0 '))).toEqual(['10 of 10 until 2026-07-01', '55 of 100 until 2026-08-01']);
	});

	it('the better tier stays until the last day that was told for it, and growth value counts by the days on which it was earned', async () => {
		const scenario = await Scenario.begin({ tiers: TIERS });
		await scenario.done('2025-03-01', 'a', 'accrue', { points: 0, tier_points: 3000 });
		await scenario.done('2025-04-01', 'a', 'accrue', { points: 0, tier_points: 2000 });
		await scenario.done('2025-06-01', 'b', 'accrue', { points: 0, tier_points: 600 });
		await scenario.done('2025-12-01', 'a', 'merge', { to: 'b' });
		expect(scenario.memory.account(scenario.id('b'))).toMatchObject({ tier: 'gold', tier_since: '2025-03-01', tier_until: '2026-03-01' });
		await scenario.done('2026-03-02', 'b', 'settle');
		// Gold is kept by 2500: 2600 were earned in the window that ended then, by both together.
		expect(scenario.memory.account(scenario.id('b'))).toMatchObject({ tier: 'gold', tier_until: '2027-03-01' });
		await scenario.done('2027-03-02', 'b', 'settle');
		expect(scenario.memory.account(scenario.id('b'))).toMatchObject({ tier: 'silver' });
	});

	it('growth value of both makes a member rise', async () => {
		const scenario = await Scenario.begin({ tiers: TIERS });
		for (const who of ['a', 'b']) await scenario.done('2026-03-01', who, 'accrue', { points: 0, tier_points: 600 });
		await scenario.done('2026-03-02', 'a', 'merge', { to: 'b' });
		expect(scenario.memory.account(scenario.id('b'))).toMatchObject({ tier: 'silver', tier_since: '2026-03-02' });
	});

	it('A-I19: the cap is one person’s', async () => {
		const scenario = await Scenario.begin({ earn_cap_points: 100, earn_cap_period: 'month' });
		for (const who of ['a', 'b']) await scenario.done('2026-03-01', who, 'accrue', { points: 40 });
		await scenario.done('2026-03-02', 'a', 'merge', { to: 'b' });
		expect(await scenario.done('2026-03-03', 'b', 'accrue', { points: 50 })).toMatchObject({ points: 20, available: 100 });
	});
});

eachDatabase('customers that are merged', (_name, connect) => {
	let knex: Knex;
	let shop: Shop;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
		await knex('crm_settings').insert({ id: randomUUID(), timezone: 'Asia/Shanghai', currency: 'CNY' });
		shop = new Shop(knex);
	});

	const host = () =>
		({ database: knex, getSchema: () => Promise.resolve(SCHEMA), logger: console, emitter: { emitFilter: (_: string, all: unknown) => Promise.resolve(all) }, env: {} }) as never;
	const merge = (from: string, into: string) => knex('crm_customers').where({ id: from }).update({ merged_into: into, status: 'archived' });
	/** What the worker does. */
	const followMerges = async (): Promise<void> => {
		const waiting = { kind: 'loyalty.customer-merged', state: 'scheduled' };
		const customers: string[] = await knex('crm_actions').where(waiting).orderBy('id').pluck('subject_id');
		await knex('crm_actions').where(waiting).update({ state: 'done' });
		for (const customer of customers) await followMerge(knex, customer);
	};
	const statusOf = async ({ account }: Member): Promise<string> => String((await knex('crm_loyalty_accounts').where({ id: account }).first('status')).status);
	const shown = async ({ customer }: { customer: string }): Promise<number> =>
		Number((await knex('crm_customers').where({ id: customer }).first('points_available')).points_available ?? 0);

	it('A-I22: whoever says so, the points follow, exactly once', async () => {
		const program = await shop.program();
		const [one, other] = [await shop.member(program), await shop.member(program)];
		for (const { customer } of [one, other]) await shop.order(customer);
		await shop.follow();
		await merge(one.customer, other.customer);
		await followMerges();
		await Promise.all([followMerge(knex, one.customer), followMerge(knex, one.customer)]);
		expect([await shop.balance(one.account), await shop.balance(other.account), await statusOf(one)]).toEqual([[0, 0], [200, 0], 'closed']);
		expect([await shown(one), await shown(other)]).toEqual([0, 200]);
		expect(await shop.audit()).toEqual([]);
	});

	it('an order that the closed account earned for is refunded on the other one, in parts, also what was spent of it', async () => {
		const program = await shop.program();
		const [one, other] = [await shop.member(program), await shop.member(program)];
		const { id } = await shop.order(one.customer);
		await shop.order(other.customer);
		await shop.follow();
		await runOn(knex, { command: 'redeem', input: { account: one.account, points: 70 }, key: null, at: NOON });
		await merge(one.customer, other.customer);
		await followMerges();
		expect(await shop.balance(other.account)).toEqual([130, 0]);
		expect(await findMissedOrders(host()), 'nothing is found that is in order').toEqual([]);
		// The order still names the customer that was merged: half of it, 50, of which 30 are there.
		await shop.change(id, { refunded_amount: 50 });
		expect(await shop.balance(other.account)).toEqual([80, 0]);
		await knex('crm_orders').where({ id }).update({ customer: other.customer });
		await shop.follow();
		expect(await shop.balance(other.account)).toEqual([80, 0]);
		const refund = refundCommand(SCHEMA, await accountsOf(knex, id));
		expect(await shop.run(refund, { order: id, parts: [{ line: id, amountMinor: 5000 }] })).toMatchObject({ accounts: [{ account: other.account, points: -50 }] });
		expect(await shop.balance(other.account)).toEqual([30, 0]);
		await shop.change(id, { status: 'paid', refunded_amount: 0 });
		expect(await shop.balance(other.account)).toEqual([130, 0]);
		expect(await shop.audit()).toEqual([]);
	});

	it('points that were spent on an order before come back to the other account, with their last day', async () => {
		const program = await shop.program({ expiry_months: 12 }, { effect: 'fixed', points: 0 });
		const [one, other] = [await shop.member(program), await shop.member(program)];
		await runOn(knex, { command: 'adjust', input: { account: one.account, points: 50, reason: 'start' }, key: null, at: NOON });
		const { id } = await shop.order(one.customer, { status: 'confirmed' });
		await runOn(knex, { command: 'redeem', input: { account: one.account, points: 50, order: id }, key: null, at: NOON });
		await shop.follow();
		await merge(one.customer, other.customer);
		await followMerges();
		await shop.change(id, { status: 'cancelled' });
		expect(await shop.balance(other.account)).toEqual([50, 0]);
		const lots = (await knex('crm_loyalty_entries').where({ account: other.account, status: 'open' }).select('expires_on')) as { expires_on: unknown }[];
		expect(lots).toHaveLength(1);
		await shop.change(id, { status: 'confirmed' });
		expect(await shop.balance(other.account)).toEqual([0, 0]);
		expect(await shop.audit()).toEqual([]);
	});

	it('new orders of the merged customer earn on the other account, and limits count for both', async () => {
		const program = await shop.program({}, { limit_customer_total: 150 });
		const [one, other] = [await shop.member(program), await shop.member(program)];
		await shop.order(one.customer);
		await shop.follow();
		await merge(one.customer, other.customer);
		await followMerges();
		await shop.order(one.customer);
		await shop.follow();
		expect(await shop.balance(other.account)).toEqual([150, 0]);
		expect(await shop.audit()).toEqual([]);
	});

	it('an order of the merged customer that nobody noted is found by the sweep', async () => {
		const program = await shop.program();
		const [one, other] = [await shop.member(program), await shop.member(program)];
		await merge(one.customer, other.customer);
		await followMerges();
		await shop.order(one.customer);
		await shop.forget();
		expect(await findMissedOrders(host(), new Date('2026-02-20T00:00:00Z'))).toEqual(['orders whose points were caught up: 1']);
		expect(await shop.balance(other.account)).toEqual([100, 0]);
		expect(await findMissedOrders(host())).toEqual([]);
	});

	it('without an account of its own the survivor gets one, as old as the one that is closed, also when the program has ended', async () => {
		const program = await shop.program();
		const one = await shop.member(program);
		await shop.order(one.customer);
		await shop.follow();
		await knex('crm_loyalty_programs').where({ id: program }).update({ status: 'ended' });
		const customer = await newCustomer(knex);
		await merge(one.customer, customer);
		await followMerges();
		const [account] = (await knex('crm_loyalty_accounts').where({ customer })) as { id: string; enrolled_at: unknown }[];
		const before = (await knex('crm_loyalty_accounts').where({ id: one.account }).first('enrolled_at')) as { enrolled_at: unknown };
		expect([await shop.balance(account!.id), account!.enrolled_at]).toEqual([[100, 0], before.enrolled_at]);
		expect(await knex('crm_events').where({ type: 'crm.loyalty.member_enrolled', customer }).catch(() => [])).toEqual([]);
		expect(await shop.audit()).toEqual([]);
	});

	it('a chain, in whatever order it is followed; a circle moves nothing', async () => {
		const program = await shop.program();
		const [a, b, c] = [await shop.member(program), await shop.member(program), await shop.member(program)];
		for (const { customer } of [a, b, c]) await shop.order(customer);
		await shop.follow();
		await merge(a.customer, b.customer);
		await merge(b.customer, c.customer);
		await Promise.all([followMerge(knex, b.customer), followMerge(knex, a.customer).catch(() => undefined)]);
		expect(await findMissedMerges({ database: knex, logger: console } as never)).toEqual(expect.any(Array));
		expect([await shop.balance(c.account), await statusOf(a), await statusOf(b), await statusOf(c)]).toEqual([[300, 0], 'closed', 'closed', 'active']);
		const [x, y] = [await shop.member(program), await shop.member(program)];
		await merge(x.customer, y.customer);
		await merge(y.customer, x.customer);
		await followMerges();
		expect([await statusOf(x), await statusOf(y)]).toEqual(['active', 'active']);
		expect(await shop.audit()).toEqual([]);
	});
});
