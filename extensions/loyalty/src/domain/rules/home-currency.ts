import { dateIn } from '@guanxi/core/time';
import { Decimal } from 'decimal.js';
import { split } from './split.ts';

export interface Rates {
	/** The home currency. */
	currency: string;
	timezone: string;
	exchangeRates: { currency: string; rate: number; validFrom: string | null }[];
}

export interface Priced {
	/** Null: the home currency. */
	currency: string | null;
	placedAt: Date;
	amountMinor: number;
	lines: { line: string; amountMinor: number }[];
}

/**
 * The event with its amounts in the home currency, in which rules are written: at the rate that was valid on the day of the order, as
 * scoring reckons it. Without a rate its amounts count as nothing.
 */
export function inHomeCurrency<Event extends Priced>(event: Event, rates: Rates): Event {
	if (event.currency === null || event.currency === rates.currency) return event;
	const rate = rateOn(dateIn(event.placedAt, rates.timezone), event.currency, rates);
	const amountMinor = new Decimal(event.amountMinor).times(rate).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
	const shares = split(Math.max(0, amountMinor), event.lines.map(({ line, amountMinor: weight }) => ({ name: line, weight })));
	return { ...event, amountMinor, lines: event.lines.map(({ line }) => ({ line, amountMinor: shares.get(line) ?? 0 })) };
}

/** The latest of those that began by then; one without a day has always been valid. */
function rateOn(day: string, currency: string, { exchangeRates }: Rates): number {
	const begun = exchangeRates.filter((rate) => rate.currency === currency && (rate.validFrom ?? '') <= day);
	return begun.sort((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? 1 : -1))[0]?.rate ?? 0;
}
