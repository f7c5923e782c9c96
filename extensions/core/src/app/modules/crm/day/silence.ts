import type { ClassSettings } from '../../../shared/scoring-models.ts';

/** Where no model says how often a class is contacted. */
export const DEFAULT_CADENCE_DAYS = 90;
const DAY_MS = 86_400_000;

export interface SilentCustomer {
	id: string;
	name: string;
	value_class?: string | null;
	last_interaction_at: string | null;
}

/**
 * Customers who have not heard from us for longer than their class asks. A class without a cadence is never late;
 * without any classes everybody gets the same three months. Potential customers nobody ever met count too.
 */
export function silenceFilter(classes: ClassSettings[], now: Date, mine: boolean): Record<string, unknown> {
	const timed = classes.filter(({ contact_every_days: days }) => days && days > 0);
	const quiet =
		timed.length > 0
			? timed.map(({ code, contact_every_days: days }) => ({
					_and: [{ value_class: { _eq: code } }, silentFor(days!, now)],
				}))
			: [silentFor(DEFAULT_CADENCE_DAYS, now)];
	const conditions: Record<string, unknown>[] = [{ status: { _eq: 'active' } }, { _or: quiet }];
	return { _and: mine ? [...conditions, { owner: { _eq: '$CURRENT_USER' } }] : conditions };
}

/** Best class first, within it the longest silence; never contacted is the longest. */
export function byUrgency(classes: ClassSettings[]) {
	const rank = ({ value_class: code }: SilentCustomer) => {
		const at = classes.findIndex((item) => item.code === code);
		return at < 0 ? classes.length : at;
	};
	const last = ({ last_interaction_at: at }: SilentCustomer) => (at ? Date.parse(at) : 0);
	return (a: SilentCustomer, b: SilentCustomer) => rank(a) - rank(b) || last(a) - last(b);
}

export function daysSince(instant: string, now: Date): number {
	return Math.max(0, Math.floor((now.getTime() - Date.parse(instant)) / DAY_MS));
}

function silentFor(days: number, now: Date): Record<string, unknown> {
	const before = new Date(now.getTime() - days * DAY_MS).toISOString();
	return { _or: [{ last_interaction_at: { _lt: before } }, { last_interaction_at: { _null: true } }] };
}
