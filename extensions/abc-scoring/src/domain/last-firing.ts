import { CronExpressionParser } from 'cron-parser';

/** The latest instant at or before `now` at which a cron expression fired, in a time zone; null when it is not one. */
export function lastFiring(cron: string, now: Date, timezone: string): Date | null {
	try {
		// `prev` is strictly earlier than its start, so one millisecond later includes `now` itself.
		const currentDate = new Date(now.getTime() + 1);
		return CronExpressionParser.parse(cron, { currentDate, tz: timezone }).prev().toDate();
	} catch {
		return null;
	}
}
