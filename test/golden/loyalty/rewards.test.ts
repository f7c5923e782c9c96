import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandStore } from '../../../extensions/core/src/api/command/store.ts';
import { runCommand, type Command } from '../../../extensions/core/src/application/command/run-command.ts';
import { AUDIT_CHECKS } from '../../../extensions/loyalty/src/api/audit-checks.ts';
import { redeemRewardCommand, VOUCHER_COMMANDS } from '../../../extensions/loyalty/src/api/rewards/commands.ts';
import { rewardsOf } from '../../../extensions/loyalty/src/api/rewards/read-offers.ts';
import type { Voucher } from '../../../extensions/loyalty/src/domain/rewards/voucher.ts';
import { eachDatabase } from '../../support/databases.ts';
import { readAccount } from '../../support/loyalty/stored.ts';
import { createLoyaltyTables, newMember, newProgram, runOn } from '../../support/loyalty/tables.ts';

const NOON = new Date('2026-03-01T04:00:00Z');
const DAY_MS = 86_400_000;
const later = (days: number): Date => new Date(NOON.getTime() + days * DAY_MS);
/** What a condition of the reward needs to know of customers. */
const SCHEMA = {
	collections: { crm_customers: { collection: 'crm_customers', primary: 'id', fields: { id: { type: 'uuid' }, region: { type: 'string' } } } },
	relations: [],
} as never;

eachDatabase('rewards', (name, connect) => {
	let knex: Knex;
	let program: string;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
		const tiers = [{ key: 'gold', name: 'Gold', qualify_min: 50 }, { key: 'black', name: 'Black', qualify_min: 500 }];
		program = await newProgram(knex, { timezone: 'Asia/Shanghai', expiry_months: 12, redeem_min: 1000, tiers: tiers as never, tier_window: 'lifetime' });
	});

	const send = async <Input, State, Answer>(command: Command<Input, State, Answer, Knex>, input: Input, { key = null, now = NOON }: { key?: string | null; now?: Date } = {}) => {
		const outcome = await runCommand(commandStore(knex, () => Promise.resolve()), command, { input, caller: 'tester', idempotencyKey: key, now });
		if (outcome.kind === 'done') return { said: 'done', ...outcome.answer };
		return { said: outcome.kind === 'refused' ? outcome.refusal.reason : outcome.kind };
	};
	const newReward = async (row: object = {}): Promise<string> => {
		const id = randomUUID();
		await knex('crm_loyalty_rewards').insert({ id, key: id, name: 'Coffee', program, status: 'active', points: 30, issued: 0, ...row });
		return id;
	};
	const member = async (points = 100, at = NOON): Promise<string> => {
		const account = await newMember(knex, program, at);
		if (points > 0) await runOn(knex, { command: 'accrue', input: { account, points }, key: null, at });
		return account;
	};
	const redeem = async (account: string, reward: string, given?: { key?: string; now?: Date }) =>
		(await send(redeemRewardCommand(SCHEMA), { account, reward }, given)) as { said: string; available?: number; voucher: Voucher };
	const resolve = (to: 'use' | 'cancel', { id, account, reward }: Voucher, given?: { key?: string; now?: Date }) =>
		send(VOUCHER_COMMANDS[to], { account, reward, voucher: id }, given);
	const left = async (account: string): Promise<number> => (await readAccount(knex, account)).account.available;
	const counted = async (reward: string): Promise<number[]> => {
		const { value } = (await knex('crm_counters').where({ name: `loyalty.stock:${reward}` }).first('value')) ?? { value: 0 };
		return [Number(value), Number((await knex('crm_loyalty_rewards').where({ id: reward }).first('issued')).issued)];
	};
	const audit = async (): Promise<string[]> => {
		const wrong: string[] = [];
		for (const { name: check, violations } of AUDIT_CHECKS) wrong.push(...(await violations({ database: knex } as never)).map((what) => `${check}: ${what}`));
		return wrong;
	};

	it('a reward of 30 points leaves 70 of 100, and a voucher for 10 days with a code of its own', async () => {
		const [account, reward] = [await member(), await newReward({ voucher_days: 10, stock: 5 })];
		const { voucher, ...rest } = await redeem(account, reward, { key: 'coffee' });
		expect(rest).toMatchObject({ said: 'done', points: 30, available: 70 });
		expect(voucher).toMatchObject({ account, reward, points: 30, state: 'issued', expires_on: '2026-03-11', rule: null });
		expect(voucher.code).toMatch(/^[2-9A-HJKMNP-Z]{10}$/);
		const { entries } = await readAccount(knex, account);
		expect(entries.at(-1)).toMatchObject({ type: 'redemption', points: -30, txn: voucher.txn, source_type: 'reward', source_id: reward });
		expect((await redeem(account, reward, { key: 'coffee' })).voucher, 'sent again').toEqual(voucher);
		expect([await left(account), await counted(reward)]).toEqual([70, [1, 1]]);
	});

	it.each([
		{ why: 'a draft', row: { status: 'draft' }, says: 'reward_not_available' },
		{ why: 'not begun', row: { starts_at: later(1) }, says: 'reward_not_available' },
		{ why: 'over from this very moment on', row: { ends_at: NOON }, says: 'reward_not_available' },
		{ why: 'only rules give it', row: { points: null }, says: 'reward_not_available' },
		{ why: 'for the north only', row: { eligibility: JSON.stringify({ region: { _eq: 'north' } }) }, says: 'not_eligible' },
		{ why: 'for a tier that the member has not', row: { min_tier: 'gold' }, says: 'not_eligible' },
		{ why: 'for a tier that the program no longer has', row: { min_tier: 'gone' }, says: 'not_eligible' },
		{ why: 'nothing of it came in', row: { stock: 0 }, says: 'reward_out_of_stock' },
		{ why: 'too dear', row: { points: 101 }, says: 'insufficient_points' },
	])('is refused: $why', async ({ row, says }) => {
		const [account, reward] = [await member(), await newReward(row)];
		expect((await redeem(account, reward)).said).toBe(says);
		expect([await left(account), await counted(reward)]).toEqual([100, [0, 0]]);
		const shown = (await rewardsOf(knex, SCHEMA, account, NOON))!.find(({ id }) => id === reward);
		if (says === 'reward_not_available') expect(shown).toBeUndefined();
		else expect(shown?.problem?.reason).toBe(says);
	});

	it.each(['frozen', 'closed'])('of a %s account: each is shown with the refusal that a redemption gets', async (status) => {
		const [account, reward] = [await member(), await newReward()];
		await newReward({ status: 'draft' });
		await knex('crm_loyalty_accounts').where({ id: account }).update({ status });
		const shown = (await rewardsOf(knex, SCHEMA, account, NOON))!;
		expect(shown.map(({ id }) => id)).toContain(reward);
		expect(new Set(shown.map(({ problem }) => problem?.reason))).toEqual(new Set([`account_${status}`]));
		expect((await redeem(account, reward)).said).toBe(`account_${status}`);
	});

	it('is given to whoever meets the condition, and has the tier or a better one', async () => {
		const account = await newMember(knex, program, NOON);
		await runOn(knex, { command: 'accrue', input: { account, points: 500, tier_points: 600 }, key: null, at: NOON });
		const { customer } = (await readAccount(knex, account)).account;
		await knex('crm_customers').where({ id: customer }).update({ region: 'north' });
		const reward = await newReward({ min_tier: 'gold', eligibility: JSON.stringify({ region: { _eq: 'north' } }) });
		expect((await redeem(account, reward)).said).toBe('done');
	});

	it('of another program it is not there', async () => {
		const other = await newProgram(knex, { timezone: 'UTC' });
		expect((await redeem(await member(), await newReward({ program: other }))).said).toBe('missing');
	});

	it('one each: a cancelled voucher makes room for another one, a used one does not', async () => {
		const [account, reward] = [await member(), await newReward({ limit_customer: 1, stock: 2 })];
		const first = await redeem(account, reward);
		expect((await redeem(account, reward)).said).toBe('reward_limit_reached');
		expect(await resolve('cancel', first.voucher)).toMatchObject({ said: 'done', points: 30, available: 100, voucher: { state: 'cancelled' } });
		expect(await counted(reward)).toEqual([0, 0]);
		const second = await redeem(account, reward);
		expect((await resolve('use', second.voucher)).said).toBe('done');
		expect((await redeem(account, reward)).said).toBe('reward_limit_reached');
		expect((await redeem(await member(), reward)).said, 'somebody else').toBe('done');
		expect((await redeem(await member(), reward)).said, 'a third one').toBe('reward_out_of_stock');
		expect(await counted(reward)).toEqual([2, 2]);
	});

	it('cancelling restores the lots as they were, the first that expires as well', async () => {
		const account = await member(20, NOON);
		await runOn(knex, { command: 'accrue', input: { account, points: 50 }, key: null, at: later(40) });
		const before = (await readAccount(knex, account)).entries.filter(({ lot }) => lot === null);
		const { voucher } = await redeem(account, await newReward(), { now: later(41) });
		expect((await readAccount(knex, account)).entries.filter(({ lot }) => lot === null).map(({ open_points: open }) => open)).toEqual([0, 40]);
		await resolve('cancel', voucher, { now: later(42) });
		expect((await readAccount(knex, account)).entries.filter(({ lot }) => lot === null)).toEqual(before);
	});

	it('a voucher is used once, also when two tills ask at once, and not after its last day', async () => {
		const [account, reward] = [await member(), await newReward({ voucher_days: 1 })];
		const [a, b] = [(await redeem(account, reward)).voucher, (await redeem(account, reward)).voucher];
		const said = await Promise.all([resolve('use', a), resolve('use', a), resolve('use', a)]);
		expect(said.map((one) => one.said).sort()).toEqual(['already_used', 'already_used', 'done']);
		expect((await resolve('cancel', a)).said).toBe('already_used');
		// 2 March in Shanghai ends at 16:00 UTC.
		expect((await resolve('use', b, { now: new Date('2026-03-02T16:00:00Z') })).said).toBe('voucher_expired');
		expect((await resolve('cancel', b, { now: later(3) })).said).toBe('voucher_expired');
		expect((await resolve('use', b, { now: new Date('2026-03-02T15:59:59Z') })).said).toBe('done');
		expect((await resolve('use', { ...b, id: randomUUID() })).said).toBe('missing');
	});

	it('16 clients want the last 10: ten get one, and the stock is never overdrawn', async () => {
		const reward = await newReward({ stock: 10, points: 1 });
		const accounts: string[] = [];
		for (let i = 0; i < 16; i++) accounts.push(await member());
		const wanted = accounts.flatMap((account) => [account, account, account]);
		const said: string[] = [];
		const client = async (): Promise<void> => {
			for (let account = wanted.shift(); account; account = wanted.shift()) said.push((await redeem(account, reward)).said);
		};
		await Promise.all(Array.from({ length: name === 'SQLite' ? 4 : 16 }, client));
		expect(said.filter((one) => one === 'done')).toHaveLength(10);
		expect(said.filter((one) => one === 'reward_out_of_stock')).toHaveLength(38);
		expect(await counted(reward)).toEqual([10, 10]);
		expect(await knex('crm_loyalty_vouchers').where({ reward })).toHaveLength(10);
	});

	it('a voucher that came over with a merged account gives back what was paid, as a lot of its own', async () => {
		const [from, to, reward] = [await member(), await member(0), await newReward({ limit_customer: 1 })];
		const { voucher } = await redeem(from, reward);
		await knex('crm_loyalty_vouchers').where({ id: voucher.id }).update({ account: to });
		expect((await resolve('cancel', voucher)).said).toBe('missing');
		expect(await resolve('cancel', { ...voucher, account: to })).toMatchObject({ said: 'done', points: 30, available: 30 });
	});

	describe('the audit', () => {
		it('finds all as it should be', async () => expect(await audit()).toEqual([]));

		it.each([
			{ check: 'vouchers_are_paid_as_they_say', damage: ({ id }: Voucher) => knex('crm_loyalty_vouchers').where({ id }).update({ points: 29 }) },
			{ check: 'vouchers_are_paid_as_they_say', damage: ({ id }: Voucher) => knex('crm_loyalty_vouchers').where({ id }).update({ state: 'cancelled' }) },
			{ check: 'stock_counts_vouchers', damage: ({ reward }: Voucher) => knex('crm_counters').where({ name: `loyalty.stock:${reward}` }).update({ value: 0 }) },
			{ check: 'stock_counts_vouchers', damage: ({ reward }: Voucher) => knex('crm_loyalty_rewards').where({ id: reward }).update({ issued: 7 }) },
			{
				check: 'nobody_has_more_of_a_reward_than_allowed',
				damage: ({ id }: Voucher) => knex('crm_loyalty_vouchers').where({ id }).update({ customer_limit: 0 }),
			},
		])('finds the damage: $check', async ({ check, damage }) => {
			const [account, reward] = [await member(), await newReward({ limit_customer: 1 })];
			const { voucher } = await redeem(account, reward);
			const tables = ['crm_loyalty_vouchers', 'crm_loyalty_rewards'] as const;
			const kept = await Promise.all(tables.map((table, index) => knex(table).where({ id: index === 0 ? voucher.id : reward }).first()));
			await damage(voucher);
			expect((await audit()).filter((found) => found.startsWith(`loyalty.${check}`))).toHaveLength(1);
			for (const [index, table] of tables.entries()) await knex(table).where({ id: kept[index].id }).update(kept[index]);
			await knex('crm_counters').where({ name: `loyalty.stock:${reward}` }).update({ value: 1 });
			expect(await audit()).toEqual([]);
		});
	});
});
