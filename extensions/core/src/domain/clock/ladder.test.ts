import { describe, expect, it } from 'vitest';
import type { Calendar } from '../business-time/calendar.ts';
import { applyEvent } from './apply-event.ts';
import type { Clock, Limit } from './clock.ts';
import { plannedSteps, stepActions, type StepPayload } from './ladder.ts';
import { moveClock, startClock } from './move-clock.ts';
import type { Step } from './step.ts';
import { takeStep } from './take-step.ts';

const WORKDAY = [['09:00', '12:00'], ['13:00', '18:00']] as const;
const calendar: Calendar = { timezone: 'Asia/Shanghai', week: { 1: WORKDAY, 2: WORKDAY, 3: WORKDAY, 4: WORKDAY, 5: WORKDAY }, days: {} };
const calendars = (): Calendar => calendar;

const step = (given: Partial<Step>): Step => ({
	when: 'percent', amount: 50, minutes: 'business', does: ['notify'], urgent: false, repeatEvery: null, repeatTimes: null, ...given,
});
const MONDAY = new Date('2026-10-05T10:00+08:00');
const limit: Limit = { unit: 'business_minutes', target: 480, pauses: true, calendar: 'c', calendarVersion: 'v', policy: null, steps: [] };

/** Of eight business hours from Monday at 10:00, due on Tuesday at 10:00. */
const clockWith = (steps: Step[], rest: Partial<Limit> = {}): Clock =>
	startClock({ id: 'c', subjectCollection: 'x', subjectId: '1', metric: 'resolution', cycle: 0, ...limit, ...rest, steps }, MONDAY, calendars).after;
const times = (clock: Clock): string[] => plannedSteps(clock, calendars).map(({ at }) => at.toISOString());
const utc = (...list: string[]): string[] => list.map((text) => new Date(text).toISOString());

describe('when the steps of a ladder come', () => {
	const rows: [why: string, steps: Step[], at: string[]][] = [
		['by the share of time that is used up', [step({}), step({ amount: 80 }), step({ amount: 100 })], ['2026-10-05T15:00+08:00', '2026-10-05T17:24+08:00', '2026-10-06T10:00+08:00']],
		['business time before it is due, over the night', [step({ when: 'before', amount: 120 })], ['2026-10-05T17:00+08:00']],
		['at midnight nobody reads: it waits for the morning', [step({ when: 'before', amount: 600, minutes: 'wall' })], ['2026-10-06T09:00+08:00']],
		['what is urgent does not', [step({ when: 'before', amount: 600, minutes: 'wall', urgent: true })], ['2026-10-06T00:00+08:00']],
		['never before the clock began', [step({ when: 'before', amount: 5000 })], ['2026-10-05T10:00+08:00']],
		['business time after it was due', [step({ when: 'after', amount: 180 })], ['2026-10-06T14:00+08:00']],
		['wall time after it was due', [step({ when: 'after', amount: 60, minutes: 'wall' })], ['2026-10-06T11:00+08:00']],
		['again and again, but not for ever', [step({ when: 'after', amount: 0, repeatEvery: 60, repeatTimes: 2 })], ['2026-10-06T10:00+08:00', '2026-10-06T11:00+08:00', '2026-10-06T12:00+08:00']],
	];
	it.each(rows)('%s', (_why, steps, at) => expect(times(clockWith(steps))).toEqual(utc(...at)));

	it('of days a share is rounded down, and told in the morning after', () => {
		const clock = clockWith([step({ amount: 50 })], { unit: 'business_days', target: 3 });
		expect(times(clock)).toEqual(utc('2026-10-07T09:00+08:00'));
	});
	it('none while the clock is paused or over', () => {
		const at = new Date('2026-10-05T11:00+08:00');
		for (const move of ['pause', 'meet', 'cancel'] as const) expect(times(moveClock(clockWith([step({})]), { move }, at, calendars).after)).toEqual([]);
	});
	it('after a pause they come later, and those that were taken do not come again', () => {
		const ladder = clockWith([step({}), step({ amount: 80 })]);
		const taken = applyEvent(ladder, { move: 'step', key: 'percent:50:business:0', at: new Date('2026-10-05T15:00+08:00') }, calendars);
		const paused = moveClock(taken, { move: 'pause' }, new Date('2026-10-05T16:00+08:00'), calendars).after;
		const resumed = moveClock(paused, { move: 'resume' }, new Date('2026-10-06T09:00+08:00'), calendars).after;
		expect(times(resumed)).toEqual(utc('2026-10-06T10:24+08:00'));
	});
	it('each restart has actions of its own, and voids those before', () => {
		const before = clockWith([step({})]);
		const paused = moveClock(before, { move: 'pause' }, new Date('2026-10-05T11:00+08:00'), calendars).after;
		const resumed = moveClock(paused, { move: 'resume' }, new Date('2026-10-05T11:00+08:00'), calendars).after;
		const [one, other] = [before, resumed].map((clock) => stepActions(clock, 'x.step', calendars)[0]!);
		expect(one!.dueAt).toEqual(other!.dueAt);
		expect(one!.dedupeKey).not.toBe(other!.dedupeKey);
		expect(one!.guard!.match).not.toEqual(other!.guard!.match);
	});
});

describe('taking a step', () => {
	const ladder = clockWith([
		step({ does: ['notify_assignee', 'reassign'] }),
		step({ amount: 80, does: ['notify_lead', 'reassign'] }),
		step({ amount: 100, does: ['notify_lead', 'raise'] }),
	]);
	const due = stepActions(ladder, 'x.step', calendars).map(({ payload, dueAt }) => ({ ...(payload as StepPayload), dueAt }));
	const doneAt = (at: string): unknown[] =>
		due.map((one) => {
			const taken = takeStep(ladder, one, new Date(at), calendars);
			return taken.kind === 'taken' ? [taken.does, taken.isLate] : taken.kind;
		});

	it('in time, each does what it says', () => {
		expect(doneAt('2026-10-05T15:00:20+08:00')[0]).toEqual([['notify_assignee', 'reassign'], false]);
	});
	it('late, all are told and only the highest reassigns', () => {
		expect(doneAt('2026-10-06T11:00+08:00')).toEqual([
			[['notify_assignee'], true],
			[['notify_lead', 'reassign'], true],
			[['notify_lead', 'raise'], true],
		]);
	});
	it('late in the night, it waits for the morning', () => {
		const taken = takeStep(ladder, due[0]!, new Date('2026-10-05T23:00+08:00'), calendars);
		expect(taken).toEqual({ kind: 'later', again: new Date('2026-10-06T09:00+08:00') });
	});
	it('twice, once', () => {
		const taken = takeStep(ladder, due[0]!, new Date('2026-10-05T15:00+08:00'), calendars);
		const clock = taken.kind === 'taken' ? taken.change.after : ladder;
		expect(takeStep(clock, due[0]!, new Date('2026-10-05T15:00:20+08:00'), calendars)).toEqual({ kind: 'void' });
	});
	it('not of a clock that has stopped since', () => {
		const met = moveClock(ladder, { move: 'meet' }, new Date('2026-10-05T14:00+08:00'), calendars).after;
		expect(takeStep(met, due[0]!, new Date('2026-10-05T15:00+08:00'), calendars)).toEqual({ kind: 'void' });
	});
});
