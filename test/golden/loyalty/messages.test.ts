import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { actionStore } from '../../../extensions/core/src/api/actions/store.ts';
import type { Message } from '../../../extensions/core/src/api/contact/message.ts';
import { commandStore } from '../../../extensions/core/src/api/command/store.ts';
import { runCommand } from '../../../extensions/core/src/application/command/run-command.ts';
import { sweepActions } from '../../../extensions/core/src/application/actions/sweep-actions.ts';
import { mergeCommand } from '../../../extensions/loyalty/src/api/merge/merge-command.ts';
import { findExpiring } from '../../../extensions/loyalty/src/api/messages/find-expiring.ts';
import { tellMember } from '../../../extensions/loyalty/src/api/messages/tell-member.ts';
import { rewardsInReach } from '../../../extensions/loyalty/src/api/messages/tell-reward.ts';
import { redeemRewardCommand } from '../../../extensions/loyalty/src/api/rewards/commands.ts';
import type { Voucher } from '../../../extensions/loyalty/src/domain/rewards/voucher.ts';
import { eachDatabase } from '../../support/databases.ts';
import { TIERS } from '../../support/loyalty/scenario.ts';
import { createLoyaltyTables, newMember, newProgram, runOn } from '../../support/loyalty/tables.ts';

const LOGGER = { warn: () => undefined, error: () => undefined, info: () => undefined } as never;
const DAY = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * DAY);

eachDatabase('what members are told', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
		await knex('crm_settings').insert({ id: randomUUID(), timezone: 'Asia/Shanghai', currency: 'CNY', language: 'en-US', organisation_name: 'Tea House' });
	});

	/** The mails that were written for an account: not sent yet, but put down to be. */
	const mails = async (account: string): Promise<Message[]> => {
		const host = { env: { PUBLIC_URL: 'https://crm.example.com', SECRET: 'x' }, database: knex, getSchema: () => Promise.resolve({ collections: {}, relations: [] } as never) };
		// The second time tells what the first one put down.
		for (let round = 0; round < 2; round++) await sweepActions({ store: actionStore(knex), handlers: [tellMember(host), rewardsInReach(host)], owner: randomUUID(), spread: () => 0, onFailure: (_action, error) => expect.fail(String(error)) });
		const { customer } = await knex('crm_loyalty_accounts').where({ id: account }).first('customer');
		const rows: { payload: string }[] = await knex('crm_actions').where({ kind: 'core.send-message', subject_id: customer }).orderBy('id');
		return rows.map(({ payload }) => JSON.parse(payload) as Message);
	};
	const subjects = async (account: string): Promise<string[]> => (await mails(account)).map(({ subject }) => subject);
	const done = async (command: string, input: Record<string, unknown>, at?: Date): Promise<void> => {
		const outcome = await runOn(knex, { command, input, key: null, at });
		expect(outcome.kind).toBe('done');
	};
	const put = (account: string, message: string) => knex('crm_actions').where({ kind: 'loyalty.tell-member', subject_id: account }).where('payload', 'like', `%"${message}"%`);

	it('that they joined, once, also after a crash in the middle', async () => {
		const account = await newMember(knex, await newProgram(knex, {}));
		expect(await mails(account)).toMatchObject([{ purpose: 'care', plugin: 'loyalty', subject: 'Welcome to Club', text: expect.stringContaining('Hello Member,') as string }]);
		await put(account, 'joined').update({ state: 'leased', lease_owner: 'dead', lease_until_ms: 0 });
		expect(await subjects(account)).toEqual(['Welcome to Club']);
	});

	it('in the words of the program, in the language of the company, and not what it turned off', async () => {
		const program = await newProgram(knex, {});
		const own = { kind: 'joined', subject: '{{ program }} ♥ {{ name }}', text: 'You have {{ points }} {{ unit }}.' };
		await knex('crm_loyalty_programs').where({ id: program }).update({ messages: JSON.stringify([own]), unit_name: 'leaves' });
		expect((await mails(await newMember(knex, program)))[0]).toMatchObject({ subject: 'Club ♥ Member', text: expect.stringMatching(/^You have 0 leaves\.\n[^]*Tea House\n/) as string });
		await knex('crm_loyalty_programs').where({ id: program }).update({ messages: JSON.stringify([{ ...own, off: true }]) });
		expect(await subjects(await newMember(knex, program))).toEqual([]);
		await knex('crm_loyalty_programs').where({ id: program }).update({ messages: null });
		await knex('crm_settings').update({ language: 'zh-CN' });
		expect(await subjects(await newMember(knex, program))).toEqual(['欢迎加入Club']);
		await knex('crm_settings').update({ language: 'en-US' });
	});

	it('a tier that was reached, once; the better one where there were two; and none that was lost before', async () => {
		const program = await newProgram(knex, { tiers: TIERS, tier_window: 'rolling_days', tier_window_length: 20 });
		const account = await newMember(knex, program);
		await done('accrue', { account, points: 1000, tier_points: 1000 });
		await done('accrue', { account, points: 2000, tier_points: 2000 });
		expect(await subjects(account)).toEqual(['Welcome to Club', 'You have reached GOLD']);
		expect((await put(account, 'tier_reached').orderBy('id').select('state')).map(({ state }: { state: string }) => state)).toEqual(['cancelled', 'done']);
		await done('accrue', { account, points: 5000, tier_points: 5000 });
		await done('set_tier', { account, tier: null, until: '2999-12-31', reason: 'A mistake' });
		expect(await subjects(account), 'lost before it was told').toHaveLength(2);
		await done('release_tier', { account, reason: 'It was right' });
		expect(await subjects(account), 'the same tier since the same day').toHaveLength(2);
	});

	it('a tier that came by a merge is no news to its member', async () => {
		const program = await newProgram(knex, { tiers: TIERS });
		const [from, to] = [await newMember(knex, program), await newMember(knex, program)];
		await done('accrue', { account: from, points: 1000, tier_points: 1000 });
		expect(await subjects(to)).toHaveLength(1);
		const request = { input: { account: from, to }, caller: 'tester', idempotencyKey: null };
		expect((await runCommand(commandStore(knex, () => Promise.resolve()), mergeCommand, request)).kind).toBe('done');
		expect(await knex('crm_loyalty_accounts').where({ id: to }).first('tier')).toEqual({ tier: 'silver' });
		expect(await put(to, 'tier_reached')).toEqual([]);
	});

	it('a tier that is lost while its mail waits for the morning is not told', async () => {
		const account = await newMember(knex, await newProgram(knex, { tiers: TIERS }));
		await done('accrue', { account, points: 1000, tier_points: 1000 });
		expect(await subjects(account)).toHaveLength(2);
		await done('set_tier', { account, tier: null, until: '2999-12-31', reason: 'A mistake' });
		const { guard } = await knex('crm_actions').where({ kind: 'core.send-message' }).where('payload', 'like', '%SILVER%').where('payload', 'like', `%${(await knex('crm_loyalty_accounts').where({ id: account }).first('customer')).customer}%`).first('guard');
		expect(await actionStore(knex).holds(JSON.parse(guard))).toBe(false);
	});

	it('days of grace, when they begin', async () => {
		const program = await newProgram(knex, { tiers: TIERS, tier_window: 'rolling_days', tier_window_length: 20, tier_grace_days: 5 });
		const account = await newMember(knex, program, inDays(-30));
		await done('accrue', { account, points: 1000, tier_points: 1000 }, inDays(-22));
		expect(await subjects(account)).toHaveLength(2);
		await done('settle', { account });
		const [,, mail] = await mails(account);
		expect(mail).toMatchObject({ purpose: 'reminder', subject: 'Keep your tier SILVER', text: expect.stringContaining('Collect 800 more growth value') as string });
		await done('settle', { account });
		expect(await mails(account)).toHaveLength(3);
	});

	it('a voucher with its code, and none that was used before', async () => {
		const program = await newProgram(knex, {});
		await knex('crm_loyalty_programs').where({ id: program }).update({ messages: JSON.stringify([{ kind: 'joined', off: true }, { kind: 'reward_available', off: true }]) });
		const reward = randomUUID();
		await knex('crm_loyalty_rewards').insert({ id: reward, key: reward, name: '茶 · Tea', program, status: 'active', points: 30, issued: 0, voucher_days: 10 });
		const account = await newMember(knex, program);
		await done('accrue', { account, points: 100 });
		const redeem = async (): Promise<Voucher> => {
			const request = { input: { account, reward }, caller: 'tester', idempotencyKey: null };
			const outcome = await runCommand(commandStore(knex, () => Promise.resolve()), redeemRewardCommand({ collections: {}, relations: [] } as never), request);
			if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
			return outcome.answer.voucher;
		};
		const { code } = await redeem();
		const [mail] = await mails(account);
		expect(mail).toMatchObject({ purpose: 'reply', subject: 'Your voucher for Tea' });
		expect(mail!.text).toContain(`has the code ${code}.`);
		expect(mail!.text).toMatch(/Your member card: https:\/\/crm\.example\.com\/crm\/loyalty\/card\/[\w-]{43}\n/);
		const { id } = await redeem();
		await knex('crm_loyalty_vouchers').where({ id }).update({ state: 'used' });
		expect(await mails(account)).toHaveLength(1);
	});

	it('a reward that their points are enough for now: the dearest that they may have, each once', async () => {
		const program = await newProgram(knex, {});
		await knex('crm_loyalty_programs').where({ id: program }).update({ messages: JSON.stringify([{ kind: 'joined', off: true }, { kind: 'voucher_issued', off: true }]) });
		const [tea, cake, ring] = ['茶 · Tea', '蛋糕 · Cake', '戒指 · Ring'].map((name, index) => ({ id: randomUUID(), name, points: [50, 100, 150][index]!, stock: index === 2 ? 0 : null }));
		for (const reward of [tea!, cake!, ring!]) await knex('crm_loyalty_rewards').insert({ ...reward, key: reward.id, program, status: 'active', issued: 0 });
		const account = await newMember(knex, program);
		await done('accrue', { account, points: 40 });
		expect(await subjects(account)).toEqual([]);
		await done('accrue', { account, points: 30 });
		expect(await mails(account)).toMatchObject([{ purpose: 'care', subject: 'You can now get Tea', text: expect.stringContaining('You have 70 points now. That is enough for Tea, which takes 50.') as string }]);
		await done('redeem', { account, points: 70 });
		await done('accrue', { account, points: 150 });
		expect(await subjects(account), 'nothing is left of the dearest').toEqual(['You can now get Tea', 'You can now get Cake']);
		await done('redeem', { account, points: 60 });
		await done('accrue', { account, points: 10 });
		expect(await subjects(account), 'told before').toHaveLength(2);
	});

	it('no reward that waiting points would be enough for; once they can be spent', async () => {
		const program = await newProgram(knex, { pending_days: 5 });
		await knex('crm_loyalty_programs').where({ id: program }).update({ messages: JSON.stringify([{ kind: 'joined', off: true }]) });
		const reward = randomUUID();
		await knex('crm_loyalty_rewards').insert({ id: reward, key: reward, name: 'Tea', program, status: 'active', points: 50, issued: 0 });
		const [early, late] = [await newMember(knex, program, inDays(-30)), await newMember(knex, program)];
		await done('accrue', { account: early, points: 50 }, inDays(-20));
		await done('accrue', { account: late, points: 50 });
		await done('settle', { account: early });
		expect([await subjects(early), await subjects(late)]).toEqual([['You can now get Tea'], []]);
	});

	it('points that end because the member stays away; coming back puts them off', async () => {
		const program = await newProgram(knex, {});
		const row = { messages: JSON.stringify([{ kind: 'joined', off: true }]), expiry_notice_days: 10, inactivity_months: 1, inactivity_from: '2020-01-01' };
		await knex('crm_loyalty_programs').where({ id: program }).update(row);
		const [away, back] = [await newMember(knex, program, inDays(-30)), await newMember(knex, program, inDays(-30))];
		for (const account of [away, back]) await done('accrue', { account, points: 300 }, inDays(-22));
		await done('accrue', { account: back, points: 1 });
		const look = () => findExpiring({ database: knex, logger: LOGGER }, new Date());
		expect(await look()).toEqual(['members told about points that expire: 1']);
		expect(await subjects(away)).toEqual(['300 points are about to expire']);
		expect(await subjects(back)).toEqual([]);
		expect(await look()).toEqual([]);
	});

	it('points that expire: one mail, by day; nobody who was told, or has spent them', async () => {
		const program = await newProgram(knex, { expiry_months: 1 });
		await knex('crm_loyalty_programs').where({ id: program }).update({ messages: JSON.stringify([{ kind: 'joined', off: true }]), expiry_notice_days: 10 });
		const [account, spender] = [await newMember(knex, program, inDays(-30)), await newMember(knex, program, inDays(-30))];
		await done('accrue', { account, points: 300 }, inDays(-22));
		await done('accrue', { account, points: 20 }, inDays(-22));
		await done('accrue', { account, points: 50 }, inDays(-14));
		await done('accrue', { account: spender, points: 40 }, inDays(-22));
		const look = () => findExpiring({ database: knex, logger: LOGGER }, new Date());
		expect(await look()).toEqual(['members told about points that expire: 2']);
		await done('redeem', { account: spender, points: 40 });
		const [mail, ...more] = await mails(account);
		expect(more).toEqual([]);
		expect(mail).toMatchObject({ purpose: 'reminder', subject: '370 points are about to expire' });
		expect(mail!.text).toMatch(/: 320 points\n.*: 50 points\n/);
		expect(await subjects(spender), 'spent meanwhile').toEqual([]);
		expect(await look()).toEqual([]);
		await knex('crm_loyalty_programs').where({ id: program }).update({ messages: JSON.stringify([{ kind: 'points_expiring', off: true }]) });
		await knex('crm_loyalty_told').whereIn('id', [account, spender]).del();
		expect(await look(), 'turned off').toEqual([]);
	});
});
