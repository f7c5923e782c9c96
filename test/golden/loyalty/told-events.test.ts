import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandStore } from '../../../extensions/core/src/api/command/store.ts';
import { runCommand } from '../../../extensions/core/src/application/command/run-command.ts';
import { earnByHandCommand } from '../../../extensions/loyalty/src/api/events/commands.ts';
import { hearFact } from '../../../extensions/loyalty/src/api/events/follow-events.ts';
import { simulateEvent } from '../../../extensions/loyalty/src/api/rules/simulate.ts';
import { eachDatabase } from '../../support/databases.ts';
import { audit, EVENT_SCHEMA, entriesOf, hostOn, newEventRule, NOON, work } from '../../support/loyalty/events.ts';
import { createLoyaltyTables, newMember, newProgram, runOn } from '../../support/loyalty/tables.ts';

type Row = Record<string, unknown>;

/** How the database, the enrolment, other plugins and people tell what happened. */
eachDatabase('events are told', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
		await knex('crm_settings').insert({ id: randomUUID(), timezone: 'Asia/Shanghai', currency: 'CNY' });
	});

	const programWith = async (rules: Row[], values: object = {}): Promise<{ program: string; rules: string[] }> => {
		const program = await newProgram(knex, { timezone: 'Asia/Shanghai', ...values });
		const ids: string[] = [];
		for (const rule of rules) ids.push(await newEventRule(knex, program, rule));
		return { program, rules: ids };
	};
	const memberOf = async (program: string, joined = new Date('2026-01-01T00:00:00Z')) => {
		const account = await newMember(knex, program, joined);
		const { customer } = await knex('crm_loyalty_accounts').where({ id: account }).first('customer');
		return { account, customer: String(customer) };
	};
	const gained = async (account: string): Promise<number[]> => (await entriesOf(knex, account)).map(({ points }) => points);
	const freeze = (account: string, command: 'freeze' | 'unfreeze') => runOn(knex, { command, input: { account, reason: 'checked' }, key: null });
	/** What was put off is due now. */
	const anHourLater = () => knex('crm_actions').where({ state: 'scheduled' }).update({ due_at_ms: 0 });

	describe('an enrolment', () => {
		it('once, also when it is asked for again; not of who was a member before there was a rule', async () => {
			const { program } = await programWith([]);
			const before = await memberOf(program);
			await work(knex);
			await newEventRule(knex, program, { trigger: 'enrolment', points: 30 });
			const { account, customer } = await memberOf(program);
			await runOn(knex, { command: 'enrol', input: { program, customer }, key: null });
			await work(knex);
			await work(knex);
			expect(await gained(account)).toEqual([30]);
			expect(await gained(before.account)).toEqual([]);
		});

		it('of an account that is frozen before anybody looked: when it moves again', async () => {
			const { program } = await programWith([{ trigger: 'enrolment' }]);
			const { account } = await memberOf(program);
			await freeze(account, 'freeze');
			await work(knex);
			expect(await gained(account)).toEqual([]);
			await freeze(account, 'unfreeze');
			await anHourLater();
			await work(knex);
			expect(await gained(account)).toEqual([100]);
		});
	});

	describe('an interaction', () => {
		const touch = async (customer: string, values: Row = {}): Promise<string> => {
			const id = randomUUID();
			await knex('crm_interactions').insert({ id, customer, channel: 'phone', occurred_at: NOON, kind: 'care', direction: 'inbound', ...values });
			return id;
		};

		it('once, whoever writes it and however often it is edited; deleting it takes nothing back', async () => {
			const { program } = await programWith([{ trigger: 'interaction', interaction_kind: 'care' }]);
			const { account, customer } = await memberOf(program);
			const [id] = [await touch(customer), await touch(customer, { kind: 'sales' }), await touch(randomUUID())];
			await work(knex);
			expect(await gained(account)).toEqual([100]);
			await knex('crm_interactions').where({ id }).update({ kind: 'service' });
			await knex('crm_interactions').where({ id }).update({ kind: 'care' });
			await work(knex);
			await knex('crm_interactions').where({ id }).del();
			await work(knex);
			expect(await gained(account)).toEqual([100]);
		});

		it('earns once it is noted as what it was, and nothing for a second customer', async () => {
			const { program } = await programWith([{ trigger: 'interaction', interaction_kind: 'care' }]);
			const [one, two] = [await memberOf(program), await memberOf(program)];
			const id = await touch(one.customer, { kind: 'sales' });
			await work(knex);
			await knex('crm_interactions').where({ id }).update({ kind: 'care' });
			await work(knex);
			await knex('crm_interactions').where({ id }).update({ customer: two.customer, outcome: 'moved' });
			await work(knex);
			expect([await gained(one.account), await gained(two.account)]).toEqual([[100], []]);
		});

		it('that is planned: when its time has come; one before the member joined: never', async () => {
			const { program } = await programWith([{ trigger: 'interaction' }]);
			const { account, customer } = await memberOf(program);
			await touch(customer, { occurred_at: new Date('2025-12-31T23:59:59Z') });
			const planned = new Date(Math.floor(Date.now() / 1000) * 1000 + 86_400_000);
			const id = await touch(customer, { occurred_at: planned });
			await work(knex);
			expect(await gained(account)).toEqual([]);
			const waiting = await knex('crm_actions').where({ subject_id: id, state: 'scheduled' }).pluck('due_at_ms');
			expect(waiting.map(Number)).toEqual([planned.getTime()]);
		});

		it('in every program of the customer, and a frozen account of these when it moves again', async () => {
			const [first, second] = [await programWith([{ trigger: 'interaction', points: 10 }]), await programWith([{ trigger: 'interaction', points: 20 }])];
			const one = await memberOf(first.program);
			const outcome = await runOn<{ id: string }>(knex, { command: 'enrol', input: { program: second.program, customer: one.customer }, key: null, at: new Date('2026-01-01T00:00:00Z') });
			const other = (outcome as { answer: { id: string } }).answer.id;
			await freeze(other, 'freeze');
			await touch(one.customer);
			await work(knex);
			expect([await gained(one.account), await gained(other)]).toEqual([[10], []]);
			await freeze(other, 'unfreeze');
			await anHourLater();
			await work(knex);
			expect([await gained(one.account), await gained(other)]).toEqual([[10], [20]]);
		});
	});

	it('a completed survey: once for a response, however often the fact is heard; an anonymous one and other facts never', async () => {
		const { program } = await programWith([{ trigger: 'survey_completed', points: 5 }]);
		const { account, customer } = await memberOf(program);
		const fact = { type: 'crm.surveys.response_completed', subjectCollection: 'crm_survey_responses', subjectId: randomUUID(), customer, payload: {}, occurredAt: NOON, dedupeKey: 'x' };
		for (const heard of [fact, fact, { ...fact, subjectId: randomUUID() }, { ...fact, customer: null }, { ...fact, type: 'crm.surveys.response_begun' }]) {
			await hearFact(hostOn(knex), heard);
		}
		await work(knex);
		await hearFact(hostOn(knex), fact);
		await work(knex);
		expect(await gained(account)).toEqual([5, 5]);
	});

	describe('by hand', () => {
		const give = async (account: string, rule: string, key = randomUUID(), reason?: string) => {
			const request = { input: { account, rule, reason }, caller: 'tester', idempotencyKey: key };
			const outcome = await runCommand(commandStore(knex, () => Promise.resolve()), earnByHandCommand(EVENT_SCHEMA, new Date()), request);
			return outcome.kind === 'refused' ? outcome.refusal.reason : outcome.kind === 'done' ? outcome.answer.points : outcome.kind;
		};

		it('what the rule says, once for a request; it stands alone', async () => {
			const { program, rules: [rule] } = await programWith([{ trigger: 'manual', points: 40 }, { trigger: 'manual', points: 7 }]);
			const { account } = await memberOf(program);
			const key = randomUUID();
			expect([await give(account, rule!, key), await give(account, rule!, key), await give(account, rule!, randomUUID(), 'sorry')]).toEqual([40, 40, 40]);
			expect(await entriesOf(knex, account)).toMatchObject([{ points: 40, source_id: rule, reason: 'Care' }, { points: 40, reason: 'sorry' }]);
		});

		it('or says why not', async () => {
			const { program, rules: [told, other, paused, limited, never] } = await programWith([
				{ trigger: 'manual', customer_filter: { kind: { _eq: 'company' } } }, { trigger: 'enrolment' }, { trigger: 'manual', status: 'paused' },
				{ trigger: 'manual', limit_customer_total: 150, gives: 'points' }, { trigger: 'manual', status: 'draft', version: 0 },
			]);
			const { account } = await memberOf(program);
			expect(await give(account, told!)).toBe('rule_not_matched');
			expect(await give(account, other!)).toBe('rule_not_by_hand');
			expect(await give(account, paused!)).toBe('rule_not_in_force');
			expect(await give(account, never!)).toBe('rule_not_in_force');
			expect([await give(account, limited!), await give(account, limited!), await give(account, limited!)]).toEqual([100, 50, 'rule_limit_reached']);
			await knex('crm_loyalty_programs').where({ id: program }).update({ earn_cap_points: 150, earn_cap_period: 'year' });
			await knex('crm_loyalty_accounts').where({ id: account }).update({ cap_period: new Date().toISOString().slice(0, 4), cap_used: 150 });
			const beyond = await newEventRule(knex, program, { trigger: 'manual', gives: 'points' });
			expect(await give(account, beyond)).toBe('cap_reached');
			await freeze(account, 'freeze');
			expect(await give(account, beyond)).toBe('account_frozen');
			await knex('crm_loyalty_programs').where({ id: program }).update({ status: 'ended' });
			expect(await give(account, beyond)).toBe('program_ended');
		});
	});

	it('tried: what an event would earn and why, with the rule as it is edited; nothing is written', async () => {
		const { program, rules: [, draft] } = await programWith([
			{ trigger: 'interaction', interaction_kind: 'care', points: 10 }, { trigger: 'interaction', status: 'draft', version: 0, effect: 'multiplier', points: null, percent: 300 },
		]);
		const { account, customer } = await memberOf(program);
		const simulated = async (interactionKind: string, rule: string | null) => {
			const event = { trigger: 'interaction', at: NOON, interactionKind } as const;
			const { points, rules } = await simulateEvent(hostOn(knex), EVENT_SCHEMA, { program, customer, event, rule }, 'en-US');
			return [points, ...rules.map(({ outcome }) => outcome)];
		};
		expect(await simulated('care', null)).toEqual([10, 'applied']);
		expect(await simulated('sales', null)).toEqual([0, 'not_matched']);
		expect((await simulated('care', draft!))[0]).toBe(30);
		expect(await entriesOf(knex, account)).toEqual([]);
	});

	it('and the audit finds nothing wrong with any of it', async () => {
		expect(await audit(knex)).toEqual([]);
	});
});
