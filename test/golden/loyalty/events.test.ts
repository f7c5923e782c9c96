import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { keepVersion } from '../../../extensions/loyalty/src/api/rules/keep-version.ts';
import { storedRuleOf } from '../../../extensions/loyalty/src/domain/rules/stored-rule.ts';
import { eachDatabase } from '../../support/databases.ts';
import { audit, entriesOf, newEventRule, NOON, tell, told } from '../../support/loyalty/events.ts';
import { createLoyaltyTables, newMember, newProgram, runOn } from '../../support/loyalty/tables.ts';

const JOINED = new Date('2026-01-01T00:00:00Z');

eachDatabase('what earns besides orders', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
		await knex('crm_settings').insert({ id: randomUUID(), timezone: 'Asia/Shanghai', currency: 'CNY' });
	});

	/** A member of a program of its own, with rules. */
	const member = async ({ program = {}, rules = [{}] }: { program?: object; rules?: Record<string, unknown>[] } = {}) => {
		const own = await newProgram(knex, { timezone: 'Asia/Shanghai', ...program });
		const ids: string[] = [];
		for (const rule of rules) ids.push(await newEventRule(knex, own, { trigger: 'interaction', ...rule }));
		return { program: own, account: await newMember(knex, own, JOINED), rules: ids };
	};

	it('once for a source, however often it is told, also by several servers at once; another source earns again', async () => {
		const { account, rules } = await member();
		await Promise.all(Array.from({ length: 6 }, () => tell(knex, account, {})));
		const first = await tell(knex, account, {});
		expect(first).toMatchObject({ kind: 'done', answer: { points: 100, tier_points: 100, replayed: true, available: 100, status: 'open' } });
		expect(await told(knex, account, { source: 'another call' })).toBe(100);
		const entries = await entriesOf(knex, account);
		expect(entries).toMatchObject([{ type: 'accrual', source_type: 'rule', source_id: rules[0], reason: 'Care' }, {}]);
		expect(entries).toHaveLength(2);
		expect(await knex('crm_loyalty_rule_awards').where({ account })).toHaveLength(2);
	});

	it('points last from the day of the event, in the time zone of the program', async () => {
		const { account } = await member({ program: { expiry_months: 12, pending_days: 10 } });
		// 23:30 in Shanghai on 9 February.
		const { answer } = (await tell(knex, account, { at: new Date('2026-02-09T15:30:00Z') })) as { answer: object };
		expect(answer).toMatchObject({ available_on: '2026-02-19', expires_on: '2027-02-09', status: 'open' });
	});

	it('a frozen account earns nothing until it moves again; a closed one and one of an ended program earn nothing', async () => {
		const { account, program } = await member();
		await runOn(knex, { command: 'freeze', input: { account, reason: 'checked' }, key: null, at: NOON });
		expect(await told(knex, account)).toBe('account_frozen');
		await runOn(knex, { command: 'unfreeze', input: { account, reason: 'checked' }, key: null, at: NOON });
		expect(await told(knex, account)).toBe(100);
		await knex('crm_loyalty_programs').where({ id: program }).update({ status: 'ended' });
		expect(await told(knex, account)).toBe(100);
		expect(await told(knex, account, { source: 'another call' })).toBe('program_ended');
		await knex('crm_loyalty_programs').where({ id: program }).update({ status: 'active' });
		await knex('crm_loyalty_accounts').where({ id: account }).update({ status: 'closed' });
		expect(await told(knex, account, { source: 'another call' })).toBe('account_closed');
		await knex('crm_loyalty_accounts').where({ id: account }).update({ status: 'active' });
	});

	it('what was before the member joined earns nothing', async () => {
		const { account } = await member();
		expect(await told(knex, account, { at: new Date(JOINED.getTime() - 1000) })).toBe(0);
		expect(await told(knex, account, { at: JOINED })).toBe(100);
	});

	it('where no rule applied it may earn after it was corrected; where one did it never earns again', async () => {
		const { account } = await member({ rules: [{ interaction_kind: 'care' }] });
		expect(await told(knex, account, { interactionKind: 'sales' })).toBe(0);
		expect(await told(knex, account, { interactionKind: 'care' })).toBe(100);
		expect(await told(knex, account, { interactionKind: 'care' })).toBe(100);
		expect(await entriesOf(knex, account)).toHaveLength(1);
	});

	it('by the rules as they stood when it happened', async () => {
		const { account, rules: [rule] } = await member();
		const before = storedRuleOf((await knex('crm_loyalty_rules').where({ id: rule }).first()) as Record<string, unknown>);
		await keepVersion(knex, { before, after: { ...before, points: 5, version: 2 } }, new Date('2026-02-15T00:00:00Z'));
		await knex('crm_loyalty_rules').where({ id: rule }).update({ points: 5, version: 2 });
		expect(await told(knex, account, { at: new Date('2026-02-14T23:59:59Z') })).toBe(100);
		expect(await told(knex, account, { source: 'later', at: new Date('2026-02-15T00:00:00Z') })).toBe(5);
		const awards = await knex('crm_loyalty_rule_awards').where({ account }).orderBy('version');
		expect(awards.map(({ version, day }) => [version, day])).toEqual([[1, '2026-02-15'], [2, '2026-02-15']]);
	});

	it('conditions ask about the customer and the interaction; rules of one event stand together', async () => {
		const { account } = await member({
			rules: [
				{ interaction_filter: { channel: { _eq: 'visit' } } },
				{ customer_filter: { kind: { _eq: 'company' } }, points: 7 },
				{ customer_filter: { kind: { _eq: 'person' } }, effect: 'multiplier', points: null, percent: 250 },
				{ trigger: 'survey_completed', points: 1000 },
			],
		});
		const call = async (channel: string): Promise<string> => {
			const id = randomUUID();
			await knex('crm_interactions').insert({ id, customer: randomUUID(), channel, occurred_at: NOON, kind: 'care', direction: 'inbound' });
			return id;
		};
		const [visit, phone] = [await call('visit'), await call('phone')];
		expect(await told(knex, account, { source: visit, interaction: visit })).toBe(250);
		expect(await told(knex, account, { source: phone, interaction: phone })).toBe(0);
	});

	it('each side of a referral by its own rule; the entry names the referral', async () => {
		const { account } = await member({
			rules: [
				{ trigger: 'referral_qualified', referral_side: 'referrer', points: 30 },
				{ trigger: 'referral_qualified', referral_side: 'referee', points: 20 },
				{ trigger: 'referral_qualified', points: 1 },
			],
		});
		const referral = randomUUID();
		expect(await told(knex, account, { trigger: 'referral_qualified', source: referral, referralSide: 'referrer' })).toBe(31);
		expect(await told(knex, account, { trigger: 'referral_qualified', source: randomUUID(), referralSide: 'referee' })).toBe(21);
		expect(await entriesOf(knex, account)).toMatchObject([{ source_type: 'referral', source_id: referral }, {}]);
	});

	it('limits, budgets and the cap leave what they leave, and for good', async () => {
		const { account } = await member({ rules: [{ limit_customer_day: 150 }] });
		expect([await told(knex, account), await told(knex, account, { source: '2' }), await told(knex, account, { source: '3' })]).toEqual([100, 50, 0]);
		const nextDay = new Date('2026-03-02T04:00:00Z');
		expect(await told(knex, account, { source: '3', at: nextDay }, nextDay)).toBe(0);
		expect(await told(knex, account, { source: '4', at: nextDay }, nextDay)).toBe(100);

		const capped = await member({ program: { earn_cap_points: 130, earn_cap_period: 'month' }, rules: [{ budget_points: 1000 }] });
		expect([await told(knex, capped.account), await told(knex, capped.account, { source: '2' }), await told(knex, capped.account, { source: '3' })]).toEqual([100, 30, 0]);
		expect(await entriesOf(knex, capped.account)).toMatchObject([{ points: 100, tier_points: 100 }, { points: 30, tier_points: 100 }, { points: 0, tier_points: 100 }]);
		const counter = await knex('crm_counters').where({ name: `loyalty.budget:${capped.rules[0]}` }).first('value');
		expect(Number(counter.value)).toBe(130);
	});

	it('A-I19: a budget that many draw on at once is spent to the last point', async () => {
		const { program, account } = await member({ rules: [{ budget_points: 1050 }] });
		const others = [account, await newMember(knex, program, JOINED), await newMember(knex, program, JOINED)];
		await Promise.all(Array.from({ length: 15 }, (_all, index) => tell(knex, others[index % 3]!, { source: `call ${index}` })));
		const sums = await knex('crm_loyalty_accounts').whereIn('id', others).pluck('available');
		expect(sums.reduce((sum: number, points) => sum + Number(points), 0)).toBe(1050);
	});

	it('and the audit finds nothing wrong with any of it, but what somebody changed below', async () => {
		expect(await audit(knex)).toEqual([]);
		const { account } = await member();
		await told(knex, account);
		await knex('crm_loyalty_rule_awards').where({ account }).update({ points: 99 });
		const { id } = await knex('crm_loyalty_earnings').where({ account }).first('id');
		expect(await audit(knex)).toEqual([`loyalty.events_earned_what_their_rules_gave: ${id}`]);
	});
});
