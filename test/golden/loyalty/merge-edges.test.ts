import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { commandStore } from '../../../extensions/core/src/api/command/store.ts';
import { runCommand, type Command } from '../../../extensions/core/src/application/command/run-command.ts';
import { dayOf } from '../../../extensions/loyalty/src/api/ledger/rows.ts';
import { followMerge } from '../../../extensions/loyalty/src/api/merge/follow-merge.ts';
import { findMissedOrders } from '../../../extensions/loyalty/src/api/orders/find-missed-orders.ts';
import { formerAccounts } from '../../../extensions/loyalty/src/api/referral/living-account.ts';
import { redeemRewardCommand, VOUCHER_COMMANDS } from '../../../extensions/loyalty/src/api/rewards/commands.ts';
import type { Program } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { eachDatabase } from '../../support/databases.ts';
import { NOON, SCHEMA, Shop, type Member } from '../../support/loyalty/shop.ts';
import { createLoyaltyTables, newCustomer, runOn } from '../../support/loyalty/tables.ts';

const LATER = new Date('2026-05-01T04:00:00Z');

eachDatabase('what is left of merged customers', (_name, connect) => {
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
	const merge = async (from: Member, into: { customer: string }): Promise<void> => {
		await knex('crm_customers').where({ id: from.customer }).update({ merged_into: into.customer, status: 'archived' });
		await followMerge(knex, from.customer);
	};
	const run = async <Input, State, Answer>(command: Command<Input, State, Answer, Knex>, input: Input, now = NOON): Promise<Answer | string> => {
		const outcome = await runCommand(commandStore(knex, () => Promise.resolve()), command, { input, caller: 'tester', idempotencyKey: null, now });
		if (outcome.kind === 'done') return outcome.answer;
		return outcome.kind === 'refused' ? outcome.refusal.reason : outcome.kind;
	};
	const three = async (settings: Partial<Program> = {}): Promise<[Member, Member, Member]> => {
		const program = await shop.program(settings);
		return [await shop.member(program), await shop.member(program), await shop.member(program)];
	};

	it('accounts that live on in another one are found over any number of merges', async () => {
		const [a, b, c] = await three();
		await merge(a, b);
		await merge(b, c);
		expect((await formerAccounts(knex, c.account)).sort()).toEqual([a.account, b.account].sort());
		expect(await formerAccounts(knex, a.account)).toEqual([]);
	});

	it('an order of a customer who was merged twice, that nobody noted, is found by the sweep of all', async () => {
		const [a, b, c] = await three();
		await merge(a, b);
		await merge(b, c);
		await shop.order(a.customer);
		await shop.forget();
		expect(await findMissedOrders(host())).toEqual(['orders whose points were caught up: 1']);
		expect(await shop.balance(c.account)).toEqual([100, 0]);
		expect(await findMissedOrders(host())).toEqual([]);
	});

	it('a customer who was merged into another one does not become a member', async () => {
		const [a, b] = await three();
		await merge(a, b);
		const gone = await newCustomer(knex);
		await knex('crm_customers').where({ id: gone }).update({ merged_into: b.customer });
		const { program } = await knex('crm_loyalty_accounts').where({ id: b.account }).first('program');
		const enrol = (customer: string) => runOn(knex, { command: 'enrol', input: { program, customer }, key: null });
		expect(await enrol(gone)).toMatchObject({ kind: 'refused', refusal: { status: 409, field: 'customer', reason: 'customer_merged', params: { into: b.customer } } });
		expect(await enrol(a.customer), 'a member stays the member that they were').toMatchObject({ answer: { id: a.account, created: false } });
	});

	it('who was told of points that expire is not told again', async () => {
		const [a, b, c] = await three();
		const told = { expiring_until: '2026-04-30', told_at: NOON };
		await knex('crm_loyalty_told').insert([{ id: a.account, ...told }, { id: c.account, ...told, expiring_until: '2026-06-30' }]);
		await merge(a, b);
		await merge(b, c);
		const rows: { id: string; expiring_until: unknown }[] = await knex('crm_loyalty_told').whereIn('id', [a, b, c].map(({ account }) => account));
		expect(rows.map(({ id, expiring_until: until }) => [id, dayOf(until)]).sort()).toEqual([[b.account, '2026-04-30'], [c.account, '2026-06-30']].sort());
	});

	it.each([
		{ why: 'until the last day that they had', grace: null, now: NOON, back: 30, until: '2026-04-01' },
		{ why: 'for the days of grace when that is over', grace: 10, now: LATER, back: 30, until: '2026-05-11' },
		{ why: 'not at all when that is over, without days of grace', grace: null, now: LATER, back: 0, until: null },
	])('points of a voucher that another account paid come back $why', async ({ grace, now, back, until }) => {
		const [a, b] = await three({ expiry_months: 1, refund_grace_days: grace });
		const reward = randomUUID();
		const { program } = await knex('crm_loyalty_accounts').where({ id: a.account }).first('program');
		await knex('crm_loyalty_rewards').insert({ id: reward, key: reward, name: 'Cup', program, status: 'active', points: 30, issued: 0 });
		await runOn(knex, { command: 'accrue', input: { account: a.account, points: 30 }, key: null, at: NOON });
		const { voucher } = (await run(redeemRewardCommand(SCHEMA), { account: a.account, reward })) as { voucher: { id: string } };
		await merge(a, b);
		expect(await run(VOUCHER_COMMANDS.cancel, { account: b.account, reward, voucher: voucher.id }, now)).toMatchObject({ points: back });
		const lots: { expires_on: unknown }[] = await knex('crm_loyalty_entries').where({ account: b.account, type: 'return' });
		expect(lots.map(({ expires_on: last }) => dayOf(last))).toEqual(until === null ? [] : [until]);
		expect(await shop.audit()).toEqual([]);
	});
});
