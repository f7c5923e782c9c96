import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, describe, expect, it } from 'vitest';
import { findMissedOrders } from '../../../extensions/loyalty/src/api/orders/find-missed-orders.ts';
import { keepVersion } from '../../../extensions/loyalty/src/api/rules/keep-version.ts';
import { storedRuleOf } from '../../../extensions/loyalty/src/domain/rules/stored-rule.ts';
import { eachDatabase } from '../../support/databases.ts';
import { NOON, SCHEMA, Shop } from '../../support/loyalty/shop.ts';
import { createLoyaltyTables, runOn } from '../../support/loyalty/tables.ts';

/** The day after, in the month after. */
const LATER = new Date('2026-04-02T04:00:00Z');
const TOMORROW = new Date('2026-03-02T04:00:00Z');

eachDatabase('what refunds give back besides points', (_name, connect) => {
	let knex: Knex;
	let shop: Shop;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
		await knex('crm_settings').insert({ id: randomUUID(), timezone: 'Asia/Shanghai', currency: 'CNY' });
		shop = new Shop(knex);
	});

	const available = async (account: string): Promise<number> => (await shop.balance(account))[0]!;

	describe('A-I19: limits of a rule', () => {
		it('ever: what is refunded is given back, in the measure of the refund', async () => {
			const { account, customer } = await shop.member(await shop.program({}, { limit_customer_total: 150 }));
			const { id } = await shop.order(customer);
			await shop.follow();
			await shop.change(id, { refunded_amount: 40 }, LATER);
			// 60 count, so 90 are left.
			await shop.order(customer, { amount: 500 });
			await shop.follow(LATER);
			expect(await available(account)).toBe(150);
		});

		it('a refund that came before anybody looked counts only what was earned', async () => {
			const { account, customer } = await shop.member(await shop.program({}, { limit_customer_total: 150 }));
			await shop.order(customer, { refunded_amount: 40 });
			await shop.order(customer, { amount: 500 });
			await shop.follow();
			expect(await available(account)).toBe(150);
		});

		it('a day: given back on that day, and never later', async () => {
			const { account, customer } = await shop.member(await shop.program({}, { limit_customer_day: 150 }));
			const [one, two] = [await shop.order(customer), await shop.order(customer)];
			await shop.follow();
			expect(await available(account)).toBe(150);
			await shop.change(one.id, { status: 'cancelled' });
			expect(await available(account)).toBe(50);
			await shop.order(customer, { amount: 70 });
			await shop.follow();
			expect(await available(account)).toBe(120);
			// The day is over: an order of it that is told now finds what was left of it then, 30.
			await shop.change(two.id, { status: 'cancelled' }, TOMORROW);
			await shop.order(customer);
			await shop.follow(TOMORROW);
			expect(await available(account)).toBe(70 + 30);
		});

		it('a budget is given back, and is not overdrawn when a cancellation is taken back after others drew on it', async () => {
			const program = await shop.program({}, { budget_points: 100 });
			const [one, other] = [await shop.member(program), await shop.member(program)];
			const { id } = await shop.order(one.customer);
			await shop.follow();
			await shop.change(id, { status: 'cancelled' });
			await shop.order(other.customer, { amount: 70 });
			await shop.follow();
			await shop.change(id, { status: 'paid' });
			expect([await available(one.account), await available(other.account)]).toEqual([30, 70]);
			// It has found its measure: what it is asked later, and in which order, changes nothing.
			await shop.change(id, { refunded_amount: 80 });
			expect(await available(one.account)).toBe(20);
			await shop.change(id, { refunded_amount: 0 });
			expect(await available(one.account)).toBe(30);
			await shop.change(id, { status: 'cancelled' });
			expect(await available(one.account)).toBe(0);
			const rules: string[] = await knex('crm_loyalty_rules').where({ program }).pluck('id');
			const value = (await knex('crm_counters').where({ name: `loyalty.budget:${rules[0]}` }).first('value')) as { value: unknown };
			expect(Number(value.value)).toBe(70);
			expect(await shop.audit()).toEqual([]);
		});

		it('by the limits that it had when the order was paid', async () => {
			const program = await shop.program({}, { budget_points: 100 });
			const { account, customer } = await shop.member(program);
			const { id } = await shop.order(customer);
			await shop.follow();
			const before = storedRuleOf((await knex('crm_loyalty_rules').where({ program }).first()) as Record<string, unknown>);
			const after = { ...before, budget_points: null, version: 2 };
			await keepVersion(knex, { before, after }, LATER);
			await knex('crm_loyalty_rules').where({ program }).update({ budget_points: null, version: 2 });
			await shop.change(id, { status: 'cancelled' });
			const value = (await knex('crm_counters').where({ name: `loyalty.budget:${before.id}` }).first('value')) as { value: unknown };
			expect([Number(value.value), await available(account)]).toEqual([0, 0]);
		});
	});

	describe('A-I19: the cap of the program', () => {
		it('an order that comes back finds what others left of it', async () => {
			const { account, customer } = await shop.member(await shop.program({ earn_cap_points: 150, earn_cap_period: 'month' }));
			const { id } = await shop.order(customer);
			await shop.follow();
			await shop.change(id, { status: 'cancelled' });
			await shop.order(customer, { amount: 120 });
			await shop.follow();
			await shop.change(id, { status: 'paid' });
			expect(await available(account)).toBe(150);
			await shop.change(id, { refunded_amount: 10 }, LATER);
			await shop.change(id, { refunded_amount: 0 }, LATER);
			expect(await available(account), 'also when it is asked again in another month').toBe(150);
			expect(await shop.audit()).toEqual([]);
		});

		it('a period that is over is closed: what comes back later was earned within its cap', async () => {
			const { account, customer } = await shop.member(await shop.program({ earn_cap_points: 100, earn_cap_period: 'month' }));
			const { id } = await shop.order(customer);
			await shop.follow();
			await shop.change(id, { status: 'cancelled' }, LATER);
			await shop.order(customer, { paid_at: LATER, placed_at: LATER });
			await shop.follow(LATER);
			await shop.change(id, { status: 'paid' }, LATER);
			expect(await available(account)).toBe(200);
			expect(await shop.audit()).toEqual([]);
		});
	});

	describe('A-I14: points that were spent on an order', () => {
		const buy = async (settings = {}) => {
			const { account, customer } = await shop.member(await shop.program(settings, { points: 0, effect: 'fixed' }));
			const say = (command: string, input: object, now = NOON) => runOn(knex, { command, input: { account, ...input }, key: null, at: now });
			await say('adjust', { points: 30, reason: 'first' });
			await say('adjust', { points: 30, reason: 'second' });
			const { id } = await shop.order(customer, { status: 'confirmed' });
			await say('redeem', { points: 50, order: id });
			await shop.follow();
			await shop.change(id, { status: 'paid' });
			const lots = async (): Promise<number[]> =>
				((await knex('crm_loyalty_entries').where({ account, type: 'adjustment' }).whereNull('lot').orderBy('seq').pluck('open_points')) as unknown[]).map(Number);
			return { account, id, say, lots };
		};

		it('are taken again when the refund is taken back, from the lots that they went to', async () => {
			const { account, id, lots } = await buy();
			expect(await lots()).toEqual([0, 10]);
			await shop.change(id, { refunded_amount: 60 });
			expect(await lots()).toEqual([10, 30]);
			await shop.change(id, { refunded_amount: 20 });
			expect(await lots()).toEqual([0, 20]);
			await shop.change(id, { refunded_amount: 0 });
			expect(await lots()).toEqual([0, 10]);
			await shop.change(id, { status: 'cancelled' });
			expect(await lots()).toEqual([30, 30]);
			await shop.change(id, { status: 'paid' });
			expect([await lots(), await shop.balance(account)]).toEqual([[0, 10], [10, 0]]);
			expect(await shop.audit()).toEqual([]);
		});

		it('what was spent elsewhere meanwhile is owed', async () => {
			const { account, id, say } = await buy();
			await shop.change(id, { status: 'cancelled' });
			await say('redeem', { points: 60 });
			await shop.change(id, { status: 'paid' });
			expect(await shop.balance(account)).toEqual([0, 50]);
			expect(await shop.audit()).toEqual([]);
		});

		it('that were over when they came back had lapsed, and are not owed', async () => {
			const { account, id } = await buy({ expiry_months: 1 });
			const then = new Date('2026-05-01T04:00:00Z');
			await shop.change(id, { status: 'cancelled' }, then);
			expect(await shop.balance(account)).toEqual([0, 0]);
			await shop.change(id, { status: 'paid' }, then);
			expect(await shop.balance(account)).toEqual([0, 0]);
			expect(await shop.audit()).toEqual([]);
		});

		it('that got more days are taken from the lot that these made', async () => {
			const { account, id } = await buy({ expiry_months: 1, refund_grace_days: 30 });
			const then = new Date('2026-05-01T04:00:00Z');
			await shop.change(id, { status: 'cancelled' }, then);
			expect(await shop.balance(account)).toEqual([50, 0]);
			await shop.change(id, { status: 'paid' }, then);
			expect(await shop.balance(account)).toEqual([0, 0]);
			expect(await shop.audit()).toEqual([]);
		});
	});

	describe('an order that was never paid', () => {
		it('gives points back that were spent on it when it is deleted', async () => {
			const { account, customer } = await shop.member(await shop.program());
			await runOn(knex, { command: 'adjust', input: { account, points: 50, reason: 'start' }, key: null, at: NOON });
			const { id } = await shop.order(customer, { status: 'confirmed' });
			await runOn(knex, { command: 'redeem', input: { account, points: 50, order: id }, key: null, at: NOON });
			await shop.follow();
			expect(await shop.balance(account)).toEqual([0, 0]);
			await knex('crm_orders').where({ id }).del();
			await shop.follow();
			expect(await shop.balance(account)).toEqual([50, 0]);
		});

		it('also when it is deleted before anybody followed it, or while triggers were off', async () => {
			const { account, customer } = await shop.member(await shop.program());
			await runOn(knex, { command: 'adjust', input: { account, points: 50, reason: 'start' }, key: null, at: NOON });
			const [one, two] = [await shop.order(customer, { status: 'confirmed' }), await shop.order(customer, { status: 'draft' })];
			const spend = (points: number, order: string) => runOn(knex, { command: 'redeem', input: { account, points, order }, key: null, at: NOON });
			const { answer: { hold } } = (await runOn(knex, { command: 'hold', input: { account, points: 20, order: one.id }, key: null, at: NOON })) as { answer: { hold: string } };
			await runOn(knex, { command: 'post', input: { account, hold }, key: null, at: NOON });
			await spend(30, two.id);
			await knex('crm_orders').where({ id: two.id }).del();
			await shop.follow();
			expect(await shop.balance(account)).toEqual([30, 0]);
			await knex('crm_orders').where({ id: one.id }).del();
			await shop.forget();
			await findMissedOrders(host());
			expect(await shop.balance(account)).toEqual([50, 0]);
			expect(await findMissedOrders(host())).toEqual([]);
		});
	});

	const host = () =>
		({ database: knex, getSchema: () => Promise.resolve(SCHEMA), logger: console, emitter: { emitFilter: (_: string, all: unknown) => Promise.resolve(all) }, env: {} }) as never;

	it('the sweep compares lines as well; recent orders by themselves', async () => {
		const { account, customer } = await shop.member(await shop.program());
		const placed_at = new Date('2026-02-01T00:00:00Z');
		const [recent, old] = [await shop.order(customer, { lines: [60, 40] }), await shop.order(customer, { lines: [60, 40], placed_at })];
		await shop.follow();
		expect(await findMissedOrders(host())).toEqual([]);
		for (const { lines } of [recent, old]) await knex('crm_order_lines').where({ id: lines[0] }).update({ refunded_amount: 60 });
		await shop.forget();
		expect(await findMissedOrders(host(), new Date('2026-02-20T00:00:00Z'))).toEqual(['orders whose points were caught up: 1']);
		expect(await available(account)).toBe(140);
		expect(await findMissedOrders(host())).toEqual(['orders whose points were caught up: 1']);
		expect(await available(account)).toBe(80);
		expect(await findMissedOrders(host())).toEqual([]);
	});
});
