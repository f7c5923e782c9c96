import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, describe, expect, it } from 'vitest';
import { giveReferralCodes } from '../../../extensions/loyalty/src/api/loyalty-migrations.ts';
import { attributeCommand } from '../../../extensions/loyalty/src/api/referral/commands.ts';
import { followReferralOf } from '../../../extensions/loyalty/src/api/referral/follow-referrals.ts';
import { referralCode } from '../../../extensions/loyalty/src/domain/referral/referral-code.ts';
import { brokenReferrals } from '../../../extensions/loyalty/src/domain/referral/referral-laws.ts';
import { eachDatabase } from '../../support/databases.ts';
import { audit } from '../../support/loyalty/events.ts';
import { Referrals } from '../../support/loyalty/referrals.ts';
import { newMember, runOn } from '../../support/loyalty/tables.ts';

const DAY = 86_400_000;

eachDatabase('referrals that do not count', (_name, connect) => {
	let knex: Knex;
	let friends: Referrals;
	beforeAll(async () => {
		knex = await connect();
		friends = await Referrals.open(knex);
	});

	describe('what does not count is kept with its reason', () => {
		it('when somebody is named', async () => {
			const id = await friends.program();
			const [a, b] = [await newMember(knex, id), await newMember(knex, id)];
			const [buyer, frozen] = [await newMember(knex, id), await newMember(knex, id)];
			expect(await friends.attribute(a, a)).toMatchObject({ state: 'rejected', reason: 'self_referral' });
			expect(await friends.attribute(a, b), 'the right one, then').toMatchObject({ state: 'attributed', reason: null });
			expect(await friends.attribute(a, b), 'again').toMatchObject({ state: 'attributed' });
			expect(await friends.attribute(b, a)).toMatchObject({ state: 'rejected', reason: 'referral_cycle' });
			expect(await friends.attribute(a, buyer)).toBe('has_referrer');
			expect(await friends.run(attributeCommand, { account: b, code: 'AAA-AAA-AAA' })).toBe('unknown_referral_code');
			const elsewhere = { account: await newMember(knex, await friends.program()), code: await friends.codeOf(a) };
			expect(await friends.run(attributeCommand, elsewhere), 'of another program').toBe('unknown_referral_code');
			await friends.order(buyer);
			expect(await friends.attribute(buyer, a)).toMatchObject({ state: 'rejected', reason: 'referee_existed' });
			expect(await friends.attribute(buyer, b), 'too late').toBe('has_referrer');
			await runOn(knex, { command: 'freeze', input: { account: frozen, reason: 'checked' }, key: null });
			const late = await newMember(knex, id);
			expect(await friends.attribute(late, frozen)).toMatchObject({ reason: 'referrer_not_active' });
			const [twin, other] = [await newMember(knex, id), await newMember(knex, id)];
			await knex('crm_customers').where({ id: await friends.customerOf(other) }).update({ phone: '+86 138-0013-8000' });
			await knex('crm_contacts').insert({ id: randomUUID(), customer: await friends.customerOf(twin), name: 'Li', phone: '13800138000' });
			expect(await friends.attribute(twin, other)).toMatchObject({ reason: 'same_contact' });
			expect(await audit(knex)).toEqual([]);
		});

		it('when it would count', async () => {
			const { program: id, referrer, referee } = await friends.pair({ referral_cap_count: 1, referral_cap_period: 'year' });
			const [second, older] = [await newMember(knex, id), await newMember(knex, id)];
			await friends.attribute(second, referrer);
			await friends.attribute(older, referrer);
			await friends.order(older, { paid_at: new Date(Date.now() - DAY), placed_at: new Date(Date.now() - DAY) });
			await friends.follow(older);
			expect(await friends.stateOf(older)).toEqual(['rejected', 'referee_existed']);
			for (const account of [referee, second]) await friends.order(account);
			await Promise.all([referee, second].map((account) => followReferralOf(knex, account)));
			await friends.reward();
			const states = [await friends.stateOf(referee), await friends.stateOf(second)].map(String).sort();
			expect(states).toEqual(['qualified', 'rejected,referral_cap']);
			expect((await friends.pointsOf(referrer))[0]).toBe(300);
			const next = await newMember(knex, id);
			await friends.attribute(next, referee);
			await runOn(knex, { command: 'freeze', input: { account: referee, reason: 'checked' }, key: null });
			await friends.order(next);
			await friends.follow(next);
			expect(await friends.stateOf(next)).toEqual(['rejected', 'referrer_not_active']);
			expect(await audit(knex)).toEqual([]);
		});
	});

	it('A-I21: whoever names whom, in any order and at once, nobody brought themselves, and each has one referrer', async () => {
		const id = await friends.program();
		const members = [await newMember(knex, id), await newMember(knex, id), await newMember(knex, id), await newMember(knex, id)];
		const pairs = members.flatMap((referee) => members.map((referrer) => ({ referee, referrer }))).sort(() => 0.5 - Math.random());
		const width = knex.client.config.client === 'sqlite3' ? 1 : 4;
		const worker = async (): Promise<void> => {
			for (let next = pairs.shift(); next; next = pairs.shift()) await friends.attribute(next.referee, next.referrer);
		};
		await Promise.all(Array.from({ length: width }, worker));
		const rows = await knex('crm_loyalty_referrals').whereIn('id', members);
		expect(brokenReferrals(rows)).toEqual([]);
		expect(rows.filter(({ state }) => state === 'attributed')).toHaveLength(3);
		expect(await audit(knex)).toEqual([]);
	});

	it('the audit finds a cycle, a reward of a stranger, and a leftover', async () => {
		const { referrer, referee } = await friends.pair();
		await friends.order(referee);
		await friends.follow(referee);
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
		const account = await newMember(knex, await friends.program());
		await knex('crm_loyalty_accounts').where({ id: account }).update({ referral_code: null });
		await giveReferralCodes(knex);
		await giveReferralCodes(knex);
		expect(await friends.codeOf(account)).toBe(referralCode(account));
	});
});
