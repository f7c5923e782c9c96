import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { beforeAll, describe, expect, it } from 'vitest';
import { noteInactivity } from '../../../extensions/loyalty/src/api/programs/inactivity-guard.ts';
import { liability } from '../../../extensions/loyalty/src/api/figures/reports.ts';
import { settleDueAccounts } from '../../../extensions/loyalty/src/api/accounts/sweep.ts';
import { accountAt } from '../../../extensions/loyalty/src/domain/ledger/account-at.ts';
import { addDays, addMonths } from '../../../extensions/loyalty/src/domain/validity/days.ts';
import { idleUntil, overSince } from '../../../extensions/loyalty/src/domain/validity/inactivity.ts';
import type { Settled } from '../../../extensions/loyalty/src/domain/accounts/settle-account.ts';
import { eachDatabase } from '../../support/databases.ts';
import { at, Scenario } from '../../support/loyalty/scenario.ts';
import { Shop } from '../../support/loyalty/shop.ts';
import { createLoyaltyTables, runOn } from '../../support/loyalty/tables.ts';

const YEAR = { inactivity_months: 12, inactivity_from: '2020-01-01' };

describe('points end when a member does not show up', () => {
	it('A-I10: twelve months after the last purchase or redemption; the last day counts', async () => {
		const scenario = await Scenario.begin(YEAR);
		await scenario.done('2026-01-10', 'a', 'accrue', { points: 100 });
		await scenario.done('2026-03-01', 'a', 'redeem', { points: 10 });
		expect(await scenario.done('2027-03-01', 'a', 'redeem', { points: 10 })).toMatchObject({ available: 80 });
		await scenario.done('2028-03-02', 'a', 'settle');
		expect(scenario.balance('a')).toBe('0/0/0/0');
	});

	it('whether or not a sweep came: who comes a day late finds nothing', async () => {
		const scenario = await Scenario.begin(YEAR);
		await scenario.done('2026-01-10', 'a', 'accrue', { points: 100 });
		expect(await scenario.done('2027-01-11', 'a', 'accrue', { points: 5 })).toMatchObject({ available: 5 });
	});

	it('beside their own last days: whichever comes first', async () => {
		const scenario = await Scenario.begin({ ...YEAR, expiry_months: 18 });
		await scenario.done('2026-01-31', 'a', 'accrue', { points: 100 });
		await scenario.done('2026-12-31', 'a', 'accrue', { points: 10 });
		const lots = accountAt(scenario.memory.book(scenario.id('a')), at('2027-01-01')).lots.map(({ points, expires_on: last }) => [points, last]);
		expect(lots, 'as the member is told').toEqual([[100, '2027-07-31'], [10, '2027-12-31']]);
		await scenario.done('2027-08-01', 'a', 'settle');
		expect(scenario.balance('a')).toBe('10/0/0/0');
	});

	it('a month has no 31st: the end of February', async () => {
		const scenario = await Scenario.begin({ ...YEAR, inactivity_months: 1 });
		await scenario.done('2026-01-31', 'a', 'accrue', { points: 100 });
		await scenario.done('2026-02-28', 'a', 'settle');
		expect(scenario.balance('a')).toBe('100/0/0/0');
		await scenario.done('2026-03-01', 'a', 'settle');
		expect(scenario.balance('a')).toBe('0/0/0/0');
	});

	it('corrections and gifts from others are no activity, but last their own months', async () => {
		const scenario = await Scenario.begin(YEAR);
		await scenario.done('2026-01-10', 'a', 'accrue', { points: 100 });
		await scenario.done('2026-06-01', 'b', 'accrue', { points: 50 });
		await scenario.done('2026-11-01', 'a', 'adjust', { points: 7, reason: 'sorry' });
		await scenario.done('2026-12-01', 'b', 'transfer', { to: 'a', points: 20 });
		await scenario.done('2027-01-11', 'a', 'settle');
		expect(scenario.balance('a')).toBe('27/0/0/0');
		await scenario.done('2027-11-02', 'a', 'settle');
		expect(scenario.balance('a')).toBe('20/0/0/0');
		await scenario.done('2027-12-01', 'b', 'settle');
		expect(scenario.balance('b'), 'who gives has shown up').toBe('30/0/0/0');
	});

	it('points on hold stay until the hold ends, and are over then', async () => {
		const scenario = await Scenario.begin(YEAR);
		await scenario.done('2026-01-10', 'a', 'accrue', { points: 100 });
		const { hold } = await scenario.done('2027-01-09', 'a', 'hold', { points: 60, expires_in_minutes: 60 * 24 * 30 });
		await scenario.done('2027-01-20', 'a', 'settle');
		expect(scenario.balance('a')).toBe('0/0/60/0');
		await scenario.done('2027-01-21', 'a', 'void', { hold });
		expect(scenario.balance('a')).toBe('0/0/0/0');
	});

	it('points that wait last at least until their first day', async () => {
		const scenario = await Scenario.begin({ ...YEAR, inactivity_months: 1, pending_days: 60 });
		await scenario.done('2026-01-10', 'a', 'accrue', { points: 100 });
		await scenario.done('2026-03-11', 'a', 'redeem', { points: 40 });
		await scenario.done('2026-04-11', 'a', 'settle');
		expect(scenario.balance('a')).toBe('60/0/0/0');
	});

	it('a setting that is new ends nothing before the day from which it holds', async () => {
		const scenario = await Scenario.begin({ ...YEAR, inactivity_from: '2026-07-31' });
		await scenario.done('2024-01-10', 'a', 'accrue', { points: 100 });
		await scenario.done('2026-07-31', 'a', 'settle');
		expect(scenario.balance('a')).toBe('100/0/0/0');
		await scenario.done('2026-08-01', 'a', 'settle');
		expect(scenario.balance('a')).toBe('0/0/0/0');
	});

	it('what a sweep looks for is what is over', () => {
		const day = fc.integer({ min: 0, max: 2000 }).map((days) => addDays('2024-01-01', days));
		fc.assert(
			fc.property(day, day, fc.integer({ min: 1, max: 30 }), day, (today, since, months, from) => {
				const policy = { inactivity_months: months, inactivity_from: from };
				const found = overSince(policy, today);
				expect(found !== null && since <= found).toBe(idleUntil(policy, since) < today);
			}),
		);
	});
});

eachDatabase('inactivity', (_name, connect) => {
	let knex: Knex;
	let shop: Shop;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
		await knex('crm_settings').insert({ id: randomUUID(), timezone: 'Asia/Shanghai', currency: 'CNY' });
		shop = new Shop(knex);
	});

	const done = (command: string, input: object, when: string) => runOn(knex, { command, input: { ...input }, key: null, at: at(when) });
	const sweep = (when: string): Promise<string[]> =>
		settleDueAccounts({ database: knex, logger: console as never }, at(when), async (account, now) => {
			const outcome = await runOn<Settled>(knex, { command: 'settle', input: { account }, key: null, at: now });
			return outcome.kind === 'done' ? outcome.answer : null;
		});

	it('A-I11: the sweep finds who is due, and nobody twice; the liability knows the day', async () => {
		const program = await shop.program({ ...YEAR, expiry_months: 24 } as never);
		const [quiet, busy] = [await shop.member(program), await shop.member(program)];
		for (const { account } of [quiet, busy]) await done('accrue', { account, points: 100 }, '2026-01-31');
		await done('redeem', { account: busy.account, points: 10 }, '2026-06-15');
		const row = (await knex('crm_loyalty_programs').where({ id: program }).first()) as Record<string, unknown>;
		const report = await liability(knex, row, at('2026-07-01'));
		expect(report.by_month_of_expiry.map(({ month, points }) => [month, points])).toEqual([['2027-01', 100], ['2027-06', 90]]);
		expect(await sweep('2027-01-31')).toEqual([]);
		expect((await liability(knex, row, at('2027-02-01'))).points, 'before the sweep has come').toBe(90);
		const said = await Promise.all([sweep('2027-02-01'), sweep('2027-02-01')]);
		expect(said.flat()).toEqual(['points that expired: 100']);
		expect(await sweep('2027-02-01')).toEqual([]);
		expect([await shop.balance(quiet.account), await shop.balance(busy.account)]).toEqual([[0, 0], [90, 0]]);
		expect(await shop.audit()).toEqual([]);
	});

	it('switched on, changed and switched off in a program with members', async () => {
		const program = await shop.program();
		const { account } = await shop.member(program);
		await done('accrue', { account, points: 100 }, '2024-01-31');
		const save = async (months: number | null): Promise<unknown> => {
			const { inactivity_from: from, inactivity_months } = await noteInactivity(knex, { inactivity_months: months }, [program]);
			await knex('crm_loyalty_programs').where({ id: program }).update({ inactivity_months, ...(from ? { inactivity_from: from } : {}) });
			return from;
		};
		const notice = addDays(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10), 30);
		expect(await save(12)).toBe(notice);
		expect(await save(24), 'longer: nobody loses by it').toBeUndefined();
		expect(await save(18), 'shorter').toBe(notice);
		expect(await sweep(notice)).toEqual([]);
		expect(await shop.balance(account)).toEqual([100, 0]);
		await save(null);
		expect(await sweep(addDays(notice, 1)), 'off').toEqual([]);
		await save(1);
		await done('accrue', { account, points: 5 }, notice);
		expect(await sweep(addDays(addMonths(notice, 1), 1))).toEqual(['points that expired: 105']);
		expect(await shop.audit()).toEqual([]);
	});
});
