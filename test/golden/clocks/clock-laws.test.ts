import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../../extensions/core/src/domain/business-time/calendar.ts';
import type { Unit } from '../../../extensions/core/src/domain/business-time/units.ts';
import { replayClock } from '../../../extensions/core/src/domain/clock/apply-event.ts';
import type { Clock, ClockEvent, ClockMove, Limit } from '../../../extensions/core/src/domain/clock/clock.ts';
import { clockView } from '../../../extensions/core/src/domain/clock/clock-view.ts';
import { followTime } from '../../../extensions/core/src/domain/clock/follow-time.ts';
import { moveClock, startClock } from '../../../extensions/core/src/domain/clock/move-clock.ts';
import { anyCalendar, ZONES } from '../../support/any-calendar.ts';
import { auditClock } from '../../support/clocks/auditor.ts';

const DATES = ['2026-03-08', '2026-04-05', '2026-10-04', '2026-11-01', '2026-12-31'];
const anyVersion = fc.constantFrom(...ZONES).chain((zone) => anyCalendar(zone, DATES));
const versions: fc.Arbitrary<Calendar[]> = fc.array(anyVersion, { minLength: 3, maxLength: 3 });

const unit = fc.constantFrom<Unit[]>('business_minutes', 'business_days', 'calendar_days');
const target = (name: Unit): fc.Arbitrary<number> => fc.integer({ min: 1, max: name === 'business_minutes' ? 20_000 : 30 });
const limit: fc.Arbitrary<Limit> = unit.chain((name) =>
	fc.record({
		unit: fc.constant(name),
		target: target(name),
		pauses: fc.boolean(),
		calendar: fc.constant('calendar'),
		calendarVersion: fc.constantFrom('0', '1', '2'),
		policy: fc.constant(null),
		steps: fc.constant([]),
	}),
);

type Happening = ClockMove | { move: 'sweep'; version: string };
const happening: fc.Arbitrary<Happening> = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom<Happening[]>({ move: 'pause' }, { move: 'resume' }) },
	{ weight: 2, arbitrary: fc.constantFrom('0', '1', '2').map((version): Happening => ({ move: 'sweep', version })) },
	{ weight: 2, arbitrary: limit.map((wanted): Happening => ({ move: 'retarget', ...wanted })) },
	{ weight: 1, arbitrary: fc.constantFrom<Happening[]>({ move: 'meet' }, { move: 'cancel' }, { move: 'reopen' }) },
);
/** Flaps within seconds, and waits of weeks. */
const pause = fc.oneof(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 0, max: 200_000 }), fc.integer({ min: 0, max: 3_000_000 }));
const course = fc.array(fc.tuple(pause, happening), { minLength: 5, maxLength: 25 });
const began = fc.integer({ min: Date.parse('2026-01-10') / 1000, max: Date.parse('2026-12-20') / 1000 });

interface Watched {
	clock: Clock;
	events: ClockEvent[];
	at: Date;
}

/** Runs a course and shows the clock after each happening. */
function follow(list: Calendar[], first: Limit, start: number, steps: [number, Happening][], watch: (now: Watched, before: Clock, did: Happening) => void): Watched {
	const calendars = (version: string): Calendar => list[Number(version)]!;
	const started = startClock({ id: 'c', subjectCollection: 'x', subjectId: '1', metric: 'm', cycle: 0, ...first }, new Date(start * 1000), calendars);
	let now: Watched = { clock: started.after, events: [...started.events], at: new Date(start * 1000) };
	for (const [wait, did] of steps) {
		const at = new Date(now.at.getTime() + wait * 1000);
		const change =
			did.move === 'sweep'
				? followTime(now.clock, at, calendars, new Map([['calendar', did.version]]))
				: moveClock(now.clock, did, at, calendars);
		const before = now.clock;
		now = { clock: change?.after ?? before, events: [...now.events, ...(change?.events ?? [])], at };
		watch(now, before, did);
	}
	return now;
}

const laws = (title: string, check: (now: Watched, before: Clock, did: Happening, calendars: (version: string) => Calendar) => void): void =>
	it(title, () => {
		fc.assert(
			fc.property(versions, limit, began, course, (list, first, start, steps) => {
				follow(list, first, start, steps, (now, before, did) => check(now, before, did, (version) => list[Number(version)]!));
			}),
			{ numRuns: 80 },
		);
	});

describe('whatever happens to a clock', () => {
	laws('its events make it again, and an audit by stretches says the same', ({ clock, events }, _before, _did, calendars) => {
		expect(replayClock(events, calendars)).toEqual(clock);
		const audited = auditClock(events, calendars);
		const { state, breachedAt, endedAt } = clock;
		expect(audited).toMatchObject({ state, breachedAt, endedAt });
		if (state === 'running') expect(audited.dueAt).toEqual(clock.dueAt);
	});

	laws('what is used up and what is left are the whole', ({ clock, at }, _before, _did, calendars) => {
		const { elapsed, remaining, state } = clockView(clock, at, calendars);
		if (state === 'running' || state === 'paused') expect(Math.max(elapsed, clock.target)).toBeCloseTo(elapsed + remaining, 6);
	});

	laws('a pause never makes it due earlier', ({ clock, events }, before, did, calendars) => {
		if (did.move !== 'resume' || before.state !== 'paused') return;
		const last = events.findLastIndex(({ move }) => move === 'pause');
		if (events.slice(last).some(({ move }) => move !== 'pause' && move !== 'resume')) return;
		const unpaused = replayClock(events.slice(0, last), calendars)!;
		expect(clock.dueAt?.getTime() ?? Infinity).toBeGreaterThanOrEqual(unpaused.dueAt?.getTime() ?? Infinity);
	});

	laws('it is breached at the instant it was due, or met by then, or neither', ({ clock }) => {
		const { state, dueAt, breachedAt, endedAt } = clock;
		expect(state === 'breached').toBe(breachedAt !== null);
		if (state === 'breached') expect(breachedAt).toEqual(dueAt);
		if (state === 'met') expect(endedAt !== null && (dueAt === null || endedAt <= dueAt)).toBe(true);
		if (state === 'running') expect([endedAt, clock.runningSince === null]).toEqual([null, false]);
		if (state === 'paused') expect([endedAt, dueAt, clock.runningSince]).toEqual([null, null, null]);
	});

	laws('what has ended changes no more, but for going on', ({ clock }, before, did) => {
		if (before.state === 'cancelled') expect(clock).toBe(before);
		if ((before.state === 'met' || before.endedAt !== null) && did.move !== 'reopen') expect(clock).toBe(before);
		if (before.state === 'breached') expect([clock.state, clock.breachedAt, clock.dueAt]).toEqual(['breached', before.breachedAt, before.dueAt]);
	});

	laws('what was put down for later is void when it is due at another time, and only then', ({ clock }, before, did) => {
		const moved = clock.dueAt?.getTime() !== before.dueAt?.getTime() || clock.endedAt?.getTime() !== before.endedAt?.getTime();
		if (moved && clock.state !== 'breached') expect(clock.epoch).toBeGreaterThan(before.epoch);
		if (clock.epoch !== before.epoch && did.move === 'sweep') expect(moved).toBe(true);
	});
});

it('twenty flaps a minute use up no second twice', () => {
	const calendar: Calendar = { timezone: 'Asia/Shanghai', week: { 1: [['09:00', '18:00']] }, days: {} };
	const begin = Date.parse('2026-10-05T10:00+08:00');
	const first: Limit = { unit: 'business_minutes', target: 60, pauses: true, calendar: 'calendar', calendarVersion: '0', policy: null, steps: [] };
	const flaps = Array.from({ length: 400 }, (_, i): [number, Happening] => [3, { move: i % 2 === 0 ? 'pause' : 'resume' }]);
	const { clock } = follow([calendar], first, begin / 1000, flaps, () => undefined);
	expect([clock.used.business_minutes, clock.dueAt]).toEqual([600, new Date(begin + (1200 + 3000) * 1000)]);
});
