import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { ROLES } from '@guanxi/schema/core/roles';
import { AUDIT_CHECKS } from '../../../extensions/complaints/src/api/audit-checks.ts';
import { transitionCommand } from '../../../extensions/complaints/src/api/case/commands.ts';
import { openCommand, receiveCommand } from '../../../extensions/complaints/src/api/intake/commands.ts';
import { caseSteps } from '../../../extensions/complaints/src/api/sla/case-steps.ts';
import { hearCommand } from '../../../extensions/complaints/src/api/sla/hear-messages.ts';
import type { MoveInput } from '../../../extensions/complaints/src/domain/case/transition.ts';
import type { Heard } from '../../../extensions/complaints/src/domain/sla/hear.ts';
import { actionStore } from '../../../extensions/core/src/api/actions/store.ts';
import { readClocks } from '../../../extensions/core/src/api/clocks/read-clocks.ts';
import { stepHandler } from '../../../extensions/core/src/api/clocks/step-handler.ts';
import { sweepClocks } from '../../../extensions/core/src/api/clocks/sweep-clocks.ts';
import { runUnheard } from '../../../extensions/core/src/api/command/run.ts';
import type { Host } from '../../../extensions/core/src/api/directus.ts';
import { sweepActions } from '../../../extensions/core/src/application/actions/sweep-actions.ts';
import { createComplaintTables, factsOf, newComplaint, newCustomer, runOn, SCHEMA } from '../../support/complaints/tables.ts';
import { eachDatabase } from '../../support/databases.ts';

const OPEN = [['09:00', '18:00']];
const WEEK = { 1: OPEN, 2: OPEN, 3: OPEN, 4: OPEN, 5: OPEN };
const line = (metric: string, amount: number, pauses = false) => ({ metric, severity: null, amount, unit: 'business_minutes', pauses });
const LADDER = [{ metric: 'resolution', when: 'percent', amount: 50, minutes: 'business', does: ['notify_assignee', 'raise', 'task'], urgent: false, repeat_every: null, repeat_times: null }];
/** A Monday, in the zone of the calendar. */
const at = (time: string): Date => new Date(`2026-03-02T${time}+08:00`);
const ASSESSED = { severity: 3, complexity: 'simple', impact: 'one', immediate_action: 'not_needed' } as const;

eachDatabase('clocks of cases', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createComplaintTables(knex);
		const calendar = randomUUID();
		await knex('crm_calendars').insert({ id: calendar, key: 'office', name: 'Office', timezone: 'Asia/Shanghai', week: JSON.stringify(WEEK), days: '{}' });
		const policy = (sort: number, row: object) => knex('crm_sla_policies').insert({ id: randomUUID(), key: `p${sort}`, name: 'x', enabled: true, sort, basis: 'service', calendar, steps: '[]', ...row });
		await policy(1, { customer_filter: JSON.stringify({ region: { _eq: 'vip' } }), targets: JSON.stringify([line('ack', 30)]) });
		await policy(2, { targets: JSON.stringify([line('ack', 120), line('first_response', 240), line('next_response', 60), line('resolution', 480, true)]), steps: JSON.stringify(LADDER) });
	});

	const receive = async (now: Date): Promise<string> => {
		const filing = {
			type: 'complaint', channel: 'web', name: 'Li', phone: randomUUID().slice(0, 12), email: null, order_number: null, category: null, subject: 'Broken', body: 'x', remedy_sought: null, external_id: null,
			language: null, reply_to: [],
		} as const;
		const outcome = await runOn(knex, receiveCommand(SCHEMA), { ...filing, reply_to: [] }, { now });
		if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
		return outcome.answer.complaint;
	};
	const move = async (complaint: string, now: Date, input: Partial<MoveInput> & { to: MoveInput['to'] }): Promise<void> =>
		expect((await runOn(knex, transitionCommand(SCHEMA), { complaint, by: null, ...input }, { now })).kind, input.to).toBe('done');
	const hear = async (complaint: string, heard: Heard, now: Date): Promise<void> => expect((await runOn(knex, hearCommand(SCHEMA), { complaint, heard }, { now })).kind).toBe('done');
	const clocks = async (complaint: string) => Object.fromEntries((await readClocks(knex, 'crm_complaints', [complaint])).map((clock) => [`${clock.metric} ${clock.cycle}`, clock]));
	const states = async (complaint: string) => Object.fromEntries(Object.entries(await clocks(complaint)).map(([name, { state }]) => [name, state]));
	const steps = () => caseSteps({ database: knex, getSchema: () => Promise.resolve(SCHEMA) } as unknown as Host);

	it('run when the case has come in, wait while it waits for the customer, and are met by the decision', async () => {
		const id = await receive(at('09:00:00'));
		expect(await states(id)).toEqual({ 'ack 0': 'running', 'first_response 0': 'running', 'resolution 0': 'running' });
		await move(id, at('10:00:00'), { to: 'acknowledged' });
		await move(id, at('10:00:00'), { to: 'assessing' });
		await move(id, at('11:00:00'), { to: 'investigating', ...ASSESSED });
		await move(id, at('12:00:00'), { to: 'waiting_customer' });
		expect(await states(id)).toMatchObject({ 'ack 0': 'met', 'first_response 0': 'running', 'resolution 0': 'paused' });
		// The customer answers twice; the case goes on once (B-I18).
		await hear(id, 'customer_wrote', at('12:30:00'));
		await move(id, at('12:30:00'), { to: 'investigating' });
		await hear(id, 'customer_wrote', at('12:45:00'));
		const { 'resolution 0': going, 'next_response 0': waits } = await clocks(id);
		expect([going!.state, going!.used.business_minutes, going!.dueAt]).toEqual(['running', 3 * 3600, at('17:30:00')]);
		expect(waits!.dueAt).toEqual(at('13:30:00'));
		expect(await knex('crm_clock_events').where({ clock: going!.id, move: 'resume' })).toHaveLength(1);
		// An answer of a person is a response, and nothing else is (B-I17).
		await hear(id, 'staff_replied', at('13:00:00'));
		expect(await states(id)).toMatchObject({ 'first_response 0': 'met', 'next_response 0': 'met' });
		await move(id, at('16:00:00'), { to: 'decided', decision: 'upheld', reason: 'x' });
		expect(await states(id)).toMatchObject({ 'resolution 0': 'met' });
	});

	it('start once, from the receipt, also for a case that was moved before it was opened', async () => {
		const id = await newComplaint(knex, { received_at: at('09:00:00'), state: 'acknowledged' });
		for (let i = 0; i < 2; i++) await runOn(knex, openCommand(SCHEMA), { complaint: id }, { now: at('09:30:00') });
		const { 'ack 0': ack, 'resolution 0': resolution } = await clocks(id);
		expect([ack!.state, ack!.startedAt, resolution!.dueAt]).toEqual(['met', at('09:00:00'), at('17:00:00')]);
		expect((await factsOf(knex, id)).filter(({ type }) => type.endsWith('received'))).toHaveLength(1);
	});

	it('go by the first policy that fits the customer; historic cases have none', async () => {
		const id = await newComplaint(knex, { received_at: at('09:00:00'), customer: await newCustomer(knex, { region: 'vip' }) });
		await runOn(knex, openCommand(SCHEMA), { complaint: id }, { now: at('09:00:00') });
		expect(await states(id)).toEqual({ 'ack 0': 'running' });
		const historic = await newComplaint(knex, { received_at: at('09:00:00') });
		await move(historic, at('10:00:00'), { to: 'acknowledged' });
		expect(await states(historic)).toEqual({});
	});

	it('are breached as of when they were due, told once, and climb their ladder once', async () => {
		const [agent, manager] = [randomUUID(), randomUUID()];
		await knex('directus_users').insert({ id: agent, status: 'active', role: null, language: 'zh-CN' });
		await knex('directus_users').insert({ id: manager, status: 'active', role: ROLES.find(({ id }) => id === 'manager')!.role, language: 'en-US' });
		const id = await receive(at('09:00:00'));
		await knex('crm_complaints').where({ id }).update({ assignee: agent });
		const now = at('14:00:00');
		for (let i = 0; i < 2; i++) {
			await sweepClocks(knex, steps(), now);
			await sweepActions({
				store: { ...actionStore(knex), now: () => Promise.resolve(now) },
				handlers: [stepHandler(steps(), (command, request) => runUnheard(knex, command, request))],
				owner: randomUUID(),
				spread: () => 0,
				onFailure: (_action, error) => {
					throw error as Error;
				},
			});
		}
		expect(await states(id)).toMatchObject({ 'ack 0': 'breached', 'first_response 0': 'breached', 'resolution 0': 'running' });
		expect((await factsOf(knex, id)).filter(({ type }) => type.endsWith('breached')).map(({ payload }) => [payload['metric'], payload['due_at']]).sort()).toEqual([
			['ack', at('11:00:00').toISOString()], ['first_response', at('13:00:00').toISOString()],
		]);
		const told: { recipient: string; subject: string }[] = await knex('directus_notifications').where({ item: id });
		expect(told.map(({ recipient }) => recipient)).toEqual([agent]);
		expect(told[0]!.subject).toContain('解决');
		expect(await knex('crm_tasks').where({ source_id: id })).toHaveLength(1);
		expect(Number((await knex('crm_complaints').where({ id }).first('severity')).severity)).toBe(2);
	});

	it('what happened to them makes them again', async () => {
		const check = AUDIT_CHECKS.find(({ name }) => name.includes('clocks'))!;
		expect(await check.violations({ database: knex } as never)).toEqual([]);
		const id = await receive(at('09:00:00'));
		await knex('crm_clocks').where({ subject_id: id, metric: 'ack' }).update({ due_at_ms: 1 });
		expect(await check.violations({ database: knex } as never)).toEqual([`${id}: ack 0`]);
		await knex('crm_clocks').where({ subject_id: id }).del();
	});
});
