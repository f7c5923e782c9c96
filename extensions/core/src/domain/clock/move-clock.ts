import { UNITS } from '../business-time/units.ts';
import { applyEvent, startedClock } from './apply-event.ts';
import { nextState, type Calendars, type Clock, type ClockEvent, type ClockMove, type ClockStart } from './clock.ts';

/** What a command does to one clock. Nothing happened where there are no events. */
export interface ClockChange {
	/** Null for a clock that starts. */
	before: Clock | null;
	after: Clock;
	events: ClockEvent[];
	/** Whether it was too late just now. */
	isBreached: boolean;
}

export function startClock(start: Omit<ClockStart, 'move'>, at: Date, calendars: Calendars): ClockChange {
	const event = { ...start, move: 'start', at } as const;
	return { before: null, after: startedClock(event, calendars), events: [event], isBreached: false };
}

/** Moves a clock. One that was due before is breached first, whether a sweep came by or not; so is one whose new limit has long passed. */
export function moveClock(clock: Clock, move: ClockMove, at: Date, calendars: Calendars): ClockChange {
	const change: ClockChange = { before: clock, after: clock, events: [], isBreached: false };
	const happen = (next: ClockMove): void => {
		if (nextState(change.after, next.move) === undefined) return;
		const event = { ...next, at };
		const after = applyEvent(change.after, event, calendars);
		if (after === change.after) return;
		Object.assign(change, { after, events: [...change.events, event], isBreached: change.isBreached || next.move === 'breach' });
	};
	if (isOverdue(clock, at)) happen({ move: 'breach' });
	if (move.move !== 'breach') happen(move);
	if (isOverspent(change.after)) happen({ move: 'breach' });
	return change;
}

/** What is done at the very second that it is due is done in time. */
export const isOverdue = ({ state, dueAt }: Clock, now: Date): boolean => state === 'running' && dueAt !== null && dueAt < now;

/** A shorter limit has more behind it than it allows. */
const isOverspent = ({ state, unit, target, used }: Clock): boolean => state === 'running' && used[unit] > target * UNITS[unit].each;
