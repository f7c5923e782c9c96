import { knownUntil } from '../business-time/calendar.ts';
import { UNITS } from '../business-time/units.ts';
import { dateIn } from '../time.ts';
import { usedAt } from './apply-event.ts';
import type { Calendars, Clock, ClockState } from './clock.ts';
import { isOverdue } from './move-clock.ts';

/** A clock as people and programs see it. Amounts are in its unit; minutes may have parts. */
export interface ClockView {
	metric: string;
	cycle: number;
	state: ClockState;
	unit: Clock['unit'];
	target: number;
	elapsed: number;
	/** Negative never: what is late has nothing left. */
	remaining: number;
	due_at: string | null;
	breached_at: string | null;
	ended_at: string | null;
	/** The row of `crm_calendars`. */
	calendar: string;
	/** True where holidays of that time are not entered yet: it may still move. */
	provisional: boolean;
}

/** As it is at `now`: a clock that is overdue shows as breached, also before a sweep came by. */
export function clockView(clock: Clock, now: Date, calendars: Calendars): ClockView {
	const { each } = UNITS[clock.unit];
	const late = isOverdue(clock, now);
	const used = usedAt(clock, clock.unit, late ? clock.dueAt! : now, calendars) / each;
	const at = (instant: Date | null): string | null => instant?.toISOString() ?? null;
	return {
		metric: clock.metric,
		cycle: clock.cycle,
		state: late ? 'breached' : clock.state,
		unit: clock.unit,
		target: clock.target,
		elapsed: used,
		remaining: Math.max(0, clock.target - used),
		due_at: at(clock.dueAt),
		breached_at: at(late ? clock.dueAt : clock.breachedAt),
		ended_at: at(clock.endedAt),
		calendar: clock.calendar,
		provisional: isProvisional(clock, calendars),
	};
}

function isProvisional({ state, unit, dueAt, calendarVersion }: Clock, calendars: Calendars): boolean {
	if (state !== 'running' || unit === 'calendar_days' || dueAt === null) return false;
	const calendar = calendars(calendarVersion);
	const known = knownUntil(calendar);
	return known !== null && dateIn(dueAt, calendar.timezone) > known;
}
