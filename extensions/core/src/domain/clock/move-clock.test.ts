import { describe, expect, it } from 'vitest';
import type { Calendar } from '../business-time/calendar.ts';
import type { Clock, ClockMove, Limit } from './clock.ts';
import { clockView } from './clock-view.ts';
import { followTime } from './follow-time.ts';
import { moveClock, startClock } from './move-clock.ts';

const WORKDAY = [['09:00', '18:00']] as const;
const FIVE_DAYS = { 1: WORKDAY, 2: WORKDAY, 3: WORKDAY, 4: WORKDAY, 5: WORKDAY };
const VERSIONS: Record<string, Calendar> = {
	v1: { timezone: 'Asia/Shanghai', week: FIVE_DAYS, days: {} },
	// Tuesday, 6 October 2026 has become a holiday.
	v2: { timezone: 'Asia/Shanghai', week: FIVE_DAYS, days: { '2026-10-06': [] } },
	empty: { timezone: 'Asia/Shanghai', week: {}, days: {} },
};
const calendars = (version: string): Calendar => VERSIONS[version]!;

const LIMIT: Limit = { unit: 'business_minutes', target: 480, pauses: true, calendar: 'china', calendarVersion: 'v1', policy: null, steps: [] };
const MONDAY = '2026-10-05T10:00+08:00';

const start = (limit: Partial<Limit> = {}, at = MONDAY): Clock =>
	startClock({ id: 'c', subjectCollection: 'x', subjectId: '1', metric: 'resolution', cycle: 0, ...LIMIT, ...limit }, new Date(at), calendars).after;

/** A clock after moves, each at its time. */
function after(clock: Clock, ...moves: [at: string, move: ClockMove][]): Clock {
	return moves.reduce((current, [at, move]) => moveClock(current, move, new Date(at), calendars).after, clock);
}

const retarget = (limit: Partial<Limit>): ClockMove => ({ move: 'retarget', ...LIMIT, ...limit });
const due = ({ dueAt }: Clock): string | null => dueAt?.toISOString() ?? null;
const utc = (text: string): string => new Date(text).toISOString();

describe('when a clock is due', () => {
	it('after its target in open time', () => expect(due(start())).toBe(utc('2026-10-05T18:00+08:00')));
	it('a pause moves it by the open time of the pause', () => {
		const paused = after(start(), ['2026-10-05T12:00+08:00', { move: 'pause' }]);
		expect([paused.state, due(paused)]).toEqual(['paused', null]);
		const resumed = after(paused, ['2026-10-06T09:00+08:00', { move: 'resume' }]);
		expect(due(resumed)).toBe(utc('2026-10-06T15:00+08:00'));
	});
	it('a pause in the night moves nothing', () => {
		const clock = after(start({ target: 600 }), ['2026-10-05T20:00+08:00', { move: 'pause' }], ['2026-10-06T08:00+08:00', { move: 'resume' }]);
		expect(due(clock)).toBe(due(start({ target: 600 })));
	});
	it('what the law demands is not paused', () => {
		const clock = start({ pauses: false });
		expect(moveClock(clock, { move: 'pause' }, new Date('2026-10-05T12:00+08:00'), calendars).events).toEqual([]);
	});
	it('a new target counts what was used up', () => {
		const clock = after(start(), ['2026-10-05T12:00+08:00', retarget({ target: 240 })]);
		expect(due(clock)).toBe(utc('2026-10-05T14:00+08:00'));
	});
	it('so does one in another unit', () => {
		const days = after(start({ target: 4800 }), ['2026-10-06T12:00+08:00', retarget({ unit: 'business_days', target: 3 })]);
		expect(due(days)).toBe(utc('2026-10-08T23:59:59+08:00'));
	});
	it('a target that has long passed is breached now, and a longer one later does not mend it', () => {
		const clock = after(start(), ['2026-10-05T16:00+08:00', retarget({ target: 60 })], ['2026-10-05T16:30+08:00', retarget({ target: 9999 })]);
		expect([clock.state, due(clock), clock.breachedAt]).toEqual(['breached', utc('2026-10-05T16:00+08:00'), clock.dueAt]);
	});
	it('never in an empty calendar, until it gets hours', () => {
		const never = start({ calendarVersion: 'empty' });
		expect([never.state, due(never)]).toEqual(['running', null]);
		expect(due(after(never, [MONDAY, { move: 'recalendar', calendarVersion: 'v1' }]))).toBe(utc('2026-10-05T18:00+08:00'));
	});
});

describe('a calendar that is edited while a clock runs', () => {
	const running = start({ target: 1080 }); // Two days of nine hours: due on Wednesday at 10:00.
	it('a new holiday moves what is left', () => {
		expect(due(running)).toBe(utc('2026-10-07T10:00+08:00'));
		const moved = followTime(running, new Date('2026-10-05T12:00+08:00'), calendars, new Map([['china', 'v2']]))!;
		expect([moved.after.calendarVersion, due(moved.after)]).toEqual(['v2', utc('2026-10-08T10:00+08:00')]);
	});
	it('what was used up by the old hours stays used up', () => {
		const moved = followTime(running, new Date('2026-10-06T12:00+08:00'), calendars, new Map([['china', 'v2']]))!;
		expect([moved.after.used.business_minutes, due(moved.after)]).toEqual([11 * 3600, utc('2026-10-07T16:00+08:00')]);
	});
	it('where it moves nothing, what was put down for later stays', () => {
		const moved = followTime(start(), new Date('2026-10-05T12:00+08:00'), calendars, new Map([['china', 'v2']]))!;
		expect([moved.after.calendarVersion, moved.after.epoch]).toEqual(['v2', 1]);
	});
	it('what was due before is breached all the same', () => {
		const late = followTime(running, new Date('2026-10-07T10:00:01+08:00'), calendars, new Map([['china', 'v2']]))!;
		expect([late.after.state, late.after.breachedAt]).toEqual(['breached', running.dueAt]);
	});
	it('the same calendar changes nothing', () => {
		expect(followTime(running, new Date(MONDAY), calendars, new Map([['china', 'v1']]))).toBeNull();
		expect(followTime(running, new Date(MONDAY), calendars, new Map())).toBeNull();
	});
});

describe('how a clock ends', () => {
	const rows: [why: string, moves: [string, ClockMove][], state: string, breached: string | null, ended: string | null][] = [
		['at the very second it is due: in time', [['2026-10-05T18:00+08:00', { move: 'meet' }]], 'met', null, '2026-10-05T18:00+08:00'],
		['a second later: too late, since it was due', [['2026-10-05T18:00:01+08:00', { move: 'meet' }]], 'breached', '2026-10-05T18:00+08:00', '2026-10-05T18:00:01+08:00'],
		['paused too late: breached first', [['2026-10-06T09:00+08:00', { move: 'pause' }]], 'breached', '2026-10-05T18:00+08:00', null],
		['while it is paused: in time', [['2026-10-05T11:00+08:00', { move: 'pause' }], ['2026-11-05T11:00+08:00', { move: 'meet' }]], 'met', null, '2026-11-05T11:00+08:00'],
		['no longer asked for', [['2026-10-05T11:00+08:00', { move: 'cancel' }]], 'cancelled', null, '2026-10-05T11:00+08:00'],
		['withdrawn too late: it was late all the same', [['2026-10-06T11:00+08:00', { move: 'cancel' }]], 'breached', '2026-10-05T18:00+08:00', '2026-10-06T11:00+08:00'],
		['what has ended does not end again', [['2026-10-05T11:00+08:00', { move: 'meet' }], ['2026-10-05T12:00+08:00', { move: 'cancel' }]], 'met', null, '2026-10-05T11:00+08:00'],
		['ended and reopened at once: the clock never stopped', [['2026-10-05T17:59+08:00', { move: 'meet' }], ['2026-10-05T18:05+08:00', { move: 'reopen' }], ['2026-10-05T18:06+08:00', { move: 'meet' }]], 'breached', '2026-10-05T18:00+08:00', '2026-10-05T18:06+08:00'],
		['done late and reopened: chased again', [['2026-10-06T11:00+08:00', { move: 'meet' }], ['2026-10-06T11:05+08:00', { move: 'reopen' }]], 'breached', '2026-10-05T18:00+08:00', null],
	];
	it.each(rows)('%s', (_why, moves, state, breached, ended) => {
		const clock = after(start(), ...moves);
		const at = (text: string | null): Date | null => (text === null ? null : new Date(text));
		expect([clock.state, clock.breachedAt, clock.endedAt]).toEqual([state, at(breached), at(ended)]);
	});
	it('a second message while it waits resumes nothing twice', () => {
		const paused = after(start(), ['2026-10-05T12:00+08:00', { move: 'pause' }]);
		const once = moveClock(paused, { move: 'resume' }, new Date('2026-10-05T13:00+08:00'), calendars);
		const twice = moveClock(once.after, { move: 'resume' }, new Date('2026-10-05T14:00+08:00'), calendars);
		expect([once.events.length, twice.events.length]).toEqual([1, 0]);
	});
});

describe('what people see of a clock', () => {
	it('is right before a sweep came by', () => {
		const view = clockView(start(), new Date('2026-10-06T10:00+08:00'), calendars);
		expect(view).toMatchObject({ state: 'breached', elapsed: 480, remaining: 0, breached_at: utc('2026-10-05T18:00+08:00'), provisional: false });
	});
	it('counts on while it runs', () => {
		expect(clockView(start(), new Date('2026-10-05T10:30:30+08:00'), calendars)).toMatchObject({ state: 'running', elapsed: 30.5, remaining: 449.5 });
	});
	it('is provisional where the holidays of that year are not known', () => {
		const limit = { calendarVersion: 'v2', unit: 'business_days', target: 80 } as const;
		expect(clockView(start(limit), new Date(MONDAY), calendars).provisional).toBe(true);
		expect(clockView(start({ ...limit, unit: 'calendar_days' }), new Date(MONDAY), calendars).provisional).toBe(false);
	});
});
