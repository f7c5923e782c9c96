import { describe, expect, it } from 'vitest';
import { calendarOf, type Calendar } from '@guanxi/core/calendar';
import type { Clock } from '@guanxi/core/clock';
import { calendarRows } from '@guanxi/seeds/reference/calendars';
import { slaPolicyRows } from '@guanxi/seeds/reference/sla-policies';
import { caseClocks, type Happening } from './case-clocks.ts';
import { checkPolicy } from './check-policy.ts';
import { limitsOf, type SlaPolicy } from './policy.ts';
import { policyOf } from './policy-row.ts';

const china = calendarOf(calendarRows.find(({ row }) => row['key'] === 'china')!.row as Parameters<typeof calendarOf>[0]);
const calendars = (): Calendar => china;
const versions = new Map(calendarRows.map(({ key }) => [key, 'v']));
const policy = (key: string): SlaPolicy => {
	const { key: id, row } = slaPolicyRows.find((seed) => seed.row['key'] === key)!;
	return policyOf({ ...row, id })!;
};

describe('the policies that every installation starts with', () => {
	it.each(slaPolicyRows.map(({ row }) => [row['key'], row] as const))('%s is in order', (_key, row) => expect(checkPolicy(row)).toEqual([]));

	const rows: [why: string, policies: string[], severity: number | null, metric: 'resolution' | 'legal_acceptance' | 'legal_resolution', due: string][] = [
		['not assessed yet: five days of nine hours', ['standard'], null, 'resolution', '2026-02-27T10:00+08:00'],
		['critical: nine hours', ['standard'], 4, 'resolution', '2026-02-14T10:00+08:00'],
		['12315: accepted in 7 working days, with the make-up Saturdays', ['standard', 'china-12315'], 4, 'legal_acceptance', '2026-03-02T23:59:59+08:00'],
		['12315: mediated in 45', ['china-12315'], null, 'legal_resolution', '2026-04-24T23:59:59+08:00'],
		['15 business days', ['payment-15-days'], null, 'legal_resolution', '2026-03-12T23:59:59+08:00'],
		['eight weeks', ['uk-eight-weeks'], null, 'legal_resolution', '2026-04-10T23:59:59+08:00'],
	];
	it.each(rows)('%s', (_why, keys, severity, metric, due) => {
		const limits = limitsOf(keys.map(policy), severity, versions);
		const happening: Happening = { complaint: 'c', state: 'received', cycle: 0, occurrence: 'received', at: new Date('2026-02-13T10:00+08:00'), newId: () => 'id' };
		const started = caseClocks({ clocks: [], limits, calendars }, happening);
		expect(started.find(({ after }) => after.metric === metric)!.after.dueAt).toEqual(new Date(due));
	});

	it('of two policies of service the first counts, and those of law beside it', () => {
		const other: SlaPolicy = { ...policy('standard'), targets: [{ metric: 'ack', severity: null, amount: 1, unit: 'business_minutes', pauses: false }] };
		const limits = limitsOf([other, policy('standard'), policy('china-12315')], 4, versions);
		expect([...limits.keys()]).toEqual(['ack', 'legal_acceptance', 'legal_resolution']);
	});
	it('a calendar that was deleted promises nothing', () => expect(limitsOf([policy('standard')], 4, new Map()).size).toBe(0));
	it('one that nobody can read promises nothing', () => expect(policyOf({ id: 'x', calendar: 'y', basis: 'service', targets: '[{}]', steps: null })).toBeNull());
});

describe('a policy that is about to be saved', () => {
	const line = { metric: 'ack', severity: null, amount: 60, unit: 'business_minutes', pauses: false };
	const rung = { metric: null, when: 'percent', amount: 80, minutes: 'business', does: ['notify_lead'], urgent: false, repeat_every: null, repeat_times: null };
	const rows: [why: string, given: Record<string, unknown>, problems: string[]][] = [
		['in order', { targets: [line], steps: [rung] }, []],
		['text, as SQLite has it', { targets: JSON.stringify([line]) }, []],
		['no list', { targets: 'x' }, ['targets not_a_list']],
		['what nobody knows', { targets: [{ ...line, metric: 'speed' }] }, ['targets.0.metric unknown_choice']],
		['a limit of the law in a policy of service', { targets: [{ ...line, metric: 'legal_resolution' }] }, ['targets.0.metric legal_metric']],
		['a pause of the law', { basis: 'law', targets: [{ ...line, metric: 'legal_resolution', pauses: true }] }, ['targets.0.pauses legal_pauses']],
		['no time', { targets: [{ ...line, amount: 0 }] }, ['targets.0.amount not_a_whole_number']],
		['the same twice', { targets: [line, line] }, ['targets.1.metric repeated_target']],
		['a fifth severity', { targets: [{ ...line, severity: 5 }] }, ['targets.0.severity not_a_whole_number']],
		['more than all of it', { steps: [{ ...rung, amount: 120 }] }, ['steps.0.amount not_a_whole_number']],
		['a step that does nothing', { steps: [{ ...rung, does: [] }] }, ['steps.0.does not_a_list']],
		['half a repetition', { steps: [{ ...rung, repeat_every: 60 }] }, ['steps.0.repeat_every repeat_incomplete']],
	];
	it.each(rows)('%s', (_why, given, problems) => {
		expect(checkPolicy(given).map(({ field, reason }) => `${field} ${reason}`)).toEqual(problems);
	});
});

describe('the clocks of a case', () => {
	/** Runs a case through what happens to it and says how each clock stands. */
	function course(happenings: (readonly [at: string, occurrence: Happening['occurrence'], state: Happening['state'], rest?: { severity?: number; cycle?: number }])[]): Record<string, string> {
		let clocks: Clock[] = [];
		let ids = 0;
		for (const [at, occurrence, state, { severity = null, cycle = 0 } = {}] of happenings) {
			const limits = limitsOf([policy('standard'), policy('china-12315')], severity, versions);
			const happening: Happening = { complaint: 'c', state, cycle, occurrence, at: new Date(at), newId: () => `clock ${ids++}` };
			for (const { after } of caseClocks({ clocks, limits, calendars }, happening)) clocks = [...clocks.filter(({ id }) => id !== after.id), after];
			clocks.sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime() || a.cycle - b.cycle);
		}
		return Object.fromEntries(clocks.map(({ metric, cycle, state, endedAt }) => [`${metric} ${cycle}`, endedAt && state === 'breached' ? 'late' : state]));
	}
	const RECEIVED = ['2026-03-02T09:00+08:00', 'received', 'received'] as const;
	const TAKEN = ['2026-03-02T10:00+08:00', 'acknowledged', 'acknowledged'] as const;

	it('begin when it comes in', () => {
		expect(course([RECEIVED])).toEqual({
			'ack 0': 'running', 'first_response 0': 'running', 'resolution 0': 'running', 'legal_acceptance 0': 'running', 'legal_resolution 0': 'running',
		});
	});
	it('taking it on acknowledges it, but answers nobody', () => {
		expect(course([RECEIVED, TAKEN])).toMatchObject({ 'ack 0': 'met', 'first_response 0': 'running', 'legal_acceptance 0': 'met', 'next_update 0': 'running' });
	});
	it('waiting for the customer pauses what we promised, not what the law demands', () => {
		const waiting = course([RECEIVED, TAKEN, ['2026-03-02T11:00+08:00', 'waiting_customer', 'waiting_customer']]);
		expect(waiting).toMatchObject({ 'resolution 0': 'paused', 'legal_resolution 0': 'running' });
		const back = course([RECEIVED, TAKEN, ['2026-03-02T11:00+08:00', 'waiting_customer', 'waiting_customer'], ['2026-03-03T11:00+08:00', 'investigating', 'investigating']]);
		expect(back).toMatchObject({ 'resolution 0': 'running' });
	});
	it('a second message of the customer does not start the wait anew; a reply ends it', () => {
		const wrote = ['2026-03-02T10:30+08:00', 'customer_wrote', 'acknowledged'] as const;
		expect(course([RECEIVED, TAKEN, wrote, wrote])).toMatchObject({ 'next_response 0': 'running' });
		const replied = course([RECEIVED, TAKEN, wrote, ['2026-03-02T10:40+08:00', 'staff_replied', 'acknowledged'], ['2026-03-02T10:50+08:00', 'customer_wrote', 'acknowledged']]);
		expect(replied).toMatchObject({ 'first_response 0': 'met', 'next_response 0': 'met', 'next_response 1': 'running', 'next_update 0': 'met', 'next_update 1': 'running' });
	});
	it('the decision ends them', () => {
		expect(Object.values(course([RECEIVED, TAKEN, ['2026-03-02T11:00+08:00', 'decided', 'decided']]))).toEqual(Array(6).fill('met'));
	});
	it('what was raised to critical too late is late at once', () => {
		expect(course([RECEIVED, TAKEN, ['2026-03-04T11:00+08:00', null, 'assessing', { severity: 4 }]])).toMatchObject({ 'resolution 0': 'breached' });
	});
	it('closing and reopening at once stops nothing', () => {
		const decided = ['2026-03-02T11:00+08:00', 'decided', 'decided'] as const;
		expect(course([RECEIVED, TAKEN, decided, ['2026-03-02T11:08+08:00', 'reopened', 'reopened', { cycle: 1 }]])).toMatchObject({ 'resolution 0': 'running' });
		const later = course([RECEIVED, TAKEN, decided, ['2026-03-05T11:00+08:00', 'reopened', 'reopened', { cycle: 1 }]]);
		expect(later).toMatchObject({ 'resolution 0': 'met', 'resolution 1': 'running', 'legal_resolution 1': 'running' });
	});
	it('of what is withdrawn nothing is promised any more', () => {
		expect(course([RECEIVED, TAKEN, ['2026-03-02T11:00+08:00', 'withdrawn', 'withdrawn']])).toMatchObject({ 'resolution 0': 'cancelled', 'first_response 0': 'cancelled', 'ack 0': 'met' });
	});
});
