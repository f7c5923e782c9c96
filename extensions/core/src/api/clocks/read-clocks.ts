import type { Calendars, Clock, ClockEvent } from '../../domain/clock/clock.ts';
import { CLOCK_EVENTS, CLOCKS } from '../../domain/clock/clock-change.ts';
import type { Step } from '../../domain/clock/step.ts';
import type { Knex } from '../directus.ts';
import { calendarsOf, currentCalendars } from './calendar-versions.ts';

/** What a command needs to move the clocks of its subjects. */
export interface Timekeeping {
	clocks: Clock[];
	calendars: Calendars;
	/** The version that counts now, by the id of the calendar; a calendar that was deleted has none. */
	versions: ReadonlyMap<string, string>;
}

/** All clocks of these subjects, with every calendar they name; `calendars` are more that a command may ask for. Read under the subjects' locks. */
export async function readTimekeeping(
	reader: Knex,
	{ collection, ids, calendars = [] }: { collection: string; ids: readonly string[]; calendars?: readonly string[] },
): Promise<Timekeeping> {
	const clocks = await readClocks(reader, collection, ids);
	const wanted = [...new Set([...clocks.map(({ calendar }) => calendar), ...calendars])];
	const current = wanted.length === 0 ? [] : await currentCalendars(reader, wanted);
	const versions = new Map(current.map(({ id, version }) => [id, version]));
	return {
		clocks,
		calendars: await calendarsOf(reader, [...clocks.map(({ calendarVersion }) => calendarVersion), ...versions.values()]),
		versions,
	};
}

/** In the order in which they began. */
export async function readClocks(reader: Knex, collection: string, ids: readonly string[]): Promise<Clock[]> {
	if (ids.length === 0) return [];
	const rows: Row[] = await reader(CLOCKS).where('subject_collection', collection).whereIn('subject_id', [...ids]).orderBy(['started_at_ms', 'id']);
	return rows.map(toClock);
}

/** What happened to these clocks, by clock, oldest first. */
export async function readClockEvents(reader: Knex, clocks: readonly string[]): Promise<Map<string, ClockEvent[]>> {
	const rows: { clock: string; move: string; at_ms: string | number; data: string }[] = await reader(CLOCK_EVENTS)
		.whereIn('clock', [...clocks])
		.orderBy('id');
	const events = new Map<string, ClockEvent[]>();
	for (const { clock, move, at_ms: at, data } of rows) {
		const event = { ...(JSON.parse(data) as object), move, at: new Date(Number(at)) } as ClockEvent;
		events.set(clock, [...(events.get(clock) ?? []), event]);
	}
	return events;
}

type Row = Record<string, unknown>;

const toClock = (row: Row): Clock => ({
	id: String(row['id']),
	subjectCollection: String(row['subject_collection']),
	subjectId: String(row['subject_id']),
	metric: String(row['metric']),
	cycle: Number(row['cycle']),
	state: row['state'] as Clock['state'],
	unit: row['unit'] as Clock['unit'],
	target: Number(row['target']),
	pauses: Boolean(row['pauses']),
	calendar: String(row['calendar']),
	calendarVersion: String(row['calendar_version']),
	policy: row['policy'] === null ? null : String(row['policy']),
	steps: JSON.parse(String(row['steps'])) as Step[],
	stepsDone: JSON.parse(String(row['steps_done'])) as string[],
	used: {
		business_minutes: Number(row['used_seconds']),
		business_days: Number(row['used_business_days']),
		calendar_days: Number(row['used_calendar_days']),
	},
	startedAt: new Date(Number(row['started_at_ms'])),
	runningSince: instantOf(row['running_since_ms']),
	dueAt: instantOf(row['due_at_ms']),
	breachedAt: instantOf(row['breached_at_ms']),
	endedAt: instantOf(row['ended_at_ms']),
	epoch: Number(row['epoch']),
});

/** PostgreSQL hands out large numbers as texts. */
const instantOf = (ms: unknown): Date | null => (ms === null ? null : new Date(Number(ms)));
