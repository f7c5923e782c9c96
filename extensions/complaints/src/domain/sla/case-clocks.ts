import { limitOf, type Calendars, type Clock, type ClockMove, type Limit } from '@guanxi/core/clock';
import { moveClock, startClock, type ClockChange } from '@guanxi/core/move-clock';
import { COMPLAINTS, type State } from '../case/case.ts';
import { COURSES, ENDS_ALL, type Occurrence } from './course.ts';
import { METRICS, type Metric } from './policy.ts';

/** The clocks of a case, and the limits that hold for it now. */
export interface CaseTime {
	clocks: readonly Clock[];
	limits: ReadonlyMap<Metric, Limit>;
	calendars: Calendars;
}

/** What happened, to which case. */
export interface Happening {
	complaint: string;
	/** The state that the case is in now. */
	state: State;
	/** How often it was opened again. */
	cycle: number;
	/** Null: nothing but that the case was edited, so other limits may hold. */
	occurrence: Occurrence | null;
	at: Date;
	newId: () => string;
}

/** Whoever ends a case and opens it again so soon has not stopped its clocks. */
const AT_ONCE_MS = 10 * 60_000;

/** What happens to the clocks of a case. */
export function caseClocks(time: CaseTime, happening: Happening): ClockChange[] {
	return METRICS.flatMap((metric) => metricClocks(metric, time, happening)).filter(({ events }) => events.length > 0);
}

function metricClocks(metric: Metric, time: CaseTime, happening: Happening): ClockChange[] {
	const { occurrence, at } = happening;
	const { starts, stops, recurs } = COURSES[metric];
	const own = time.clocks.filter((clock) => clock.metric === metric);
	const last = own.at(-1);
	const moves = last ? movesOf(metric, last, { ...time, happening }) : [];
	const change = last && moved(last, moves, at, time.calendars);
	const isOver = !last || !isOpen(change!.after);
	const begins = occurrence !== null && starts.includes(occurrence) && isOver && (recurs ?? (!last || last.cycle < happening.cycle));
	// A reply that starts the next round ends the one before; a first one has none to end.
	const isDone = occurrence !== null && stops.includes(occurrence) && !starts.includes(occurrence);
	const limit = begins && !isDone ? time.limits.get(metric) : undefined;
	const next = limit && started(metric, limit, { cycle: recurs ? own.length : happening.cycle, happening, calendars: time.calendars });
	return [...(change ? [change] : []), ...(next ? [next] : [])];
}

const isOpen = ({ state, endedAt }: Clock): boolean => state === 'running' || state === 'paused' || (state === 'breached' && endedAt === null);

/** In order: what ends it ends it; else it goes on where it was ended too soon, follows its limit, and waits or runs as the state says. */
function movesOf(metric: Metric, clock: Clock, { limits, happening: { state, occurrence, at } }: CaseTime & { happening: Happening }): ClockMove[] {
	const { stops, waits, starts } = COURSES[metric];
	if (ENDS_ALL.includes(state)) return [{ move: 'cancel' }];
	if (occurrence !== null && stops.includes(occurrence)) return [{ move: 'meet' }];
	const wasEndedNow = clock.endedAt !== null && at.getTime() - clock.endedAt.getTime() <= AT_ONCE_MS;
	const goesOn = occurrence === 'reopened' && starts.includes(occurrence) && wasEndedNow;
	const limit = limits.get(metric);
	const isOther = limit !== undefined && promiseOf(limit) !== promiseOf(clock);
	return [
		...(goesOn ? [{ move: 'reopen' } as const] : []),
		...(isOther ? [{ move: 'retarget', ...limit } as const] : []),
		{ move: waits.includes(state) ? 'pause' : 'resume' },
	];
}

/** The version of the calendar is no part of it: sweeps follow that. */
const promiseOf = (limit: Limit): string => JSON.stringify({ ...limitOf(limit), calendarVersion: null });

/** Several moves as one change. */
function moved(clock: Clock, moves: readonly ClockMove[], at: Date, calendars: Calendars): ClockChange {
	const change: ClockChange = { before: clock, after: clock, events: [], isBreached: false };
	for (const move of moves) {
		const next = moveClock(change.after, move, at, calendars);
		change.after = next.after;
		change.events.push(...next.events);
		change.isBreached ||= next.isBreached;
	}
	return change;
}

interface Starting {
	cycle: number;
	happening: Happening;
	calendars: Calendars;
}

function started(metric: Metric, limit: Limit, { cycle, happening: { complaint, newId, at }, calendars }: Starting): ClockChange {
	return startClock({ id: newId(), subjectCollection: COMPLAINTS, subjectId: complaint, metric, cycle, ...limit }, at, calendars);
}
