import { UNITS, type Unit } from '../business-time/units.ts';
import { limitOf, nextState, type Calendars, type Clock, type ClockEvent, type ClockMove, type ClockStart } from './clock.ts';

/** The clock after what happened; the same clock when it does not fit. Whoever asks has checked that nothing was due before. */
export function applyEvent(clock: Clock, event: ClockMove & { at: Date }, calendars: Calendars): Clock {
	const state = nextState(clock, event.move);
	if (state === undefined) return clock;
	const { at } = event;
	switch (event.move) {
		case 'pause':
			return { ...settled(clock, at, calendars), state, runningSince: null, dueAt: null, epoch: clock.epoch + 1 };
		case 'resume':
			return withDue({ ...clock, state, runningSince: at, epoch: clock.epoch + 1 }, calendars);
		case 'retarget':
			return withDue({ ...settled(clock, at, calendars), ...limitOf(event), epoch: clock.epoch + 1 }, calendars);
		case 'recalendar': {
			const moved = withDue({ ...settled(clock, at, calendars), calendarVersion: event.calendarVersion }, calendars);
			// Next year's holidays move few clocks; the steps of the others stay put down.
			return { ...moved, epoch: isSame(moved.dueAt, clock.dueAt) ? clock.epoch : clock.epoch + 1 };
		}
		case 'meet':
		case 'cancel':
			return { ...settled(clock, at, calendars), state, runningSince: null, endedAt: at, epoch: clock.epoch + 1 };
		case 'breach':
			// Whenever it was noticed, it was too late from then on.
			return { ...settled(clock, clock.dueAt!, calendars), state, runningSince: null, breachedAt: clock.dueAt };
		case 'reopen':
			if (state === 'breached') return { ...clock, endedAt: null, epoch: clock.epoch + 1 };
			return withDue({ ...clock, state, runningSince: clock.endedAt, endedAt: null, epoch: clock.epoch + 1 }, calendars);
		case 'step':
			return clock.stepsDone.includes(event.key) ? clock : { ...clock, stepsDone: [...clock.stepsDone, event.key] };
	}
}

export function startedClock(start: ClockStart & { at: Date }, calendars: Calendars): Clock {
	const { id, subjectCollection, subjectId, metric, cycle, at } = start;
	const clock: Clock = {
		...limitOf(start),
		id,
		subjectCollection,
		subjectId,
		metric,
		cycle,
		state: 'running',
		startedAt: at,
		used: { business_minutes: 0, business_days: 0, calendar_days: 0 },
		runningSince: at,
		dueAt: null,
		breachedAt: null,
		endedAt: null,
		epoch: 1,
		stepsDone: [],
	};
	return withDue(clock, calendars);
}

/** The clock that its events make, oldest first; null for none. */
export function replayClock(events: readonly ClockEvent[], calendars: Calendars): Clock | null {
	let clock: Clock | null = null;
	for (const event of events) {
		if (event.move === 'start') clock = startedClock(event, calendars);
		else if (clock) clock = applyEvent(clock, event, calendars);
	}
	return clock;
}

/** What is used up at `at`, in the unit's own measure. */
export function usedAt({ used, runningSince, calendarVersion }: Clock, unit: Unit, at: Date, calendars: Calendars): number {
	if (runningSince === null || at <= runningSince) return used[unit];
	return used[unit] + UNITS[unit].between(calendars(calendarVersion), runningSince, at);
}

/** Measured so far by the calendar that counted so far. */
function settled(clock: Clock, at: Date, calendars: Calendars): Clock {
	if (clock.runningSince === null) return clock;
	const used = { ...clock.used };
	for (const unit of Object.keys(UNITS) as Unit[]) used[unit] = usedAt(clock, unit, at, calendars);
	return { ...clock, used, runningSince: at };
}

/** Where more was used up than there is, it is due at once. */
function withDue(clock: Clock, calendars: Calendars): Clock {
	const { unit, target, used, runningSince, calendarVersion } = clock;
	if (runningSince === null) return clock;
	const left = target * UNITS[unit].each - used[unit];
	return { ...clock, dueAt: left < 0 ? runningSince : UNITS[unit].after(calendars(calendarVersion), runningSince, left) };
}

const isSame = (a: Date | null, b: Date | null): boolean => a?.getTime() === b?.getTime();
