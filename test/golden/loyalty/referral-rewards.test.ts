import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { actionStore } from '../../../extensions/core/src/api/actions/store.ts';
import { commandStore } from '../../../extensions/core/src/api/command/store.ts';
import { sweepActions } from '../../../extensions/core/src/application/actions/sweep-actions.ts';
import { runCommand, type Command } from '../../../extensions/core/src/application/command/run-command.ts';
import { attributeCommand } from '../../../extensions/loyalty/src/api/referral/commands.ts';
import { followReferralOf, referralReward } from '../../../extensions/loyalty/src/api/referral/follow-referrals.ts';
import { VOUCHER_COMMANDS } from '../../../extensions/loyalty/src/api/rewards/commands.ts';
import { voucherOf } from '../../../extensions/loyalty/src/api/rewards/read-vouchers.ts';
import { dayOf } from '../../../extensions/loyalty/src/api/ledger/rows.ts';
import { stateOn, type Voucher } from '../../../extensions/loyalty/src/domain/rewards/voucher.ts';
import { addDays } from '../../../extensions/loyalty/src/domain/validity/days.ts';
import { eachDatabase } from '../../support/databases.ts';
import { audit, EVENT_SCHEMA, newEventRule } from '../../support/loyalty/events.ts';
import { createLoyaltyTables, newMember, newProgram } from '../../support/loyalty/tables.ts';

const DAY = 86_400_000;
const LOGGER = { warn: () => undefined, error: () => undefined, info: () => undefined } as never;

/** Who bought, was rewarded and sent everything back must keep nothing: vouchers wait, and go, as points do. */
eachDatabase('rewards for members who bring members', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
		await knex('crm_settings').insert({ id: randomUUID(), timezone: 'UTC', currency: 'CNY' });
	});

	const run = async <Input, State, Answer>(command: Command<Input, State, Answer, Knex>, input: Input, now?: Date): Promise<Answer | string> => {
		const outcome = await runCommand(commandStore(knex, () => Promise.resolve()), command, { input, caller: 'tester', idempotencyKey: null, now });
		if (outcome.kind === 'done') return outcome.answer;
		return outcome.kind === 'refused' ? outcome.refusal.reason : outcome.kind;
	};
	const customerOf = async (account: string): Promise<string> => String((await knex('crm_loyalty_accounts').where({ id: account }).first('customer')).customer);
	const voucherFor = async (account: string): Promise<Voucher> => voucherOf(await knex('crm_loyalty_vouchers').where({ account }).first());
	const follow = async (account: string): Promise<void> => {
		await followReferralOf(knex, account);
		const host = { database: knex, getSchema: () => Promise.resolve(EVENT_SCHEMA), services: {}, logger: LOGGER, env: {} } as never;
		await sweepActions({ store: actionStore(knex), handlers: [referralReward(host)], owner: randomUUID(), spread: () => 0, onFailure: (_action, error) => expect.fail(String(error)) });
	};

	/** A cake for who came, with points for who brought them; the order may be returned for 14 days. */
	async function rewarded() {
		const program = await newProgram(knex, { timezone: 'UTC' });
		await knex('crm_loyalty_programs').where({ id: program }).update({ referral_min_amount: 100, referral_wait_days: 14 });
		const reward = randomUUID();
		await knex('crm_loyalty_rewards').insert({ id: reward, key: reward, name: 'Cake', program, status: 'active', points: null, issued: 0, voucher_days: 7, stock: 5 });
		await newEventRule(knex, program, { trigger: 'referral_qualified', referral_side: 'referee', effect: 'reward', points: null, reward });
		const [referrer, referee] = [await newMember(knex, program), await newMember(knex, program)];
		const { referral_code: code } = await knex('crm_loyalty_accounts').where({ id: referrer }).first('referral_code');
		expect(await run(attributeCommand, { account: referee, code: String(code) })).toMatchObject({ state: 'attributed' });
		const order = randomUUID();
		const paid = new Date(Date.now() + 1000);
		await knex('crm_orders').insert({ id: order, number: order, customer: await customerOf(referee), placed_at: paid, paid_at: paid, currency: 'CNY', status: 'paid', amount: 120, refunded_amount: 0 });
		await follow(referee);
		return { referee, reward, order };
	}

	it('a voucher cannot be used before the order can no longer be returned, and is good for its days from then on', async () => {
		const { referee, reward } = await rewarded();
		const day = dayOf((await knex('crm_loyalty_referrals').where({ id: referee }).first('confirms_on')).confirms_on)!;
		const voucher = await voucherFor(referee);
		expect(voucher).toMatchObject({ state: 'issued', available_on: day, expires_on: addDays(day, 7) });
		expect([addDays(day, -1), day, addDays(day, 7), addDays(day, 8)].map((on) => stateOn(voucher, on)))
			.toEqual(['waiting', 'issued', 'issued', 'expired']);
		const input = { account: referee, reward, voucher: voucher.id };
		expect(await run(VOUCHER_COMMANDS.use, input)).toBe('voucher_waits');
		expect(await run(VOUCHER_COMMANDS.use, input, new Date(Date.now() + 15 * DAY))).toMatchObject({ voucher: { state: 'used' } });
	});

	it('a reversed referral takes its voucher along, and frees its place in the stock', async () => {
		const { referee, reward, order } = await rewarded();
		await knex('crm_orders').where({ id: order }).update({ status: 'cancelled' });
		await follow(referee);
		await follow(referee);
		expect(await voucherFor(referee)).toMatchObject({ state: 'cancelled' });
		expect(Number((await knex('crm_loyalty_rewards').where({ id: reward }).first('issued')).issued)).toBe(0);
		expect(await audit(knex)).toEqual([]);
	});

	it('the audit names a reversed referral with a voucher that can be used', async () => {
		const { referee, order } = await rewarded();
		await knex('crm_orders').where({ id: order }).update({ status: 'cancelled' });
		await follow(referee);
		await knex('crm_loyalty_vouchers').where({ account: referee }).update({ state: 'issued', cancelled_at_ms: null });
		expect((await audit(knex)).join()).toContain(`loyalty.reversed_referrals_left_nothing: ${referee}`);
	});

	it('one that waits can be cancelled', async () => {
		const { referee, reward } = await rewarded();
		const { id: voucher } = await voucherFor(referee);
		expect(await run(VOUCHER_COMMANDS.cancel, { account: referee, reward, voucher })).toMatchObject({ points: 0, voucher: { state: 'cancelled' } });
	});
});
