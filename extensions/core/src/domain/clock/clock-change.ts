import type { ActionDraft, Effect } from '../command/decision.ts';
import type { Calendars, Clock, ClockEvent } from './clock.ts';
import { stepActions } from './ladder.ts';
import type { ClockChange } from './move-clock.ts';

export const CLOCKS = 'crm_clocks';
export const CLOCK_EVENTS = 'crm_clock_events';

/**
 * The writes and actions of changes to clocks, for the decision of a command that holds the lock of their subject: under that lock alone
 * do clocks change. `kind` is the plugin's kind of action for steps.
 */
export function clockWrites(changes: readonly ClockChange[], kind: string, calendars: Calendars): { effects: Effect[]; actions: ActionDraft[] } {
	const real = changes.filter(({ events }) => events.length > 0);
	const started = real.filter(({ before }) => before === null).map(({ after }) => clockRow(after));
	const moved = real.flatMap(({ before, after }): Effect[] => (before ? rowChange(before, after) : []));
	const events = real.flatMap(({ after, events: list }) => list.map((event) => eventRow(after.id, event)));
	return {
		effects: [{ insert: CLOCKS, rows: started }, ...moved, { insert: CLOCK_EVENTS, rows: events }],
		actions: real.filter(({ before, after }) => before?.epoch !== after.epoch).flatMap(({ after }) => stepActions(after, kind, calendars)),
	};
}

function rowChange(before: Clock, after: Clock): Effect[] {
	const old = clockRow(before);
	const changed = Object.entries(clockRow(after)).filter(([column, value]) => value !== old[column]);
	if (changed.length === 0) return [];
	return [{ update: CLOCKS, where: { id: before.id, state: before.state, epoch: before.epoch }, set: Object.fromEntries(changed) }];
}

/** As it is stored: instants in milliseconds, lists as JSON. */
export const clockRow = (clock: Clock): Record<string, string | number | boolean | null> => ({
	id: clock.id,
	subject_collection: clock.subjectCollection,
	subject_id: clock.subjectId,
	metric: clock.metric,
	cycle: clock.cycle,
	state: clock.state,
	unit: clock.unit,
	target: clock.target,
	pauses: clock.pauses,
	calendar: clock.calendar,
	calendar_version: clock.calendarVersion,
	policy: clock.policy,
	steps: JSON.stringify(clock.steps),
	steps_done: JSON.stringify(clock.stepsDone),
	used_seconds: clock.used.business_minutes,
	used_business_days: clock.used.business_days,
	used_calendar_days: clock.used.calendar_days,
	started_at_ms: clock.startedAt.getTime(),
	running_since_ms: ms(clock.runningSince),
	due_at_ms: ms(clock.dueAt),
	breached_at_ms: ms(clock.breachedAt),
	ended_at_ms: ms(clock.endedAt),
	epoch: clock.epoch,
});

const eventRow = (clock: string, { at, move, ...data }: ClockEvent): Record<string, unknown> => ({
	clock,
	move,
	at_ms: at.getTime(),
	data: JSON.stringify(data),
});

const ms = (at: Date | null): number | null => at?.getTime() ?? null;
