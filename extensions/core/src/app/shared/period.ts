export interface PeriodChoice {
	months?: number | null;
	from?: string | null;
	to?: string | null;
}

/**
 * The period of a panel as ISO dates, half-open. Fixed dates win over "the last months"; those end tomorrow, so
 * that today's work counts. The day is clamped: one month before 31 March is 28 February.
 */
export function periodOf(choice: PeriodChoice, now: Date, defaultMonths: number): { from: string; to: string } {
	const to = choice.to?.slice(0, 10) || isoDate(new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1));
	if (choice.from) return { from: choice.from.slice(0, 10), to };
	const months = choice.months && choice.months > 0 ? choice.months : defaultMonths;
	const last = choice.to ? new Date(`${to}T00:00:00`) : now;
	const monthStart = new Date(last.getFullYear(), last.getMonth() - months, 1);
	const days = new Date(monthStart.getFullYear(), monthStart.getMonth() + 1, 0).getDate();
	monthStart.setDate(Math.min(last.getDate(), days));
	return { from: isoDate(monthStart), to };
}

/** The last day inside a half-open period, as people write it. */
export function lastDay(to: string): Date {
	const date = new Date(`${to}T00:00:00`);
	date.setDate(date.getDate() - 1);
	return date;
}

function isoDate(date: Date): string {
	const part = (value: number) => String(value).padStart(2, '0');
	return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
}
