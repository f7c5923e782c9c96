/** The moments a cron text names, as sets of allowed values. */
export interface Cron {
	minutes: Set<number>;
	hours: Set<number>;
	days: Set<number>;
	months: Set<number>;
	weekdays: Set<number>;
	/** Cron's odd rule: where day and weekday are both limited, either may match. A step such as every second day limits too. */
	eitherDay: boolean;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
/** A schedule such as 29 February meets its day within eight years (1896–1904, 2096–2104). */
const HORIZON_DAYS = 366 * 8;
const DAY_MS = 86_400_000;

/**
 * Reads the five usual parts, or six with seconds first, which are then ignored: nobody waits for a second.
 * Null for anything else, also for rare extensions such as "L" and "#" that the server may know.
 */
export function parseCron(text: string): Cron | null {
	const parts = text.trim().toLowerCase().split(/\s+/);
	if (parts.length === 6) parts.shift();
	if (parts.length !== 5) return null;
	const minutes = readPart(parts[0]!, 0, 59);
	const hours = readPart(parts[1]!, 0, 23);
	const days = readPart(parts[2]!, 1, 31);
	const months = readPart(parts[3]!, 1, 12, MONTHS);
	const raw = readPart(parts[4]!, 0, 7, WEEKDAYS);
	if (!minutes || !hours || !days || !months || !raw) return null;
	const weekdays = new Set([...raw].map((day) => day % 7));
	return { minutes, hours, days, months, weekdays, eitherDay: isLimited(parts[2]!) && isLimited(parts[4]!) };
}

/** The next moments after `from`. Both are wall-clock times of one zone, carried in the UTC fields of a Date. */
export function nextRuns(cron: Cron, from: Date, count: number): Date[] {
	const runs: Date[] = [];
	const midnight = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate());
	for (let day = 0; day < HORIZON_DAYS && runs.length < count; day += 1) {
		const start = new Date(midnight + day * DAY_MS);
		if (!matchesDay(cron, start)) continue;
		for (const run of timesOf(cron, start)) {
			if (run > from && runs.length < count) runs.push(run);
		}
	}
	return runs;
}

/** The wall clock of a time zone at an instant, carried in the UTC fields of a Date. */
export function wallClock(instant: Date, timeZone: string): Date {
	const options = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
	const format = new Intl.DateTimeFormat('en-US', { ...options, hourCycle: 'h23', timeZone });
	const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
	return new Date(Date.UTC(part['year']!, part['month']! - 1, part['day']!, part['hour']!, part['minute']!));
}

function matchesDay(cron: Cron, day: Date): boolean {
	if (!cron.months.has(day.getUTCMonth() + 1)) return false;
	const date = cron.days.has(day.getUTCDate());
	const weekday = cron.weekdays.has(day.getUTCDay());
	return cron.eitherDay ? date || weekday : date && weekday;
}

function timesOf(cron: Cron, day: Date): Date[] {
	const ordered = (set: Set<number>) => [...set].sort((a, b) => a - b);
	return ordered(cron.hours).flatMap((hour) =>
		ordered(cron.minutes).map((minute) => new Date(day.getTime() + (hour * 60 + minute) * 60_000)),
	);
}

function readPart(text: string, least: number, most: number, names: string[] = []): Set<number> | null {
	const values = new Set<number>();
	for (const item of text.split(',')) {
		const match = /^(\*|\?|[a-z]+|\d+)(?:-([a-z]+|\d+))?(?:\/(\d+))?$/.exec(item);
		if (!match) return null;
		const [, start, end, step] = match;
		const every = start === '*' || start === '?';
		const from = every ? least : numberOf(start!, least, names);
		const openEnd = every || (step !== undefined && end === undefined);
		const to = end === undefined ? (openEnd ? most : from) : numberOf(end, least, names);
		const by = Number(step ?? 1);
		if (!(from >= least && to <= most && from <= to && by >= 1)) return null;
		for (let value = from; value <= to; value += by) values.add(value);
	}
	return values;
}

function numberOf(text: string, least: number, names: string[]): number {
	const name = names.indexOf(text);
	if (name >= 0) return name + (least === 1 ? 1 : 0);
	return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function isLimited(part: string): boolean {
	return part !== '*' && part !== '?';
}
