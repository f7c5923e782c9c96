import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { commandStore } from '../../../extensions/core/src/api/command/store.ts';
import { runCommand, type Command } from '../../../extensions/core/src/application/command/run-command.ts';
import { AUDIT_CHECKS } from '../../../extensions/loyalty/src/api/audit-checks.ts';
import { earnEventCommand } from '../../../extensions/loyalty/src/api/events/commands.ts';
import { MESSAGES } from '../../../extensions/loyalty/src/domain/messages/member-message.ts';
import { reckonCommand } from '../../../extensions/loyalty/src/api/orders/commands.ts';
import { VOUCHER_COMMANDS } from '../../../extensions/loyalty/src/api/rewards/commands.ts';
import { voucherOf } from '../../../extensions/loyalty/src/api/rewards/read-vouchers.ts';
import type { Voucher } from '../../../extensions/loyalty/src/domain/rewards/voucher.ts';
import { eachDatabase } from '../../support/databases.ts';
import { createLoyaltyTables, newMember, newProgram } from '../../support/loyalty/tables.ts';

const NOON = new Date('2026-03-01T04:00:00Z');
const SCHEMA = { collections: {}, relations: [] } as never;

eachDatabase('rewards that rules give', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
		await knex('crm_settings').insert({ id: randomUUID(), timezone: 'Asia/Shanghai', currency: 'CNY' });
	});

	const run = async <Input, State, Answer>(command: Command<Input, State, Answer, Knex>, input: Input) => {
		const outcome = await runCommand(commandStore(knex, () => Promise.resolve()), command, { input, caller: 'tester', idempotencyKey: null, now: NOON });
		if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
		return outcome.answer;
	};
	/** A program with one reward and rules that give it, and a member. */
	const club = async ({ reward: of = {}, rules = [{}] as object[] } = {}) => {
		const program = await newProgram(knex, { timezone: 'Asia/Shanghai' });
		const reward = randomUUID();
		await knex('crm_loyalty_rewards').insert({ id: reward, key: reward, name: 'Cake', program, status: 'active', points: null, issued: 0, voucher_days: 7, ...of });
		for (const rule of rules) {
			const id = randomUUID();
			const basic = { name: 'A cake', program, status: 'active', version: 1, trigger: 'order_paid', effect: 'reward', reward, gives: 'both', priority: 1 };
			await knex('crm_loyalty_rules').insert({ id, key: id, ...basic, ...rule });
		}
		const account = await newMember(knex, program, new Date('2026-01-01T00:00:00Z'));
		const { customer } = await knex('crm_loyalty_accounts').where({ id: account }).first('customer');
		const order = randomUUID();
		const row = { placed_at: NOON, paid_at: NOON, currency: 'CNY', status: 'paid', amount: 100, refunded_amount: 0 };
		await knex('crm_orders').insert({ id: order, number: order, customer, ...row });
		return { account, reward, order };
	};
	const reckon = (account: string, order: string) => run(reckonCommand(SCHEMA), { account, order });
	const vouchers = async (account: string): Promise<Voucher[]> => (await knex('crm_loyalty_vouchers').where({ account }).orderBy('id')).map(voucherOf);
	const states = async (account: string): Promise<string[]> => (await vouchers(account)).map(({ state }) => state).sort();
	const counted = async (reward: string): Promise<number> => Number((await knex('crm_counters').where({ name: `loyalty.stock:${reward}` }).first('value')).value);
	const withheld = (account: string): Promise<string[]> => knex('crm_actions').where('payload', 'like', '%reward_withheld%').where('payload', 'like', `%${account}%`).pluck('payload');

	it('the member is told of each, as a present that consent counts for, whatever gave it', async () => {
		const { account, order } = await club({ rules: [{}, { trigger: 'interaction' }] });
		for (let i = 0; i < 2; i++) await reckon(account, order);
		await run(earnEventCommand(SCHEMA), { account, event: { trigger: 'interaction', at: NOON, source: 'visit' } });
		const tellings: { payload: string; guard: string }[] = await knex('crm_actions').where({ kind: 'loyalty.tell-member', subject_id: account }).where('payload', 'like', '%voucher%');
		const given = await vouchers(account);
		expect(tellings.map(({ payload }) => JSON.parse(payload) as unknown)).toEqual(expect.arrayContaining(given.map(({ id }) => ({ message: 'reward_given', voucher: id }))));
		expect([tellings.length, given.length]).toEqual([2, 2]);
		expect(MESSAGES.reward_given.purpose).toBe('care');
	});

	it('a paid order gives it once, for no points; cancelled, it is taken along, and does not come twice', async () => {
		const { account, reward, order } = await club({ reward: { stock: 1 } });
		for (let i = 0; i < 3; i++) await reckon(account, order);
		const [voucher, ...more] = await vouchers(account);
		expect([voucher, more]).toMatchObject([{ points: 0, txn: null, source: order, state: 'issued', expires_on: '2026-03-08' }, []]);
		expect(await counted(reward)).toBe(1);
		await knex('crm_orders').where({ id: order }).update({ status: 'cancelled' });
		await reckon(account, order);
		expect([await states(account), await counted(reward)]).toEqual([['cancelled'], 0]);
		await knex('crm_orders').where({ id: order }).update({ status: 'paid' });
		await reckon(account, order);
		expect(await states(account)).toEqual(['cancelled']);
	});

	it('refunded in part it stays, refunded whole it goes; what was used stays used', async () => {
		const { account, order } = await club();
		await reckon(account, order);
		await knex('crm_orders').where({ id: order }).update({ refunded_amount: 99 });
		await reckon(account, order);
		expect(await states(account)).toEqual(['issued']);
		await knex('crm_orders').where({ id: order }).update({ refunded_amount: 100, status: 'refunded' });
		await reckon(account, order);
		expect(await states(account)).toEqual(['cancelled']);
		const other = await club();
		await reckon(other.account, other.order);
		const [voucher] = await vouchers(other.account);
		await run(VOUCHER_COMMANDS.use, { account: other.account, reward: other.reward, voucher: voucher!.id });
		await knex('crm_orders').where({ id: other.order }).update({ status: 'cancelled' });
		await reckon(other.account, other.order);
		expect(await states(other.account)).toEqual(['used']);
	});

	it('where nothing is left the order earns its points all the same, and the reason is told', async () => {
		const { account, order } = await club({ reward: { stock: 0 }, rules: [{}, { effect: 'per_amount', reward: null, points: 1, per_amount: 1 }] });
		expect((await reckon(account, order)).points).toBe(100);
		expect(await states(account)).toEqual([]);
		expect(await withheld(account)).toEqual([expect.stringContaining('reward_out_of_stock')]);
		// What was withheld once is decided, also when more comes in.
		await knex('crm_loyalty_rewards').update({ stock: 5 });
		await reckon(account, order);
		expect(await states(account)).toEqual([]);
	});

	it('two rules and a limit of one: one of them gives it', async () => {
		const { account, order } = await club({ reward: { limit_customer: 1 }, rules: [{}, {}] });
		await reckon(account, order);
		expect([await states(account), (await withheld(account)).length]).toEqual([['issued'], 1]);
	});

	it('other events give it too, each once', async () => {
		const { account } = await club({ rules: [{ trigger: 'interaction' }] });
		const event = { trigger: 'interaction', at: NOON, source: 'visit' } as const;
		for (let i = 0; i < 2; i++) await run(earnEventCommand(SCHEMA), { account, event });
		expect(await states(account)).toEqual(['issued']);
		await run(earnEventCommand(SCHEMA), { account, event: { ...event, source: 'another visit' } });
		expect(await states(account)).toEqual(['issued', 'issued']);
	});

	it('and the books are right', async () => {
		const wrong: string[] = [];
		for (const { name, violations } of AUDIT_CHECKS) wrong.push(...(await violations({ database: knex } as never)).map((what) => `${name}: ${what}`));
		expect(wrong).toEqual([]);
	});
});
