import type { Locale } from '@guanxi/core/app/words.ts';

/** "2026-03" as people write it; short for axes. */
export function monthName(month: string, locale: Locale, { short = false } = {}): string {
	const [year, number] = month.split('-').map(Number) as [number, number];
	const options: Intl.DateTimeFormatOptions = short ? { year: '2-digit', month: 'numeric' } : { year: 'numeric', month: 'short' };
	return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(Date.UTC(year, number - 1, 1)));
}

/** "123.5万" or "1.2M". */
export const shortCount = (count: number, locale: Locale): string =>
	new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(count);
