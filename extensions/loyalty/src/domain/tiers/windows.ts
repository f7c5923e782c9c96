import { addDays, addMonths } from '../validity/days.ts';
import type { TierPolicy } from './policy.ts';

export interface Calendar {
	policy: TierPolicy;
	/** The day on which the member joined; membership years begin on it. */
	joined: string;
}

/** The first day of the window that ends with `last`. */
export function windowStart({ policy, joined }: Calendar, last: string): string {
	const length = policy.tier_window_length ?? 1;
	switch (policy.tier_window) {
		case 'rolling_months':
			return addDays(addMonths(last, -length), 1);
		case 'rolling_days':
			return addDays(last, 1 - length);
		case 'calendar_year':
			return `${last.slice(0, 4)}-01-01`;
		case 'membership_year':
			return anniversary(joined, membershipYear(joined, last));
		case 'lifetime':
			return '0001-01-01';
	}
}

/**
 * The last day of a tier that was reached or kept on `day`: a length later where the window rolls, else the end of the year
 * after the one of `day`. Null: for life.
 */
export function lastTierDay({ policy, joined }: Calendar, day: string): string | null {
	const length = policy.tier_window_length ?? 1;
	switch (policy.tier_window) {
		case 'rolling_months':
			return addMonths(day, length);
		case 'rolling_days':
			return addDays(day, length);
		case 'calendar_year':
			return `${String(Number(day.slice(0, 4)) + 1).padStart(4, '0')}-12-31`;
		case 'membership_year':
			return addDays(anniversary(joined, membershipYear(joined, day) + 2), -1);
		case 'lifetime':
			return null;
	}
}

/** Reckoned from the day of joining each time, so that 29 February comes back in leap years. */
const anniversary = (joined: string, years: number): string => addMonths(joined, 12 * years);

function membershipYear(joined: string, day: string): number {
	const years = Number(day.slice(0, 4)) - Number(joined.slice(0, 4));
	return anniversary(joined, years) > day ? years - 1 : years;
}
