import type { CompanySettings } from '../../application/ports.ts';
import type { RatePeriod } from '../../domain/currency.ts';
import { COUNTED_STATUSES } from '../../domain/model.ts';
import type { Dialect } from './dialect.ts';

/** SQL text with the values of its question marks. */
export interface Fragment {
	sql: string;
	bindings: unknown[];
}

/** Literals, because a partial index is used only when the planner can compare the text. */
export const COUNTED = `status IN (${COUNTED_STATUSES.map((status) => `'${status}'`).join(', ')})`;

/**
 * The value of one order of `orders o` in the home currency; null when no exchange rate was valid. Summed as decimals
 * where the database has exact ones, as whole cents on SQLite.
 */
export function orderValue(dialect: Dialect, settings: CompanySettings): Fragment {
	const isExact = dialect.name !== 'sqlite';
	const cents = `(${dialect.toUnits('o.amount', 100)} - ${dialect.toUnits('COALESCE(o.refunded_amount, 0)', 100)})`;
	// Most orders have no refund: comparing decimals is cheaper than subtracting them, 5 % of the whole aggregation.
	const exact = 'CASE WHEN o.refunded_amount = 0 THEN o.amount ELSE o.amount - COALESCE(o.refunded_amount, 0) END';
	return byRate(settings, {
		home: isExact ? exact : cents,
		foreign: (rate) => {
			const converted = convertedCents(dialect, cents, rate);
			return isExact ? dialect.toDecimal(converted, 100) : converted;
		},
		unknown: 'NULL',
	});
}

/** 1 for an order without a valid rate, else null; cheaper than asking whether its value is null. */
export function orderWithoutRate(settings: CompanySettings): Fragment {
	return byRate(settings, { home: 'NULL', foreign: () => 'NULL', unknown: '1' });
}

function byRate(
	{ currency, rates }: CompanySettings,
	result: { home: string; foreign: (rate: RatePeriod) => string; unknown: string },
): Fragment {
	const bindings: unknown[] = [currency];
	const arms = rates.map((rate) => {
		const conditions = ['o.currency = ?'];
		bindings.push(rate.currency);
		if (rate.from) {
			conditions.push('o.placed_at >= ?');
			bindings.push(rate.from);
		}
		if (rate.to) {
			conditions.push('o.placed_at < ?');
			bindings.push(rate.to);
		}
		return `WHEN ${conditions.join(' AND ')} THEN ${result.foreign(rate)}`;
	});
	const home = `WHEN o.currency = ? OR o.currency IS NULL THEN ${result.home}`;
	return { sql: `CASE ${home} ${arms.join(' ')} ELSE ${result.unknown} END`, bindings };
}

/** A sum of order values as whole cents. */
export function sumToUnits(dialect: Dialect, sum: string): string {
	return dialect.name === 'sqlite' ? sum : dialect.toUnits(sum, 100);
}

/** The formula of `convert` in the domain: whole part and rest apart, so that products stay below 2^63. */
function convertedCents(
	dialect: Dialect,
	cents: string,
	{ numerator, denominator }: { numerator: number; denominator: number },
): string {
	const half = Math.floor(denominator / 2);
	const size = `ABS(${cents})`;
	const whole = `(${dialect.divide(size, denominator)}) * ${numerator}`;
	const rest = dialect.divide(`(${size} % ${denominator}) * ${numerator} + ${half}`, denominator);
	return `(CASE WHEN ${cents} < 0 THEN -1 ELSE 1 END) * (${whole} + ${rest})`;
}
