import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { expect, test } from 'vitest';
import { convert, ratePeriods } from './currency.ts';

const ZONE = 'Asia/Shanghai';

test('a rate is valid until the next one begins; dates start at midnight of the company', () => {
	const periods = ratePeriods(
		[
			{ currency: 'USD', rate: 7.2, valid_from: '2026-01-01' },
			{ currency: 'USD', rate: 7.1, valid_from: '2025-01-01' },
			{ currency: 'EUR', rate: '8', valid_from: null },
			{ currency: 'CNY', rate: 2 },
			{ currency: 'GBP', rate: 0 },
			{ currency: 'JPY', rate: 0.05, valid_from: 'sometime' },
		],
		'CNY',
		ZONE,
	);
	expect(periods.map(({ currency, from, to }) => [currency, from?.toISOString() ?? null, to?.toISOString() ?? null])).toEqual([
		['EUR', null, null],
		['USD', '2024-12-31T16:00:00.000Z', '2025-12-31T16:00:00.000Z'],
		['USD', '2025-12-31T16:00:00.000Z', null],
	]);
});

test.each([
	{ why: 'half a cent goes up', minor: 5, rate: '0.5', result: 3 },
	{ why: 'and away from zero for credit notes', minor: -5, rate: '0.5', result: -3 },
	{ why: 'small rates keep nine decimals', minor: 100_000_000, rate: '0.000285', result: 28_500 },
	{ why: 'large rates', minor: 123_456, rate: '1409.5', result: 174_011_232 },
])('converts: $why', ({ minor, rate, result }) => {
	const [period] = ratePeriods([{ currency: 'X', rate }], 'CNY', ZONE);
	expect(convert(minor, period!)).toBe(result);
});

test('agrees with decimal arithmetic wherever the result fits', () => {
	const amounts = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
	fc.assert(
		fc.property(amounts, fc.integer({ min: 1, max: 9_999_999 }), fc.constantFrom(2, 4, 6), (minor, digits, places) => {
			const rate = new Decimal(digits).dividedBy(10 ** places).toString();
			const [period] = ratePeriods([{ currency: 'X', rate }], 'CNY', ZONE);
			const exact = new Decimal(minor).times(rate).toDecimalPlaces(0, Decimal.ROUND_HALF_UP);
			fc.pre(exact.abs().lt(Number.MAX_SAFE_INTEGER));
			expect(convert(minor, period!)).toBe(exact.toNumber() || 0);
		}),
	);
});
