import { Temporal } from 'temporal-polyfill';

export interface QuietHours {
	/** Wall-clock times "HH:MM"; null = never quiet. */
	from: string | null;
	to: string | null;
	timezone: string;
}

/**
 * The end of the quiet time that `now` lies in, or null when messages may go out. Quiet hours may span midnight; equal
 * times mean none. The end is a wall-clock time, so a clock change in between does not move it.
 */
export function quietUntil(now: Date, { from, to, timezone }: QuietHours): Date | null {
	if (!from || !to || from === to) return null;
	const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timezone);
	const time = here.toPlainTime().toString({ smallestUnit: 'minute' });
	const overnight = from > to;
	const isQuiet = overnight ? time >= from || time < to : time >= from && time < to;
	if (!isQuiet) return null;
	const day = overnight && time >= from ? here.toPlainDate().add({ days: 1 }) : here.toPlainDate();
	const end = day.toZonedDateTime({ timeZone: timezone, plainTime: Temporal.PlainTime.from(to) });
	return new Date(end.epochMilliseconds);
}
