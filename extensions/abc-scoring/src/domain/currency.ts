import { Decimal } from 'decimal.js';
import { parseInstant } from '@guanxi/core/time';

/** One line of `crm_settings.exchange_rates`: a unit of `currency` is worth `rate` units of the home currency. */
export interface ExchangeRate {
	currency: string;
	rate: number | string;
	/** ISO date (start of that day in the company's time zone) or instant; empty = since ever. */
	valid_from?: string | null;
}

/** A rate as a fraction of whole numbers, valid in [from, to). */
export interface RatePeriod {
	currency: string;
	from: Date | null;
	to: Date | null;
	numerator: number;
	denominator: number;
}

const MAX_DIGITS = 9;
/** Remainder × numerator must stay below 2^63 in SQL. */
const LOG_LIMIT = 18.9;

/** Rates by currency, oldest first, each until the next one begins. Unusable lines are left out. */
export function ratePeriods(rates: ExchangeRate[], home: string, timezone: string): RatePeriod[] {
	const lines = rates
		.filter(({ currency, rate }) => currency && currency !== home && Number(rate) > 0)
		.map(({ currency, rate, valid_from }) => ({
			currency,
			from: valid_from ? parseInstant(valid_from, timezone) : null,
			isReadable: !valid_from || parseInstant(valid_from, timezone) !== null,
			...toFraction(rate),
		}))
		.filter(({ isReadable }) => isReadable)
		.sort((a, b) => (a.currency < b.currency ? -1 : a.currency > b.currency ? 1 : time(a.from) - time(b.from)));
	return lines
		.map(({ isReadable: _, ...line }, index) => {
			const next = lines[index + 1];
			return { ...line, to: next?.currency === line.currency ? next.from : null };
		})
		.filter(({ from, to }) => to === null || time(from) < time(to));
}

/**
 * Cents in the home currency, rounded half away from zero, by whole numbers only. SQL uses the same formula, so that
 * databases and this function agree to the cent.
 */
export function convert(minor: number, { numerator, denominator }: RatePeriod): number {
	const size = BigInt(Math.abs(minor));
	const [top, bottom] = [BigInt(numerator), BigInt(denominator)];
	const whole = (size / bottom) * top;
	const rest = ((size % bottom) * top + bottom / 2n) / bottom;
	return Math.sign(minor) * Number(whole + rest) || 0;
}

/** Up to nine decimals are kept; fewer for rates above 9, because the product must fit 64 bits. */
function toFraction(rate: number | string): { numerator: number; denominator: number } {
	const value = new Decimal(rate);
	const digits = Math.max(0, Math.min(MAX_DIGITS, Math.floor((LOG_LIMIT - value.log(10).toNumber()) / 2)));
	const denominator = 10 ** digits;
	return { numerator: value.times(denominator).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber(), denominator };
}

function time(instant: Date | null): number {
	return instant?.getTime() ?? Number.NEGATIVE_INFINITY;
}
