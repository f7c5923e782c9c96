import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, describe, expect, it } from 'vitest';
import { settleDueAccounts } from '../../../extensions/loyalty/src/api/accounts/sweep.ts';
import type { Settled } from '../../../extensions/loyalty/src/domain/accounts/settle-account.ts';
import { eachDatabase } from '../../support/databases.ts';
import { Scenario } from '../../support/loyalty/scenario.ts';
import { NOON, Shop } from '../../support/loyalty/shop.ts';
import { readAccount } from '../../support/loyalty/stored.ts';
import { createLoyaltyTables, runOn } from '../../support/loyalty/tables.ts';

const MINUTE = 60_000;
const LOGGER = { warn: () => undefined, error: () => undefined, info: () => undefined } as never;

describe('a program that has ended', () => {
	it('earns nothing more; what members have can be spent until its last day, and is over then', async () => {
		const scenario = await Scenario.begin({ expiry_months: 2, pending_days: 3 });
		await scenario.done('2026-01-01', 'a', 'accrue', { points: 100 });
		await scenario.done('2026-01-10', 'a', 'accrue', { points: 50 });
		const { hold } = await scenario.done('2026-01-11', 'a', 'hold', { points: 20, expires_in_minutes: 60 * 24 * 10 });
		scenario.memory.program('p1').status = 'ended';
		expect(await scenario.do('2026-01-12', 'a', 'accrue', { points: 5 })).toMatchObject({ refusal: { reason: 'program_ended' } });
		expect(await scenario.done('2026-01-12', 'a', 'redeem', { points: 30 })).toMatchObject({ available: 50 });
		await scenario.done('2026-01-12', 'a', 'post', { hold });
		await scenario.done('2026-01-13', 'a', 'settle');
		expect(scenario.balance('a'), 'what waited can be spent').toBe('100/0/0/0');
		await scenario.done('2026-03-02', 'a', 'settle');
		expect(scenario.balance('a'), 'the first lot has run off').toBe('50/0/0/0');
		await scenario.done('2026-03-11', 'a', 'settle');
		expect(scenario.balance('a')).toBe('0/0/0/0');
	});
});

eachDatabase('edges of the ledger', (_name, connect) => {
	let knex: Knex;
	let shop: Shop;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
		await knex('crm_settings').insert({ id: randomUUID(), timezone: 'Asia/Shanghai', currency: 'CNY' });
		shop = new Shop(knex);
	});

	it('an order that grows after it earned earns no more, and refunds are measured by what it was', async () => {
		const { account, customer } = await shop.member(await shop.program());
		const { id, lines } = await shop.order(customer, { lines: [60, 40] });
		await shop.follow();
		await knex('crm_order_lines').where({ id: lines[0] }).update({ amount: 120 });
		await shop.change(id, { amount: 160 });
		expect(await shop.balance(account)).toEqual([100, 0]);
		await shop.change(id, { status: 'cancelled' });
		expect(await shop.balance(account)).toEqual([0, 0]);
		await shop.change(id, { status: 'paid', amount: 100 });
		expect(await shop.balance(account), 'the mistake was corrected').toEqual([100, 0]);
		expect(await shop.audit()).toEqual([]);
	});

	it('a hold that times out while it is posted is one of the two, never both', async () => {
		const { account } = await shop.member(await shop.program());
		await runOn(knex, { command: 'accrue', input: { account, points: 100 }, key: null, at: NOON });
		const ends: string[] = [];
		for (let round = 0; round < 6; round++) {
			const begun = new Date(NOON.getTime() + round * 60 * MINUTE);
			const after = (seconds: number): Date => new Date(begun.getTime() + 30 * MINUTE + seconds * 1000);
			const held = await runOn<{ hold: string }>(knex, { command: 'hold', input: { account, points: 10, expires_in_minutes: 30 }, key: null, at: begun });
			const { hold } = (held as { answer: { hold: string } }).answer;
			const sweep = settleDueAccounts({ database: knex, logger: LOGGER }, after(1), async (id, now) => {
				const outcome = await runOn<Settled>(knex, { command: 'settle', input: { account: id }, key: null, at: now });
				return outcome.kind === 'done' ? outcome.answer : null;
			});
			const [posted] = await Promise.all([runOn(knex, { command: 'post', input: { account, hold }, key: null, at: after(-1) }), sweep]);
			const { state, posted_points: points } = await knex('crm_loyalty_holds').where({ id: hold }).first();
			expect([state, Number(points)]).toEqual(posted.kind === 'done' ? ['posted', 10] : ['expired', 0]);
			if (posted.kind === 'refused') expect(posted.refusal.reason).toBe('hold_expired');
			ends.push(String(state));
		}
		const spent = 10 * ends.filter((state) => state === 'posted').length;
		expect((await readAccount(knex, account)).account).toMatchObject({ available: 100 - spent, held: 0 });
		expect(await shop.audit()).toEqual([]);
	});

	it('a customer who is made nameless keeps account and entries, and the books stay right', async () => {
		const { account, customer } = await shop.member(await shop.program());
		await shop.order(customer);
		await shop.follow();
		const before = await readAccount(knex, account);
		const blank = { name: '—', phone: null, email: null, wechat: null, birthday: null, notes: null, status: 'archived' };
		const columns = await knex('crm_customers').columnInfo();
		await knex('crm_customers').where({ id: customer }).update(Object.fromEntries(Object.entries(blank).filter(([name]) => name in columns)));
		expect(await readAccount(knex, account)).toEqual(before);
		expect(JSON.stringify(before.entries), 'entries name nobody').not.toContain('Member');
		await runOn(knex, { command: 'redeem', input: { account, points: 40 }, key: null, at: NOON });
		expect(await shop.balance(account)).toEqual([60, 0]);
		expect(await shop.audit()).toEqual([]);
	});
});
