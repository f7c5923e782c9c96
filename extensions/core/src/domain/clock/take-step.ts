import { nextOpen } from '../business-time/open-time.ts';
import type { Calendars, Clock } from './clock.ts';
import type { StepPayload } from './ladder.ts';
import { moveClock, type ClockChange } from './move-clock.ts';

export type StepTaken =
	/** Void: the clock stands still, is due at another time, or the step was taken. */
	| { kind: 'void' }
	/** Nobody is there to read it. */
	| { kind: 'later'; again: Date }
	| { kind: 'taken'; change: ClockChange; does: string[]; isLate: boolean };

/** Ticks come every twenty seconds; so much later something was down. */
const LATE_MS = 5 * 60_000;

/** What is told to people is told for every step; of what changes something only the latest step that is due does it. */
const TELLING = 'notify';

/**
 * Takes a step that is due. After an outage several are: each still tells what it has to tell, marked as late, but only the highest
 * reassigns or raises.
 */
export function takeStep(clock: Clock, step: StepPayload & { dueAt: Date }, now: Date, calendars: Calendars): StepTaken {
	if (clock.epoch !== step.epoch || clock.stepsDone.includes(step.key)) return { kind: 'void' };
	const open = step.urgent ? now : (nextOpen(calendars(clock.calendarVersion), now) ?? now);
	if (open > now) return { kind: 'later', again: open };
	const change = moveClock(clock, { move: 'step', key: step.key }, now, calendars);
	const does = step.does.filter((deed) => deed.startsWith(TELLING) || !((step.overtakenAt[deed] ?? Infinity) <= now.getTime()));
	return { kind: 'taken', change, does, isLate: now.getTime() - step.dueAt.getTime() > LATE_MS };
}
