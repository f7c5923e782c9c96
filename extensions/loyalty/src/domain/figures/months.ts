import { dateIn, startOfDay } from '@guanxi/core/time';

/** One month of a period, or the part of it that lies in the period. */
export interface Month {
	/** YYYY-MM. */
	month: string;
	from: Date;
	to: Date;
}

/** The months of a half-open period as the days of a time zone have them, without gaps. */
export function monthsOf({ from, to }: { from: Date; to: Date }, timezone: string): Month[] {
	const months: Month[] = [];
	for (let start = from; start < to; ) {
		const month = dateIn(start, timezone).slice(0, 7);
		const next = startOfDay(`${following(month)}-01`, timezone);
		const end = next < to ? next : to;
		months.push({ month, from: start, to: end });
		start = end;
	}
	return months;
}

function following(month: string): string {
	const [year, number] = month.split('-').map(Number) as [number, number];
	return number === 12 ? `${String(year + 1).padStart(4, '0')}-01` : `${month.slice(0, 4)}-${String(number + 1).padStart(2, '0')}`;
}
