import type { Calendar } from '../business-time/calendar.ts';
import type { Unit } from '../business-time/units.ts';
import type { Step } from './step.ts';

export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'cancelled';

/** How much time there is, and by which calendar it is measured. */
export interface Limit {
	unit: Unit;
	/** In whole units. */
	target: number;
	/** False for what the law demands: waiting for others stops no such clock. */
	pauses: boolean;
	/** The row of `crm_calendars` whose changes the clock follows. */
	calendar: string;
	/** The version of it that counts from now on; see `calendarOf` in `Calendars`. */
	calendarVersion: string;
	/** The row that set the limit; null when none did. */
	policy: string | null;
	/** What happens on the way. */
	steps: readonly Step[];
}

/** One promise about one thing: how fast, how much of it is used up, and what became of it. */
export interface Clock extends Limit {
	id: string;
	subjectCollection: string;
	subjectId: string;
	/** What is promised, such as `first_response`. */
	metric: string;
	/** Grows when the thing is opened again; a cycle that ended is never changed. */
	cycle: number;
	state: ClockState;
	startedAt: Date;
	/** What was used up before `runningSince`, in every unit, so that a limit in another unit may take its place. */
	used: Readonly<Record<Unit, number>>;
	/** Null while it does not run. */
	runningSince: Date | null;
	/** Null while it is paused, or when the calendar has no open time. */
	dueAt: Date | null;
	breachedAt: Date | null;
	/** When what was promised was done, in time or not, or was no longer asked for. */
	endedAt: Date | null;
	/** Changes whenever steps that were put down for later are void. */
	epoch: number;
	/** Keys of the steps that were taken in this cycle. */
	stepsDone: readonly string[];
}

/** What of something that has more is the limit. */
export const limitOf = ({ unit, target, pauses, calendar, calendarVersion, policy, steps }: Limit): Limit => ({
	unit, target, pauses, calendar, calendarVersion, policy, steps,
});

/** Calendars by version. */
export type Calendars = (version: string) => Calendar;

export type ClockStart = { move: 'start' } & Limit & Pick<Clock, 'id' | 'subjectCollection' | 'subjectId' | 'metric' | 'cycle'>;

/** What may happen to a clock. What does not fit its state leaves it as it is. */
export type ClockMove =
	| { move: 'pause' | 'resume' | 'meet' | 'cancel' | 'breach' }
	/** What was done too hastily goes on as if it had never been done: nobody stops a clock by ending and reopening. */
	| { move: 'reopen' }
	| ({ move: 'retarget' } & Limit)
	/** The same limit by a newer version of its calendar. */
	| { move: 'recalendar'; calendarVersion: string }
	| { move: 'step'; key: string };

/** What happened to a clock, as it is kept: all of them in order make the clock again. */
export type ClockEvent = (ClockStart | ClockMove) & { at: Date };

const NEXT: Record<ClockState, Partial<Record<ClockMove['move'], ClockState>>> = {
	running: { pause: 'paused', retarget: 'running', recalendar: 'running', step: 'running', meet: 'met', cancel: 'cancelled', breach: 'breached' },
	paused: { resume: 'running', retarget: 'paused', recalendar: 'paused', meet: 'met', cancel: 'cancelled' },
	met: { reopen: 'running' },
	// It stays breached, whatever is done later; but it is chased until it is done.
	breached: { meet: 'breached', cancel: 'breached', reopen: 'breached', step: 'breached' },
	cancelled: {},
};

/** The state that a move leads to; undefined when it does not fit. */
export function nextState(clock: Clock, move: ClockMove['move']): ClockState | undefined {
	if (move === 'pause' && !clock.pauses) return undefined;
	const isOver = clock.state === 'breached' && clock.endedAt !== null;
	if (clock.state === 'breached' && (move === 'reopen') !== isOver) return undefined;
	return NEXT[clock.state][move];
}
