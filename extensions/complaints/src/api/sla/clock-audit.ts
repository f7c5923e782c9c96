import type { AuditCheck } from '@guanxi/core/audit';
import { replayClock } from '@guanxi/core/replay-clock';
import { calendarsOf } from '@guanxi/core/calendar-versions';
import { readClockEvents, readClocks } from '@guanxi/core/clocks';
import { clockRow } from '@guanxi/core/clock-writes';
import type { Knex } from '@guanxi/core/directus';
import { COMPLAINTS } from '../../domain/case/case.ts';

const PAGE = 500;
const MOST = 20;

/** What happened to a clock makes it again, whoever wrote past the commands. */
export const CLOCK_AUDIT: AuditCheck[] = [{ name: 'complaints.clocks_are_what_their_events_say', violations: ({ database }) => wrongClocks(database) }];

async function wrongClocks(database: Knex): Promise<string[]> {
	const wrong: string[] = [];
	for (let last = ''; wrong.length < MOST; ) {
		const page: string[] = await database('crm_clocks')
			.where('subject_collection', COMPLAINTS)
			.where('subject_id', '>', last)
			.distinct('subject_id')
			.orderBy('subject_id')
			.limit(PAGE)
			.pluck('subject_id');
		wrong.push(...(await wrongOf(database, page)));
		if (page.length < PAGE) break;
		last = page.at(-1)!;
	}
	return wrong.slice(0, MOST);
}

async function wrongOf(database: Knex, complaints: string[]): Promise<string[]> {
	const clocks = await readClocks(database, COMPLAINTS, complaints);
	const events = await readClockEvents(database, clocks.map(({ id }) => id));
	const moved = [...events.values()].flat().flatMap((event) => ('calendarVersion' in event ? [event.calendarVersion] : []));
	const calendars = await calendarsOf(database, moved);
	return clocks.flatMap((clock) => {
		const again = replayClock(events.get(clock.id) ?? [], calendars);
		return again !== null && JSON.stringify(clockRow(again)) === JSON.stringify(clockRow(clock)) ? [] : [`${clock.subjectId}: ${clock.metric} ${clock.cycle}`];
	});
}
