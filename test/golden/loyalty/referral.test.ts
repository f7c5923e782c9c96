import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { beforeAll, describe, expect, it } from 'vitest';
import { actionStore } from '../../../extensions/core/src/api/actions/store.ts';
import { commandStore } from '../../../extensions/core/src/api/command/store.ts';
import { sweepActions } from '../../../extensions/core/src/application/actions/sweep-actions.ts';
import { runCommand, type Command } from '../../../extensions/core/src/application/command/run-command.ts';
import { giveReferralCodes } from '../../../extensions/loyalty/src/api/loyalty-migrations.ts';
import { attributeCommand, followCommand } from '../../../extensions/loyalty/src/api/referral/commands.ts';
import { confirmReferrals, followReferralOf, referralReward } from '../../../extensions/loyalty/src/api/referral/follow-referrals.ts';
import type { Attributed } from '../../../extensions/loyalty/src/domain/referral/attribute.ts';
import { readReferralCode, referralCode } from '../../../extensions/loyalty/src/domain/referral/referral-code.ts';
import { brokenReferrals } from '../../../extensions/loyalty/src/domain/referral/referral-laws.ts';
import { REFERRAL_MOVES } from '../../../extensions/loyalty/src/domain/referral/referral.ts';
import { sameContact } from '../../../extensions/loyalty/src/domain/referral/same-contact.ts';
import { eachDatabase } from '../../support/databases.ts';
import { audit, EVENT_SCHEMA, newEventRule } from '../../support/loyalty/events.ts';
import { createLoyaltyTables, newMember, newProgram, runOn } from '../../support/loyalty/tables.ts';

const DAY = 86_400_000;
const LOGGER = { warn: () => undefined, error: () => undefined, info: () => undefined } as never;

eachDatabase('members who bring members', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
		await knex('crm_settings').insert({ id: randomUUID(), timezone: 'Asia/Shanghai', currency: 'CNY' });
	});

	/** Points for both, 500 for who came and 300 for who brought them. */
	const program = async (policy: object = {}): Promise<string> => {
		const id = await newProgram(knex, { timezone: 'Asia/Shanghai', expiry_months: 12 });
		await knex('crm_loyalty_programs').where({ id }).update({ referral_min_amount: 100, referral_wait_days: 14, ...policy });
		await newEventRule(knex, id, { trigger: 'referral_qualified', referral_side: 'referee', points: 500 });
		await newEventRule(knex, id, { trigger: 'referral_qualified', referral_side: 'referrer', points: 300 });
		return id;
	};
	const run = async <Input, State, Answer>(command: Command<Input, State, Answer, Knex>, input: Input, key: string | null = null): Promise<Answer | string> => {
		const outcome = await runCommand(commandStore(knex, () => Promise.resolve()), command, { input, caller: 'tester', idempotencyKey: key });
		if (outcome.kind === 'done') return outcome.answer;
		return outcome.kind === 'refused' ? outcome.refusal.reason : outcome.kind;
	};
	const codeOf = async (account: string): Promise<string> => String((await knex('crm_loyalty_accounts').where({ id: account }).first('referral_code')).referral_code);
	const customerOf = async (account: string): Promise<string> => String((await knex('crm_loyalty_accounts').where({ id: account }).first('customer')).customer);
	const attribute = async (account: string, referrer: string): Promise<Attributed | string> => run(attributeCommand, { account, code: await codeOf(referrer) });
	const pair = async (policy: object = {}): Promise<{ program: string; referrer: string; referee: string }> => {
		const id = await program(policy);
		const [referrer, referee] = [await newMember(knex, id), await newMember(knex, id)];
		expect(await attribute(referee, referrer)).toMatchObject({ state: 'attributed', reason: null });
		return { program: id, referrer, referee };
	};
	const order = async (account: string, row: object = {}): Promise<string> => {
		const id = randomUUID();
		const paid = new Date(Date.now() + 1000);
		await knex('crm_orders').insert({ id, number: id, customer: await customerOf(account), placed_at: paid, paid_at: paid, currency: 'CNY', status: 'paid', amount: 120, refunded_amount: 0, ...row });
		return id;
	};
	/** What the worker does with the rewards that were put down. */
	const reward = async (): Promise<void> => {
		const host = { database: knex, getSchema: () => Promise.resolve(EVENT_SCHEMA), services: {}, logger: LOGGER, env: {} } as never;
		await sweepActions({ store: actionStore(knex), handlers: [referralReward(host)], owner: randomUUID(), spread: () => 0, onFailure: (_action, error) => expect.fail(String(error)) });
	};
	const follow = async (account: string, now?: Date): Promise<void> => {
		await followReferralOf(knex, account, now);
		await reward();
	};
	const stateOf = async (account: string): Promise<unknown[]> => {
		const row = await knex('crm_loyalty_referrals').where({ id: account }).first('state', 'reason');
		return row.reason === null ? [row.state] : [row.state, row.reason];
	};
	const pending = async (...accounts: string[]): Promise<number[]> => {
		const found: number[] = [];
		for (const id of accounts) {
			const { pending: waiting, available } = await knex('crm_loyalty_accounts').where({ id }).first('pending', 'available');
			found.push(Number(waiting) + Number(available));
		}
		return found;
	};

	it('both earn once with the first order that comes to enough, and may spend it when the order can no longer be returned', async () => {
		const { referrer, referee } = await pair();
		const small = await order(referee, { amount: 99.99 });
		await follow(referee);
		expect(await stateOf(referee)).toEqual(['attributed']);
		const first = await order(referee);
		await Promise.all([followReferralOf(knex, referee), followReferralOf(knex, referee)]);
		await reward();
		await follow(referee);
		await order(referee);
		await follow(referee);
		expect(await stateOf(referee)).toEqual(['qualified']);
		expect(await knex('crm_loyalty_referrals').where({ id: referee }).first('order_id')).toEqual({ order_id: first });
		expect(await pending(referee, referrer)).toEqual([500, 300]);
		expect(Number((await knex('crm_loyalty_accounts').where({ id: referee }).first('available')).available)).toBe(0);
		expect(await knex('crm_customers').where({ id: await customerOf(referee) }).first('referred_by')).toEqual({ referred_by: await customerOf(referrer) });
		expect(await confirmReferrals({ database: knex, logger: LOGGER }, new Date())).toEqual([]);
		expect(await stateOf(referee)).toEqual(['qualified']);
		await follow(referee, new Date(Date.now() + 15 * DAY));
		expect(await stateOf(referee)).toEqual(['confirmed']);
		await knex('crm_orders').whereIn('id', [first, small]).update({ status: 'cancelled' });
		await follow(referee, new Date(Date.now() + 16 * DAY));
		expect(await stateOf(referee), 'it is settled').toEqual(['confirmed']);
		expect(await pending(referee, referrer)).toEqual([500, 300]);
		expect(await audit(knex)).toEqual([]);
	});

	it('an order that was placed before and paid after counts, though nobody noted when it was paid', async () => {
		const before = new Date(Date.now() - DAY);
		const id = await program();
		const [referrer, referee] = [await newMember(knex, id), await newMember(knex, id)];
		const first = await order(referee, { status: 'confirmed', placed_at: before, paid_at: null });
		expect(await attribute(referee, referrer)).toMatchObject({ state: 'attributed' });
		await follow(referee);
		expect(await stateOf(referee)).toEqual(['attributed']);
		await knex('crm_orders').where({ id: first }).update({ status: 'paid' });
		await follow(referee);
		expect(await stateOf(referee)).toEqual(['qualified']);
		expect(await pending(referee, referrer)).toEqual([500, 300]);
	});

	it.each([
		['cancelled', { status: 'cancelled' }],
		['refunded', { status: 'refunded', refunded_amount: 0 }],
		['refunded so far that too little is left', { refunded_amount: 30 }],
	])('an order that is %s in time undoes it for both, exactly and for good', async (_what, change) => {
		const { referrer, referee } = await pair();
		const first = await order(referee);
		await follow(referee);
		await knex('crm_orders').where({ id: first }).update({ refunded_amount: 10 });
		await follow(referee);
		expect(await pending(referee, referrer), 'enough is left').toEqual([500, 300]);
		await knex('crm_orders').where({ id: first }).update(change);
		await follow(referee);
		await follow(referee);
		expect(await stateOf(referee)).toEqual(['reversed']);
		expect(await pending(referee, referrer)).toEqual([0, 0]);
		const growth: { tier_points: unknown }[] = await knex('crm_loyalty_entries').where({ account: referee });
		expect(growth.reduce((sum, { tier_points: points }) => sum + Number(points), 0)).toBe(0);
		await order(referee);
		await follow(referee);
		expect(await stateOf(referee)).toEqual(['reversed']);
		expect(await audit(knex)).toEqual([]);
	});

	it('undone, it leaves room again in the limits and the budget of the rules that gave for it', async () => {
		const { program: id, referrer, referee } = await pair();
		const rule = { program: id, trigger: 'referral_qualified', referral_side: 'referrer' };
		await knex('crm_loyalty_rules').where(rule).update({ limit_customer_total: 300, budget_points: 300 });
		const [{ id: limited }] = await knex('crm_loyalty_rules').where(rule).select('id');
		const spent = async (): Promise<number> => Number((await knex('crm_counters').where({ name: `loyalty.budget:${limited}` }).first('value')).value);
		const first = await order(referee);
		await follow(referee);
		expect([await pending(referrer), await spent()]).toEqual([[300], 300]);
		await knex('crm_orders').where({ id: first }).update({ status: 'cancelled' });
		await follow(referee);
		await follow(referee);
		expect([await pending(referrer), await spent()]).toEqual([[0], 0]);
		const next = await newMember(knex, id);
		await attribute(next, referrer);
		await order(next);
		await follow(next);
		expect([await pending(referrer), await spent()]).toEqual([[300], 300]);
		expect(await audit(knex)).toEqual([]);
	});

	it('undone before the rewards were given: nothing is given', async () => {
		const { referrer, referee } = await pair();
		const first = await order(referee);
		await followReferralOf(knex, referee);
		await knex('crm_orders').where({ id: first }).del();
		await followReferralOf(knex, referee);
		await reward();
		expect(await pending(referee, referrer)).toEqual([0, 0]);
		expect(await audit(knex)).toEqual([]);
	});

	it('a frozen side waits, and keeps the other waiting for nothing', async () => {
		const { referrer, referee } = await pair();
		await order(referee);
		await followReferralOf(knex, referee);
		await runOn(knex, { command: 'freeze', input: { account: referrer, reason: 'checked' }, key: null });
		await reward();
		expect(await pending(referee, referrer)).toEqual([500, 0]);
		await runOn(knex, { command: 'unfreeze', input: { account: referrer, reason: 'checked' }, key: null });
		await knex('crm_actions').where({ kind: 'loyalty.reward-referral', state: 'scheduled' }).update({ due_at_ms: 0 });
		await reward();
		expect(await pending(referee, referrer)).toEqual([500, 300]);
	});

	describe('what does not count is kept with its reason', () => {
		it('when somebody is named', async () => {
			const id = await program();
			const [a, b, buyer, frozen] = [await newMember(knex, id), await newMember(knex, id), await newMember(knex, id), await newMember(knex, id)];
			expect(await attribute(a, a)).toMatchObject({ state: 'rejected', reason: 'self_referral' });
			expect(await attribute(a, b), 'the right one, then').toMatchObject({ state: 'attributed', reason: null });
			expect(await attribute(a, b), 'again').toMatchObject({ state: 'attributed' });
			expect(await attribute(b, a)).toMatchObject({ state: 'rejected', reason: 'referral_cycle' });
			expect(await attribute(a, buyer)).toBe('has_referrer');
			expect(await run(attributeCommand, { account: b, code: 'AAA-AAA-AAA' })).toBe('unknown_referral_code');
			expect(await run(attributeCommand, { account: await newMember(knex, await program()), code: await codeOf(a) }), 'of another program').toBe('unknown_referral_code');
			await order(buyer);
			expect(await attribute(buyer, a)).toMatchObject({ state: 'rejected', reason: 'referee_existed' });
			expect(await attribute(buyer, b), 'too late').toBe('has_referrer');
			await runOn(knex, { command: 'freeze', input: { account: frozen, reason: 'checked' }, key: null });
			const late = await newMember(knex, id);
			expect(await attribute(late, frozen)).toMatchObject({ reason: 'referrer_not_active' });
			const [twin, other] = [await newMember(knex, id), await newMember(knex, id)];
			await knex('crm_customers').where({ id: await customerOf(other) }).update({ phone: '+86 138-0013-8000' });
			await knex('crm_contacts').insert({ id: randomUUID(), customer: await customerOf(twin), name: 'Li', phone: '13800138000' });
			expect(await attribute(twin, other)).toMatchObject({ reason: 'same_contact' });
			expect(await audit(knex)).toEqual([]);
		});

		it('when it would count', async () => {
			const { program: id, referrer, referee } = await pair({ referral_cap_count: 1, referral_cap_period: 'year' });
			const [second, older] = [await newMember(knex, id), await newMember(knex, id)];
			await attribute(second, referrer);
			await attribute(older, referrer);
			await order(older, { paid_at: new Date(Date.now() - DAY), placed_at: new Date(Date.now() - DAY) });
			await follow(older);
			expect(await stateOf(older)).toEqual(['rejected', 'referee_existed']);
			for (const account of [referee, second]) await order(account);
			await Promise.all([referee, second].map((account) => followReferralOf(knex, account)));
			await reward();
			const states = [await stateOf(referee), await stateOf(second)].map(String).sort();
			expect(states).toEqual(['qualified', 'rejected,referral_cap']);
			expect((await pending(referrer))[0]).toBe(300);
			const next = await newMember(knex, id);
			await attribute(next, referee);
			await runOn(knex, { command: 'freeze', input: { account: referee, reason: 'checked' }, key: null });
			await order(next);
			await follow(next);
			expect(await stateOf(next)).toEqual(['rejected', 'referrer_not_active']);
			expect(await audit(knex)).toEqual([]);
		});
	});

	it('A-I21: whoever names whom, in any order and at once, nobody brought themselves, and each has one referrer', async () => {
		const id = await program();
		const members = [await newMember(knex, id), await newMember(knex, id), await newMember(knex, id), await newMember(knex, id)];
		const pairs = members.flatMap((referee) => members.map((referrer) => ({ referee, referrer }))).sort(() => 0.5 - Math.random());
		const width = knex.client.config.client === 'sqlite3' ? 1 : 4;
		const worker = async (): Promise<void> => {
			for (let next = pairs.shift(); next; next = pairs.shift()) await attribute(next.referee, next.referrer);
		};
		await Promise.all(Array.from({ length: width }, worker));
		const rows = await knex('crm_loyalty_referrals').whereIn('id', members);
		expect(brokenReferrals(rows)).toEqual([]);
		expect(rows.filter(({ state }) => state === 'attributed')).toHaveLength(3);
		expect(await audit(knex)).toEqual([]);
	});

	it('the audit finds a cycle, a reward of a stranger, and a leftover', async () => {
		const { referrer, referee } = await pair();
		await order(referee);
		await follow(referee);
		await knex('crm_loyalty_referrals').insert({ id: referrer, referrer: referee, state: 'attributed', attributed_at_ms: 1 });
		expect((await audit(knex)).filter((what) => what.includes('nobody_brought')).length).toBe(2);
		await knex('crm_loyalty_referrals').where({ id: referrer }).del();
		await knex('crm_loyalty_referrals').where({ id: referee }).update({ state: 'reversed' });
		expect((await audit(knex)).filter((what) => what.includes('left_nothing')).length).toBe(2);
		await knex('crm_loyalty_referrals').where({ id: referee }).update({ state: 'rejected', reason: 'referral_cap' });
		expect((await audit(knex)).filter((what) => what.includes('both_sides_alone')).length).toBe(2);
		await knex('crm_loyalty_referrals').where({ id: referee }).update({ state: 'qualified', reason: null });
		expect(await audit(knex)).toEqual([]);
	});

	it('members from before there were codes get theirs, however often it runs', async () => {
		const account = await newMember(knex, await program());
		await knex('crm_loyalty_accounts').where({ id: account }).update({ referral_code: null });
		await giveReferralCodes(knex);
		await giveReferralCodes(knex);
		expect(await codeOf(account)).toBe(referralCode(account));
	});

	it('who was merged goes on as the one who remained: their orders count, their code works, and both are rewarded', async () => {
		const { program: id, referrer, referee } = await pair();
		const [heir, elder] = [await newMember(knex, id), await newMember(knex, id)];
		const merge = async (from: string, to: string): Promise<void> => {
			await knex('crm_loyalty_accounts').where({ id: from }).update({ status: 'closed' });
			await knex('crm_customers').where({ id: await customerOf(from) }).update({ merged_into: await customerOf(to), status: 'archived' });
		};
		const friend = await newMember(knex, id);
		await merge(referee, heir);
		await merge(referrer, elder);
		expect(await attribute(friend, referrer)).toMatchObject({ state: 'attributed', referrer: elder });
		const first = await order(heir);
		await follow(heir);
		expect(await stateOf(referee)).toEqual(['qualified']);
		expect(await pending(heir, elder, referee, referrer)).toEqual([500, 300, 0, 0]);
		expect((await audit(knex)).filter((what) => what.includes('referral'))).toEqual([]);
		await knex('crm_orders').where({ id: first }).update({ status: 'cancelled' });
		await follow(heir);
		expect(await pending(heir, elder)).toEqual([0, 0]);
	});

	it('a referral that moved on meanwhile is left to whoever moved it', async () => {
		const { referee, referrer, program: id } = await pair();
		await order(referee);
		expect(await run(followCommand, { id: referee, named: await newMember(knex, id), referee, referrer })).toEqual({ state: null });
	});
});

describe('referrals', () => {
	it('only end where the table of moves says so', () => {
		expect(Object.entries(REFERRAL_MOVES).filter(([, next]) => next.length === 0).map(([state]) => state)).toEqual(['confirmed', 'reversed']);
	});

	it('codes are read as they are meant, and differ as ids do', () => {
		fc.assert(fc.property(fc.uuid(), (id) => {
			const code = referralCode(id);
			expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]{3}$/);
			expect(readReferralCode(` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`)).toBe(code);
		}));
		const ids = Array.from({ length: 10_000 }, () => randomUUID());
		expect(new Set(ids.map(referralCode)).size).toBe(ids.length);
		expect([readReferralCode('short'), readReferralCode('ÄÄÄ-ÄÄÄ-ÄÄÄ')]).toEqual([null, null]);
	});

	it.each([
		[{ phone: '+86 138 0013 8000' }, { phone: '138-0013-8000' }, true, 'with and without the country'],
		[{ email: 'Li@Example.com ' }, { email: 'li+shop@example.com' }, true, 'one box'],
		[{ wechat: 'LiLei' }, { wechat: 'lilei' }, true, 'letters of any size'],
		[{ phone: '' }, { phone: '' }, false, 'nothing is not the same'],
		[{ phone: '12' }, { phone: '12' }, false, 'no number'],
		[{ email: 'li@a.com' }, { email: 'li@b.com' }, false, 'other boxes'],
	])('%j and %j: %s (%s)', (one, other, same, _why) => {
		const none = { phone: null, email: null, wechat: null };
		expect(sameContact([{ ...none, ...one }], [{ ...none, ...other }])).toBe(same);
	});

	it('cycles of any length are found, and each chain is walked once', () => {
		const long = Array.from({ length: 50_000 }, (_, i) => ({ id: `m${i + 1}`, referrer: `m${i}`, state: 'attributed' as const }));
		expect(brokenReferrals(long)).toEqual([]);
		expect(brokenReferrals([...long.slice(0, 3), { id: 'm0', referrer: 'm3', state: 'qualified' }]).sort()).toEqual(['m0', 'm1', 'm2', 'm3']);
		expect(brokenReferrals([{ id: 'a', referrer: 'a', state: 'rejected' }])).toEqual([]);
	});
});
