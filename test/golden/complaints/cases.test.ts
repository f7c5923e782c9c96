import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { AUDIT_CHECKS } from '../../../extensions/complaints/src/api/audit-checks.ts';
import { approveCommand, mergeCommand, transitionCommand } from '../../../extensions/complaints/src/api/case/commands.ts';
import { caseOf } from '../../../extensions/complaints/src/api/rows.ts';
import { DECISIONS, STATES, TYPES } from '../../../extensions/complaints/src/domain/case/case.ts';
import { missingIn } from '../../../extensions/complaints/src/domain/case/needs.ts';
import type { MoveInput } from '../../../extensions/complaints/src/domain/case/transition.ts';
import { SCHEMA, createComplaintTables, factsOf, newComplaint, runOn } from '../../support/complaints/tables.ts';
import { eachDatabase } from '../../support/databases.ts';

const ASSESSED = { severity: 3, complexity: 'simple', impact: 'one', immediate_action: 'not_needed' } as const;

eachDatabase('cases', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createComplaintTables(knex);
	});

	const move = async (complaint: string, input: Partial<MoveInput> & { to: MoveInput['to'] }, key: string | null = null): Promise<string> => {
		const outcome = await runOn(knex, transitionCommand(SCHEMA), { complaint, by: null, ...input }, { key });
		return outcome.kind === 'done' ? outcome.answer.state : outcome.kind === 'refused' ? outcome.refusal.reason : outcome.kind;
	};
	const stored = async (id: string) => caseOf(await knex('crm_complaints').where({ id }).first());
	const approve = async (complaint: string, amount: number, by: string) => (await runOn(knex, approveCommand, { complaint, amount, by })).kind;

	it('goes its way, is told step by step, and keeps what was decided', async () => {
		const [agent, boss] = [randomUUID(), randomUUID()];
		const id = await newComplaint(knex);
		expect(await move(id, { to: 'acknowledged' })).toBe('acknowledged');
		expect(await move(id, { to: 'assessing' })).toBe('assessing');
		expect(await move(id, { to: 'investigating' })).toBe('guard_failed');
		expect(await move(id, { to: 'investigating', ...ASSESSED })).toBe('investigating');
		const decide = { to: 'decided', decision: 'upheld', reason: 'Our fault', remedy: 'refund', compensation: 120_050, by: agent } as const;
		expect(await move(id, decide)).toBe('guard_failed');
		expect(await approve(id, 120_050, agent)).toBe('done');
		expect(await move(id, decide), 'nobody approves what they decide').toBe('guard_failed');
		expect(await approve(id, 120_050, boss)).toBe('done');
		expect(await move(id, decide)).toBe('decided');
		expect(await approve(id, 1, boss), 'too late').toBe('refused');
		expect(await move(id, { to: 'accepted' })).toBe('accepted');
		expect(await move(id, { to: 'closed' })).toBe('guard_failed');
		expect(await move(id, { to: 'closed', root_cause: 'process' })).toBe('closed');
		expect(await stored(id)).toMatchObject({ state: 'closed', decision: 'upheld', compensation: 120_050, approved_by: boss, decided_by: agent, customer_accepted: true, root_cause: 'process', severity: 3 });
		const facts = await factsOf(knex, id);
		expect(facts.map(({ type }) => type.replace('crm.complaints.', ''))).toEqual([
			'complaint_acknowledged', 'complaint_moved', 'complaint_moved', 'remedy_approved', 'remedy_approved', 'complaint_resolved', 'complaint_moved', 'complaint_closed',
		]);
		expect(facts[5]!.payload).toMatchObject({ from: 'investigating', to: 'decided', cycle: 0, decision: 'upheld', compensation: '1200.50' });
	});

	it('of many who move it at once one does, and a repeated request is answered as the first', async () => {
		const id = await newComplaint(knex);
		const keys = Array.from({ length: 6 }, () => randomUUID());
		const said = await Promise.all(keys.map((key) => move(id, { to: 'acknowledged' }, key)));
		expect(said.sort()).toEqual(['acknowledged', ...Array<string>(5).fill('transition_not_allowed')]);
		expect(await move(id, { to: 'assessing' }, 'k')).toBe('assessing');
		expect(await move(id, { to: 'assessing' }, 'k')).toBe('assessing');
		expect(await move(id, { to: 'withdrawn', reason: 'x' }, 'k')).toBe('mismatch');
		expect((await factsOf(knex, id)).length).toBe(2);
	});

	it('two about one thing become one, which counts from the earlier receipt, and a mistake is taken back', async () => {
		const [customer, other] = [randomUUID(), randomUUID()];
		const merge = async (complaint: string, into: string): Promise<string> => {
			const outcome = await runOn(knex, mergeCommand(SCHEMA), { complaint, into, by: null });
			return outcome.kind === 'refused' ? outcome.refusal.reason : outcome.kind;
		};
		const early = new Date('2026-03-01T00:00:00Z');
		const master = await newComplaint(knex, { customer, received_at: new Date('2026-03-05T00:00:00Z') });
		const child = await newComplaint(knex, { received_at: early });
		expect(await merge(child, await newComplaint(knex, { state: 'withdrawn', state_reason: 'x' }))).toBe('master_ended');
		expect(await merge(await newComplaint(knex, { customer: other }), master)).toBe('other_customer');
		expect(await merge(child, child)).toBe('guard_failed');
		expect(await merge(child, randomUUID())).toBe('missing');
		expect(await merge(child, master)).toBe('done');
		expect(await stored(child)).toMatchObject({ state: 'duplicate', duplicate_of: master });
		expect(await stored(master)).toMatchObject({ state: 'received', received_at: early });
		expect(await merge(child, master)).toBe('transition_not_allowed');
		expect(await merge(master, child)).toBe('master_ended');
		expect(await move(child, { to: 'reopened', reason: 'They are two' })).toBe('reopened');
		expect(await stored(child)).toMatchObject({ duplicate_of: null, closed_at: null });
	});

	it('whatever is asked in whatever order, every stored case has what its state needs (B-I15)', async () => {
		const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
		const asked = fc.record({
			to: fc.constantFrom(...STATES), reason: maybe('because'), severity: maybe(1, 4), complexity: maybe('simple' as const), impact: maybe('one' as const), immediate_action: maybe('possible' as const),
			decision: maybe(...DECISIONS), communicated_at: maybe('2026-03-01T00:00:00Z'), recourse: maybe('ombudsman'), external_body: maybe('12315'), root_cause: maybe('people'),
		});
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...TYPES), fc.array(asked, { minLength: 10, maxLength: 40 }), async (type, steps) => {
				const id = await newComplaint(knex, { type });
				for (const step of steps) {
					const before = await stored(id);
					const said = await move(id, step);
					const after = await stored(id);
					expect(missingIn(after)).toEqual([]);
					if (!(STATES as readonly string[]).includes(said)) expect(after).toEqual(before);
				}
			}),
			{ numRuns: 12 },
		);
		const [check] = AUDIT_CHECKS;
		expect(await check!.violations({ database: knex } as never)).toEqual([]);
		const broken = await newComplaint(knex, { state: 'decided' });
		expect(await check!.violations({ database: knex } as never)).toEqual([broken]);
		await knex('crm_complaints').where({ id: broken }).del();
	});
});
