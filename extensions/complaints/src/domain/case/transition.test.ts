import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPLEXITIES, DECISIONS, IMMEDIATE_ACTIONS, IMPACTS, REMEDIES, STATES, TYPES, type Case, type State } from './case.ts';
import { missingIn } from './needs.ts';
import { nextMoves, transition, type MoveInput, type Moved } from './transition.ts';
import { ENDS, movesOf, WORKFLOW } from './workflow.ts';

const NOW = new Date('2026-03-02T02:00:00Z');
const DAY_MS = 86_400_000;
const SETTINGS = { approvalLimit: 50_000, reopenDays: 30 };

export const newCase = (given: Partial<Case> = {}): Case => ({
	id: 'case', reference: 'T000001', type: 'complaint', customer: null, state: 'received', state_reason: null, assignee: null, about_user: null, severity: null,
	complexity: null, impact: null, immediate_action: null, safety: false, legal: false, root_cause: null, root_cause_note: null, decision: null,
	decision_reason: null, decided_by: null, remedy: null, compensation: null, approved_amount: null, approved_by: null, communicated_at: null,
	customer_accepted: null, recourse: null, external_body: null, duplicate_of: null, received_at: null, acknowledged_at: null, resolved_at: null, closed_at: null, reopen_count: 0, ...given,
});

const ASSESSED = { severity: 1, complexity: 'simple', impact: 'one', immediate_action: 'not_needed' } as const;
const circumstances = (now = NOW) => ({ now, newId: () => 'new' });

interface Step { moved: Moved | null; status: number; missing: unknown; item: Case; fact: string | undefined }

/** The move, and the case as its row would be afterwards. */
function move(item: Case, input: Partial<MoveInput> & { to: State }, { now = NOW, hasMaster = true } = {}): Step {
	const decision = transition({ item, settings: SETTINGS, hasMaster, promises: null }, { complaint: item.id, by: 'agent', ...input }, circumstances(now));
	if ('refusal' in decision) return { moved: null, status: decision.refusal.status, missing: decision.refusal.details?.['missing'] ?? decision.refusal.details?.['allowed'] ?? decision.refusal.field, item, fact: undefined };
	if ('missing' in decision) throw new Error('cannot be');
	const effect = decision.effects![0]!;
	if (!('update' in effect)) throw new Error('a case is changed by an update');
	expect(effect.where).toEqual({ id: item.id, state: item.state });
	const { compensation, approved_amount, ...set } = effect.set as Record<string, unknown>;
	const minor = (value: unknown): object => (value === undefined ? {} : value === null ? { value } : { value: Math.round(Number(value) * 100) });
	const money = (field: string, value: unknown) => (value === undefined ? {} : { [field]: (minor(value) as { value: number | null }).value });
	const after = { ...item, ...set, ...money('compensation', compensation), ...money('approved_amount', approved_amount) } as Case;
	return { moved: decision.answer, status: 200, missing: null, item: after, fact: decision.facts?.[0]?.type };
}

/** Goes the steps; the last one is returned. */
const go = (item: Case, ...steps: (Partial<MoveInput> & { to: State })[]): Step =>
	steps.reduce<Step>((step, input) => {
		const next = move(step.item, input);
		expect(next.status, `${step.item.state} -> ${input.to}: ${JSON.stringify(next.missing)}`).toBe(200);
		return next;
	}, { moved: null, status: 200, missing: null, item, fact: undefined });

const TO_DECIDED = [
	{ to: 'acknowledged' }, { to: 'assessing' }, { to: 'investigating', ...ASSESSED }, { to: 'decided', decision: 'upheld', reason: 'Our fault', remedy: 'refund', compensation: 12_345 },
] as const;

describe('the way of a complaint', () => {
	it('from its receipt to the end, and again', () => {
		const decided = go(newCase(), ...TO_DECIDED);
		expect(decided).toMatchObject({ fact: 'crm.complaints.complaint_resolved', moved: { state: 'decided', allowed: ['accepted', 'closed_unaccepted', 'withdrawn', 'external'] } });
		expect(decided.item).toMatchObject({ acknowledged_at: NOW, resolved_at: NOW, decision: 'upheld', decision_reason: 'Our fault', decided_by: 'agent', compensation: 12_345 });
		const closed = go(decided.item, { to: 'accepted' }, { to: 'closed' });
		expect(closed).toMatchObject({ fact: 'crm.complaints.complaint_closed', item: { customer_accepted: true, communicated_at: NOW, closed_at: NOW } });
		const reopened = go(closed.item, { to: 'reopened', reason: 'It broke again' });
		expect(reopened).toMatchObject({ fact: 'crm.complaints.complaint_reopened', item: { reopen_count: 1, decision: null, compensation: null, resolved_at: null, closed_at: null, state_reason: 'It broke again' } });
		expect(go(reopened.item, { to: 'investigating' }).item).toMatchObject({ state: 'investigating', acknowledged_at: NOW, reopen_count: 1 });
	});

	it.each([
		['assessing', {}, 'investigating', ['severity', 'complexity', 'impact', 'immediate_action'], 'is assessed first'],
		['investigating', ASSESSED, 'decided', ['decision', 'decision_reason'], 'is decided with a reason'],
		['decided', { ...ASSESSED, decision: 'upheld', decision_reason: 'x', decided_by: 'agent' }, 'closed_unaccepted', ['communicated_at', 'recourse'], 'the customer is told, also where else to turn'],
		['accepted', { ...ASSESSED, severity: 2, decision: 'upheld', decision_reason: 'x', communicated_at: NOW }, 'closed', ['root_cause'], 'what is not minor has a cause'],
		['accepted', { ...ASSESSED, safety: true, decision: 'upheld', decision_reason: 'x', communicated_at: NOW }, 'closed', ['root_cause'], 'what is dangerous has a cause'],
		['received', {}, 'out_of_scope', ['reason', 'recourse'], 'nobody is sent away without a word'],
		['received', {}, 'external', ['reason', 'external_body'], 'who has it now is written down'],
		['received', {}, 'withdrawn', ['reason'], 'why it was withdrawn is written down'],
		['received', { assignee: 'me', about_user: 'me' }, 'acknowledged', ['assignee'], 'nobody judges a complaint about themselves'],
	] as const)('%s %j to %s lacks %j: %s', (state, given, to, missing, _why) => {
		expect(move(newCase({ state, ...given } as Partial<Case>), { to })).toMatchObject({ status: 422, missing });
	});

	it('costly remedies take four eyes', () => {
		const item = newCase({ state: 'investigating', ...ASSESSED });
		const decide = { to: 'decided', decision: 'upheld', reason: 'x', compensation: 50_001 } as const;
		expect(move(item, decide)).toMatchObject({ status: 422, missing: ['approved_amount'] });
		expect(move({ ...item, approved_amount: 50_000, approved_by: 'boss' }, decide)).toMatchObject({ status: 422, missing: ['approved_amount'] });
		expect(move({ ...item, approved_amount: 60_000, approved_by: 'agent' }, decide)).toMatchObject({ status: 422, missing: ['approved_by'] });
		expect(move({ ...item, approved_amount: 60_000, approved_by: 'boss' }, decide).status).toBe(200);
		const cheap = move(item, { ...decide, compensation: 50_000 });
		expect(cheap.status).toBe(200);
		expect(move(cheap.item, { to: 'accepted', compensation: 50_001 }), 'nor is it raised afterwards').toMatchObject({ status: 422, missing: ['approved_amount'] });
	});

	it('is reopened within the days of the settings, and not after', () => {
		const closed = newCase({ state: 'withdrawn', state_reason: 'x', closed_at: NOW });
		expect(move(closed, { to: 'reopened' }, { now: new Date(NOW.getTime() + 30 * DAY_MS) }).status).toBe(200);
		expect(move(closed, { to: 'reopened' }, { now: new Date(NOW.getTime() + 30 * DAY_MS + 1000) })).toMatchObject({ status: 422, missing: ['closed_at'] });
	});

	it('repeats only another one that exists', () => {
		const say = (duplicate_of: string | undefined, hasMaster = true) => move(newCase(), { to: 'duplicate', duplicate_of }, { hasMaster });
		expect(say('other')).toMatchObject({ status: 200, item: { duplicate_of: 'other' } });
		expect(say('other', false)).toMatchObject({ status: 422, missing: 'duplicate_of' });
		expect(say('case')).toMatchObject({ status: 422, missing: ['duplicate_of'] });
		expect(say(undefined)).toMatchObject({ status: 422, missing: ['duplicate_of'] });
	});

	it('what is known may be said with any step', () => {
		expect(move(newCase(), { to: 'acknowledged', ...ASSESSED })).toMatchObject({ status: 200, item: ASSESSED });
	});

	it('an inquiry is answered at once, a suggestion adopted, and each only as fits it', () => {
		const inquiry = go(newCase({ type: 'inquiry' }), { to: 'acknowledged' }, { to: 'decided', decision: 'answered', reason: 'On Monday' });
		expect(move(inquiry.item, { to: 'closed' })).toMatchObject({ status: 422, missing: ['communicated_at'] });
		expect(go(inquiry.item, { to: 'closed', communicated_at: '2026-03-02T01:00:00Z' }).item.communicated_at).toEqual(new Date('2026-03-02T01:00:00Z'));
		const suggestion = newCase({ type: 'suggestion', state: 'acknowledged' });
		expect(move(suggestion, { to: 'decided', decision: 'upheld', reason: 'x' })).toMatchObject({ status: 422, missing: ['decision'] });
		expect(move(suggestion, { to: 'decided', decision: 'adopted', reason: 'x' }).status).toBe(200);
		expect(move(newCase({ state: 'acknowledged' }), { to: 'decided', decision: 'answered', reason: 'x' })).toMatchObject({ status: 409, missing: ['assessing', 'duplicate', 'out_of_scope', 'withdrawn', 'external'] });
	});
});

describe('laws of the workflow', () => {
	it('every state but the first can be reached, and from each the end', () => {
		const reachable = new Set(STATES.flatMap((state) => WORKFLOW[state].next));
		expect(STATES.filter((state) => !reachable.has(state))).toEqual(['received']);
		const ends = (state: State, seen: State[] = []): boolean => ENDS.includes(state) || WORKFLOW[state].next.some((next) => !seen.includes(next) && ends(next, [...seen, state]));
		expect(STATES.filter((state) => !ends(state))).toEqual([]);
	});

	const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
	const moves = fc.record({
		to: fc.constantFrom(...STATES), reason: maybe('because'), severity: maybe(1, 2, 4), complexity: maybe(...COMPLEXITIES), impact: maybe(...IMPACTS),
		immediate_action: maybe(...IMMEDIATE_ACTIONS), safety: maybe(true, false), decision: maybe(...DECISIONS), remedy: maybe(...REMEDIES), compensation: maybe(100, 60_000),
		communicated_at: maybe('2026-03-01T00:00:00Z'), recourse: maybe('ombudsman'), external_body: maybe('12315'), duplicate_of: maybe('other', 'case'), root_cause: maybe('process'), by: fc.constantFrom('agent', 'boss', null),
	});

	it('whatever is asked: only listed moves happen, and no state is without what it needs (B-I15)', () => {
		let done = 0;
		fc.assert(fc.property(fc.constantFrom(...TYPES), fc.array(moves, { maxLength: 60 }), (type, asked) => {
			let item = newCase({ type, approved_amount: 70_000, approved_by: 'boss' });
			for (const input of asked) {
				const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as typeof input;
				// Half of what is asked for are moves that there are, so that cases get far.
				const to = done % 2 ? given.to : (movesOf(item)[done % Math.max(1, movesOf(item).length)] ?? given.to);
				const step = move(item, { ...given, to } as MoveInput);
				done++;
				if (step.status !== 200) {
					expect(step.item).toBe(item);
					continue;
				}
				expect(movesOf(item)).toContain(step.item.state);
				expect(missingIn(step.item)).toEqual([]);
				expect(step.item.closed_at !== null).toBe(ENDS.includes(step.item.state));
				expect(step.item.reopen_count).toBe(item.reopen_count + (step.item.state === 'reopened' ? 1 : 0));
				item = step.item;
			}
		}), { numRuns: 300 });
	});

	it('what is said to be missing is missing: with it the move happens', () => {
		const item = newCase({ state: 'assessing' });
		const next = nextMoves(item).find(({ to }) => to === 'investigating')!;
		expect(next.missing).toEqual(['severity', 'complexity', 'impact', 'immediate_action']);
		expect(nextMoves({ ...item, ...ASSESSED }).find(({ to }) => to === 'investigating')!.missing).toEqual([]);
	});
});
