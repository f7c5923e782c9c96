import { toMinor, type Minor } from '@guanxi/core/money';

export type AmountProblem = 'amount_decimal_comma' | 'amount_not_a_number' | 'amount_too_large';
export type ReadAmount = { minor: Minor; sign?: CurrencySign } | { problem: AmountProblem };
export type CurrencySign = '¥' | '$' | '€' | '£' | (string & {});

const PLAIN = /^-?\d+(\.\d*)?$/;
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/;
const DECIMAL_COMMA = /^[+-]?(\d+|\d{1,3}([. ]\d{3})+),\d+$/;
const SIGN = /^([+-]?)\s*([¥$€£]|[A-Z]{3}|[A-Z]{2,3}\$)\s*|\s*([¥$€£]|[A-Z]{3}|元|圆)$/;

/**
 * Reads money as people write it: 1,234.50 · ¥1,234.5 · (20.00) · -5 · 1 234.50 · CNY 7. Rounded
 * half-up to cents. Surprising: a decimal comma is refused, because "1,234" would then be read a
 * thousand times too large or small.
 */
export function parseAmount(cell: string): ReadAmount {
	const text = cell.trim();
	if (PLAIN.test(text)) return exact(text);
	return written(text.normalize('NFKC').replace(/[\u2212\u2012\u2013]/g, '-').toUpperCase());
}

function written(text: string): ReadAmount {
	const negative = /^\(.*\)$/.test(text);
	let body = (negative ? text.slice(1, -1) : text).trim();
	let sign: string | undefined;
	const match = SIGN.exec(body);
	if (match) {
		sign = match[2] ?? match[3];
		body = (match[1] ?? '') + body.replace(match[0], '').trim();
	}
	if (negative) body = body.startsWith('-') ? body.slice(1) : `-${body}`;
	if (GROUPED.test(body)) body = body.replaceAll(',', '');
	else if (DECIMAL_COMMA.test(body)) return { problem: 'amount_decimal_comma' };
	else if (/^[+-]?\d{1,3}( \d{3})+(\.\d*)?$/.test(body)) body = body.replaceAll(' ', '');
	const read = exact(body);
	return 'minor' in read && sign ? { ...read, sign } : read;
}

function exact(text: string): ReadAmount {
	const minor = toMinor(text);
	if (minor !== null) return { minor };
	return { problem: /^[+-]?(\d+\.?\d*|\.\d+)(E[+-]?\d+)?$/i.test(text) ? 'amount_too_large' : 'amount_not_a_number' };
}
