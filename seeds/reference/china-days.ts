import * as packaged from 'chinese-days';

/** Shifts of one day, such as `[["09:00", "18:00"]]`; an empty list is a day off. */
export type Shifts = [start: string, end: string][];

// Bundlers see the package's named exports, Node only its default one.
const { getDayDetail } = 'getDayDetail' in packaged ? packaged : (packaged as { default: typeof packaged }).default;

/**
 * The days of a year on which China works differently from its week: public holidays are `[]`, also those that fall
 * on a weekend; make-up days (调休上班日) get the shifts of a weekday. The State Council publishes a year's plan in
 * the November before, so only years that the package knows may be asked for.
 */
export function chinaDays(year: number, weekday: Shifts): Record<string, Shifts> {
	const days: Record<string, Shifts> = {};
	for (const date of datesOf(year)) {
		const { work, name } = getDayDetail(date);
		// Plain days are named after their weekday; special ones like "Spring Festival,春节,4".
		if (!name.includes(',')) continue;
		days[date] = work ? weekday : [];
	}
	return days;
}

function datesOf(year: number): string[] {
	const first = Date.UTC(year, 0, 1);
	const length = (Date.UTC(year + 1, 0, 1) - first) / 86_400_000;
	return Array.from({ length }, (_, i) => new Date(first + i * 86_400_000).toISOString().slice(0, 10));
}
