import type { CompanySettings } from '../../application/ports.ts';
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
export function orderValue(dialect: Dialect, { currency, rates }: CompanySettings): Fragment {
	const isExact = dialect.name !== 'sqlite';
	const cents = `(${dialect.toUnits('o.amount', 100)} - ${dialect.toUnits('COALESCE(o.refunded_amount, 0)', 100)})`;
	const home = isExact ? 'o.amount - COALESCE(o.refunded_amount, 0)' : cents;
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
		const converted = convertedCents(dialect, cents, rate);
		const value = isExact ? dialect.toDecimal(converted, 100) : converted;
		return `WHEN ${conditions.join(' AND ')} THEN ${value}`;
	});
	return { sql: `CASE WHEN o.currency = ? OR o.currency IS NULL THEN ${home} ${arms.join(' ')} END`, bindings };
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
