import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { followCommand } from '../../../extensions/loyalty/src/api/referral/commands.ts';
import { confirmReferrals, followReferralOf } from '../../../extensions/loyalty/src/api/referral/follow-referrals.ts';
import { eachDatabase } from '../../support/databases.ts';
import { audit } from '../../support/loyalty/events.ts';
import { LOGGER, Referrals } from '../../support/loyalty/referrals.ts';
import { newMember, runOn } from '../../support/loyalty/tables.ts';

const DAY = 86_400_000;

eachDatabase('members who bring members', (_name, connect) => {
	let knex: Knex;
	let friends: Referrals;
	beforeAll(async () => {
		knex = await connect();
		friends = await Referrals.open(knex);
	});

	it('both earn once with the first order that comes to enough, and may spend it when the order can no longer be returned', async () => {
		const { referrer, referee } = await friends.pair();
		const small = await friends.order(referee, { amount: 99.99 });
		await friends.follow(referee);
		expect(await friends.stateOf(referee)).toEqual(['attributed']);
		const first = await friends.order(referee);
		await Promise.all([followReferralOf(knex, referee), followReferralOf(knex, referee)]);
		await friends.reward();
		await friends.follow(referee);
		await friends.order(referee);
		await friends.follow(referee);
		expect(await friends.stateOf(referee)).toEqual(['qualified']);
		expect(await knex('crm_loyalty_referrals').where({ id: referee }).first('order_id')).toEqual({ order_id: first });
		expect(await friends.pointsOf(referee, referrer)).toEqual([500, 300]);
		expect(Number((await knex('crm_loyalty_accounts').where({ id: referee }).first('available')).available)).toBe(0);
		const came = await knex('crm_customers').where({ id: await friends.customerOf(referee) }).first('referred_by');
		expect(came).toEqual({ referred_by: await friends.customerOf(referrer) });
		expect(await confirmReferrals({ database: knex, logger: LOGGER }, new Date())).toEqual([]);
		expect(await friends.stateOf(referee)).toEqual(['qualified']);
		await friends.follow(referee, new Date(Date.now() + 15 * DAY));
		expect(await friends.stateOf(referee)).toEqual(['confirmed']);
		await knex('crm_orders').whereIn('id', [first, small]).update({ status: 'cancelled' });
		await friends.follow(referee, new Date(Date.now() + 16 * DAY));
		expect(await friends.stateOf(referee), 'it is settled').toEqual(['confirmed']);
		expect(await friends.pointsOf(referee, referrer)).toEqual([500, 300]);
		expect(await audit(knex)).toEqual([]);
	});

	it('an order that was placed before and paid after counts, though nobody noted when it was paid', async () => {
		const before = new Date(Date.now() - DAY);
		const id = await friends.program();
		const [referrer, referee] = [await newMember(knex, id), await newMember(knex, id)];
		const first = await friends.order(referee, { status: 'confirmed', placed_at: before, paid_at: null });
		expect(await friends.attribute(referee, referrer)).toMatchObject({ state: 'attributed' });
		await friends.follow(referee);
		expect(await friends.stateOf(referee)).toEqual(['attributed']);
		await knex('crm_orders').where({ id: first }).update({ status: 'paid' });
		await friends.follow(referee);
		expect(await friends.stateOf(referee)).toEqual(['qualified']);
		expect(await friends.pointsOf(referee, referrer)).toEqual([500, 300]);
	});

	it.each([
		['cancelled', { status: 'cancelled' }],
		['refunded', { status: 'refunded', refunded_amount: 0 }],
		['refunded so far that too little is left', { refunded_amount: 30 }],
	])('an order that is %s in time undoes it for both, exactly and for good', async (_what, change) => {
		const { referrer, referee } = await friends.pair();
		const first = await friends.order(referee);
		await friends.follow(referee);
		await knex('crm_orders').where({ id: first }).update({ refunded_amount: 10 });
		await friends.follow(referee);
		expect(await friends.pointsOf(referee, referrer), 'enough is left').toEqual([500, 300]);
		await knex('crm_orders').where({ id: first }).update(change);
		await friends.follow(referee);
		await friends.follow(referee);
		expect(await friends.stateOf(referee)).toEqual(['reversed']);
		expect(await friends.pointsOf(referee, referrer)).toEqual([0, 0]);
		const growth: { tier_points: unknown }[] = await knex('crm_loyalty_entries').where({ account: referee });
		expect(growth.reduce((sum, { tier_points: points }) => sum + Number(points), 0)).toBe(0);
		await friends.order(referee);
		await friends.follow(referee);
		expect(await friends.stateOf(referee)).toEqual(['reversed']);
		expect(await audit(knex)).toEqual([]);
	});

	it('undone, it leaves room again in the limits and the budget of the rules that gave for it', async () => {
		const { program: id, referrer, referee } = await friends.pair();
		const rule = { program: id, trigger: 'referral_qualified', referral_side: 'referrer' };
		await knex('crm_loyalty_rules').where(rule).update({ limit_customer_total: 300, budget_points: 300 });
		const [{ id: limited }] = await knex('crm_loyalty_rules').where(rule).select('id');
		const budget = { name: `loyalty.budget:${limited}` };
		const spent = async (): Promise<number> => Number((await knex('crm_counters').where(budget).first('value')).value);
		const first = await friends.order(referee);
		await friends.follow(referee);
		expect([await friends.pointsOf(referrer), await spent()]).toEqual([[300], 300]);
		await knex('crm_orders').where({ id: first }).update({ status: 'cancelled' });
		await friends.follow(referee);
		await friends.follow(referee);
		expect([await friends.pointsOf(referrer), await spent()]).toEqual([[0], 0]);
		const next = await newMember(knex, id);
		await friends.attribute(next, referrer);
		await friends.order(next);
		await friends.follow(next);
		expect([await friends.pointsOf(referrer), await spent()]).toEqual([[300], 300]);
		expect(await audit(knex)).toEqual([]);
	});

	it('undone before the rewards were given: nothing is given', async () => {
		const { referrer, referee } = await friends.pair();
		const first = await friends.order(referee);
		await followReferralOf(knex, referee);
		await knex('crm_orders').where({ id: first }).del();
		await followReferralOf(knex, referee);
		await friends.reward();
		expect(await friends.pointsOf(referee, referrer)).toEqual([0, 0]);
		expect(await audit(knex)).toEqual([]);
	});

	it('a frozen side waits, and keeps the other waiting for nothing', async () => {
		const { referrer, referee } = await friends.pair();
		await friends.order(referee);
		await followReferralOf(knex, referee);
		await runOn(knex, { command: 'freeze', input: { account: referrer, reason: 'checked' }, key: null });
		await friends.reward();
		expect(await friends.pointsOf(referee, referrer)).toEqual([500, 0]);
		await runOn(knex, { command: 'unfreeze', input: { account: referrer, reason: 'checked' }, key: null });
		await knex('crm_actions').where({ kind: 'loyalty.reward-referral', state: 'scheduled' }).update({ due_at_ms: 0 });
		await friends.reward();
		expect(await friends.pointsOf(referee, referrer)).toEqual([500, 300]);
	});

	it('who was merged goes on as the one who remained: their orders count, their code works, and both are rewarded', async () => {
		const { program: id, referrer, referee } = await friends.pair();
		const [heir, elder] = [await newMember(knex, id), await newMember(knex, id)];
		const merge = async (from: string, to: string): Promise<void> => {
			await knex('crm_loyalty_accounts').where({ id: from }).update({ status: 'closed' });
			const into = { merged_into: await friends.customerOf(to), status: 'archived' };
			await knex('crm_customers').where({ id: await friends.customerOf(from) }).update(into);
		};
		const friend = await newMember(knex, id);
		await merge(referee, heir);
		await merge(referrer, elder);
		expect(await friends.attribute(friend, referrer)).toMatchObject({ state: 'attributed', referrer: elder });
		const first = await friends.order(heir);
		await friends.follow(heir);
		expect(await friends.stateOf(referee)).toEqual(['qualified']);
		expect(await friends.pointsOf(heir, elder, referee, referrer)).toEqual([500, 300, 0, 0]);
		expect((await audit(knex)).filter((what) => what.includes('referral'))).toEqual([]);
		await knex('crm_orders').where({ id: first }).update({ status: 'cancelled' });
		await friends.follow(heir);
		expect(await friends.pointsOf(heir, elder)).toEqual([0, 0]);
	});

	it('a referral that moved on meanwhile is left to whoever moved it', async () => {
		const { referee, referrer, program: id } = await friends.pair();
		await friends.order(referee);
		expect(await friends.run(followCommand, { id: referee, named: await newMember(knex, id), referee, referrer })).toEqual({ state: null });
	});
});
