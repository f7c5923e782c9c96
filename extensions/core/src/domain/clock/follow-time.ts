import type { Calendars, Clock } from './clock.ts';
import { isOverdue, moveClock, type ClockChange } from './move-clock.ts';

/**
 * What time alone does to a clock: it is breached when it is overdue, and it follows its calendar when that was edited. What was due before
 * the edit was noticed is breached all the same.
 */
export function followTime(clock: Clock, now: Date, calendars: Calendars, versions: ReadonlyMap<string, string>): ClockChange | null {
	if (isOverdue(clock, now)) return moveClock(clock, { move: 'breach' }, now, calendars);
	const version = versions.get(clock.calendar);
	if (version === undefined || version === clock.calendarVersion) return null;
	const change = moveClock(clock, { move: 'recalendar', calendarVersion: version }, now, calendars);
	return change.events.length > 0 ? change : null;
}
