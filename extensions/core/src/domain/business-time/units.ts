import type { Calendar } from './calendar.ts';
import { addOpenMs, openMsBetween } from './open-time.ts';
import { daysBetween, endOfDay, type DayKind } from './whole-days.ts';

/** What a time limit is stated in. */
export type Unit = 'business_minutes' | 'business_days' | 'calendar_days';

/** How a unit is measured. Whole numbers: seconds of open time for minutes, days for days. */
interface Measure {
	/** How many are in one of the unit. */
	each: number;
	/** How much of it passes from one instant to another. Of three instants the parts add up to the whole. */
	between: (calendar: Calendar, from: Date, to: Date) => number;
	/** When so much of it has passed; null when the calendar never has so much. */
	after: (calendar: Calendar, from: Date, amount: number) => Date | null;
}

const wholeDays = (kind: DayKind): Measure => ({
	each: 1,
	between: (calendar, from, to) => daysBetween(calendar, from, to, kind),
	after: (calendar, from, days) => endOfDay(calendar, from, days, kind),
});

export const UNITS: Record<Unit, Measure> = {
	business_minutes: {
		each: 60,
		between: (calendar, from, to) => Math.floor(openMsBetween(calendar, from, to) / 1000),
		after: (calendar, from, seconds) => addOpenMs(calendar, from, seconds * 1000),
	},
	business_days: wholeDays('working'),
	calendar_days: wholeDays('every'),
};
