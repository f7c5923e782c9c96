import { Temporal } from 'temporal-polyfill';

const MS = { milliseconds: 1, seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 };

/** What Directus calls the units of time: `$NOW(-30 days)`, `$NOW(+1 mo)`. */
const UNITS: [pattern: RegExp, unit: 'milliseconds' | 'seconds' | 'minutes' | 'hours' | 'days' | 'weeks' | 'months' | 'years'][] = [
	[/^(milliseconds?|msecs?|ms)$/i, 'milliseconds'],
	[/^(seconds?|secs?|s)$/i, 'seconds'],
	[/^(minutes?|mins?|m)$/i, 'minutes'],
	[/^(hours?|hrs?|h)$/i, 'hours'],
	[/^(days?|d|)$/i, 'days'],
	[/^(weeks?|w)$/i, 'weeks'],
	[/^(months?|mth|mo)$/i, 'months'],
	[/^(years?|yrs?|y)$/i, 'years'],
];

/**
 * `$NOW` and `$NOW(-1 month)`, reckoned from the time of what happened and not from when somebody looks. Days of the month are clamped, in UTC.
 * Null for what is no such thing.
 */
export function shiftOf(written: string): ((at: Date) => Date) | null {
	const [found, inside] = /^\$NOW(?:\((.*)\))?$/.exec(written) ?? [];
	if (found === undefined) return null;
	if (inside === undefined || inside.trim() === '') return (at) => at;
	const [, sign, count, name] = /^([+-]?)(\d{1,7}) *([a-z]*)$/i.exec(inside.trim()) ?? [];
	const unit = name === undefined ? undefined : UNITS.find(([pattern]) => pattern.test(name))?.[1];
	if (!unit) return null;
	const amount = (sign === '-' ? -1 : 1) * Number(count);
	// In UTC all but months and years are as long as each other.
	if (unit !== 'months' && unit !== 'years') return (at) => new Date(at.getTime() + amount * MS[unit]);
	return (at) => {
		const then = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO('UTC').add({ [unit]: amount });
		return new Date(then.epochMilliseconds);
	};
}
