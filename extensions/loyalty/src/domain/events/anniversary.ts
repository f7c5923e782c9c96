import { dateIn, startOfDay } from '@guanxi/core/time';
import { addDays, addMonths } from '../validity/days.ts';

/** The first and the last day that a search is about. */
export interface Days {
	first: string;
	last: string;
}

/** When they joined whose n-th anniversary may fall on one of the days; a day more on each side, for 29 February. */
export function joinedFor({ first, last }: Days, years: number, timezone: string): { from: Date; to: Date } {
	return {
		from: startOfDay(addDays(addMonths(first, -12 * years), -1), timezone),
		to: startOfDay(addDays(addMonths(last, -12 * years), 2), timezone),
	};
}

/** Who joined on 29 February has it on 28 February in other years. */
export const anniversaryOf = (joined: Date, years: number, timezone: string): string => addMonths(dateIn(joined, timezone), 12 * years);
