import type { Locale } from './words.ts';

type When = string | number | Date;

/** "¥1,234,567.00" in full, "¥123.5万" short; English short forms are "CN¥1.2M". */
export function formatMoney(
	amount: number,
	locale: Locale,
	{ currency = 'CNY', short = false }: { currency?: string; short?: boolean } = {},
): string {
	const cents = Number.isInteger(amount) ? 0 : 2;
	const options: Intl.NumberFormatOptions = short
		? { notation: 'compact', maximumFractionDigits: 1, minimumFractionDigits: 0 }
		: { minimumFractionDigits: cents, maximumFractionDigits: cents };
	return safely(currency, (known) =>
		new Intl.NumberFormat(locale, {
			...(known ? { style: 'currency', currency, currencyDisplay: symbolOf(currency, locale) } : {}),
			...options,
		}).format(amount),
	);
}

export function formatCount(count: number, locale: Locale): string {
	return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(count);
}

/**
 * A share 0–1 as per cent; below ten per cent one decimal, because 0.6 % is not 1 %. Tables ask for one decimal
 * throughout, so that their rows add up to a hundred.
 */
export function formatShare(share: number, locale: Locale, decimals?: number): string {
	const digits = decimals ?? (Math.abs(share) < 0.0995 ? 1 : 0);
	return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(share);
}

export function formatDate(when: When, locale: Locale, timeZone?: string): string {
	const options = { year: 'numeric', month: 'short', day: 'numeric', timeZone } as const;
	return new Intl.DateTimeFormat(locale, options).format(new Date(when));
}

export function formatInstant(when: When, locale: Locale, timeZone?: string): string {
	const options = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const;
	return new Intl.DateTimeFormat(locale, options).format(new Date(when));
}

/** A day of this year. */
export function formatDay(when: When, locale: Locale): string {
	return new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric' }).format(new Date(when));
}

/** Day and time without the year, for what happened lately. */
export function formatLately(when: When, locale: Locale): string {
	const options = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
	return new Intl.DateTimeFormat(locale, options).format(new Date(when));
}

/** The company's own currency is "¥" to its own staff; others read "CN¥", which no yen can be mistaken for. */
function symbolOf(currency: string, locale: Locale): 'narrowSymbol' | 'symbol' {
	return currency === 'CNY' && locale === 'en-US' ? 'narrowSymbol' : 'symbol';
}

/** A currency code that Intl refuses (it is free text) must not blank the panel. */
function safely(currency: string, format: (known: boolean) => string): string {
	try {
		return format(true);
	} catch {
		return `${currency} ${format(false)}`;
	}
}
