import { calendarOf, type Calendar } from '../../domain/business-time/calendar.ts';
import type { Calendars } from '../../domain/clock/clock.ts';
import { canonicalText } from '../../domain/command/canonical-text.ts';
import { isTimezone } from '../../domain/time.ts';
import { sha256 } from '../command/store.ts';
import type { Knex } from '../directus.ts';

/** A calendar as it is now. */
export interface CurrentCalendar {
	id: string;
	version: string;
	calendar: Calendar;
}

/** By version. A version never changes, so what was worked out for it may be kept; old ones are read again when they are asked for. */
const KNOWN = new Map<string, Calendar>();
const MOST_KNOWN = 200;

/** Times in a zone that nobody knows, which only plain SQL can write, are those of the organisation's first home. */
const FALLBACK_ZONE = 'Asia/Shanghai';

/** The calendars as they are now; all of them, or those named. Versions that are new are noted, so that what they measured can be measured again. */
export async function currentCalendars(reader: Knex, ids?: readonly string[]): Promise<CurrentCalendar[]> {
	const query = reader('crm_calendars').select('id', 'timezone', 'week', 'days');
	if (ids) void query.whereIn('id', [...ids]);
	const rows: { id: string; timezone: string | null; week: unknown; days: unknown }[] = await query;
	const current = rows.map(({ id, timezone, week, days }) => {
		const zone = timezone && isTimezone(timezone) ? timezone : FALLBACK_ZONE;
		const content = canonicalText(calendarOf({ timezone: zone, week, days }));
		const version = sha256(content);
		return { id, version, content, calendar: known(version, content) };
	});
	await note(reader, new Map(current.map(({ version, content }) => [version, content])));
	return current;
}

/** Calendars of these versions, to measure with. */
export async function calendarsOf(reader: Knex, versions: readonly string[]): Promise<Calendars> {
	const missing = [...new Set(versions)].filter((version) => !KNOWN.has(version));
	const rows: { id: string; content: string }[] = missing.length === 0 ? [] : await reader('crm_calendar_versions').whereIn('id', missing);
	const here = new Map(rows.map(({ id, content }) => [id, known(id, content)]));
	for (const version of versions) {
		const calendar = here.get(version) ?? KNOWN.get(version);
		if (calendar) here.set(version, calendar);
	}
	return (version) => {
		const calendar = here.get(version);
		if (!calendar) throw new Error(`The calendar version ${version} is not there`);
		return calendar;
	};
}

/** The same content is the same row, so writing it again changes nothing: a command may do it while it reads. */
async function note(reader: Knex, contents: ReadonlyMap<string, string>): Promise<void> {
	// Looked for first: who wrote over the row each time would hold up everybody else.
	const there = new Set<string>(await reader('crm_calendar_versions').whereIn('id', [...contents.keys()]).pluck('id'));
	for (const [id, content] of contents) {
		if (!there.has(id)) await reader('crm_calendar_versions').insert({ id, content }).onConflict('id').merge({ id });
	}
}

function known(version: string, content: string): Calendar {
	const calendar = KNOWN.get(version) ?? (JSON.parse(content) as Calendar);
	KNOWN.delete(version);
	KNOWN.set(version, calendar);
	if (KNOWN.size > MOST_KNOWN) KNOWN.delete(KNOWN.keys().next().value!);
	return calendar;
}
