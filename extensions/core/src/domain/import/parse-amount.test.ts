import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAmount } from './parse-amount.ts';

describe('parseAmount', () => {
	it.each([
		{ cell: '139.12', minor: 13912, why: 'plain' },
		{ cell: '22.200000000000003', minor: 2220, why: 'binary tail of the real file' },
		{ cell: '1.005', minor: 101, why: 'half goes up, although the float is below' },
		{ cell: '-1.005', minor: -101, why: 'half goes away from zero' },
		{ cell: '1,234.50', minor: 123450, why: 'thousands separators' },
		{ cell: '-1,234,567.8', minor: -123456780, why: 'several, negative' },
		{ cell: ' 12 ', minor: 1200, why: 'blanks around' },
		{ cell: '(20.00)', minor: -2000, why: "an accountant's negative" },
		{ cell: '\u2212' + '5', minor: -500, why: 'typographic minus' },
		{ cell: '１２３．４５', minor: 12345, why: 'full-width digits of Chinese input' },
		{ cell: '1 234.50', minor: 123450, why: 'blank as separator' },
		{ cell: '1.2E3', minor: 120000, why: 'exponent' },
		{ cell: '0', minor: 0, why: 'zero is an amount' },
	])('$cell → $minor ($why)', ({ cell, minor }) => {
		expect(parseAmount(cell)).toEqual({ minor });
	});

	it.each([
		{ cell: '￥1,234.50', minor: 123450, sign: '¥', why: 'full-width yuan sign' },
		{ cell: '¥-5', minor: -500, sign: '¥', why: 'minus after the sign' },
		{ cell: '-$5', minor: -500, sign: '$', why: 'minus before the sign' },
		{ cell: '($5.10)', minor: -510, sign: '$', why: 'brackets and sign' },
		{ cell: '12.5元', minor: 1250, sign: '元', why: 'unit behind' },
		{ cell: 'CNY 7', minor: 700, sign: 'CNY', why: 'code in front' },
		{ cell: '7.00 usd', minor: 700, sign: 'USD', why: 'code behind, lower case' },
		{ cell: 'HK$8', minor: 800, sign: 'HK$', why: "which dollar" },
	])('$cell tells the currency ($why)', ({ cell, minor, sign }) => {
		expect(parseAmount(cell)).toEqual({ minor, sign });
	});

	it.each([
		{ cell: '1.234,56', problem: 'amount_decimal_comma', why: 'European' },
		{ cell: '12,5', problem: 'amount_decimal_comma', why: 'no group of three' },
		{ cell: '1,23,456', problem: 'amount_not_a_number', why: 'odd groups' },
		{ cell: 'abc', problem: 'amount_not_a_number', why: 'text' },
		{ cell: '1.5万', problem: 'amount_not_a_number', why: 'a unit we do not multiply by' },
		{ cell: '#REF!', problem: 'amount_not_a_number', why: 'spreadsheet error' },
		{ cell: '--5', problem: 'amount_not_a_number', why: 'two signs' },
		{ cell: 'Infinity', problem: 'amount_not_a_number', why: 'no number of money' },
		{ cell: '99999999999999999', problem: 'amount_too_large', why: 'cents would lose exactness' },
	])('refuses $cell ($why)', ({ cell, problem }) => {
		expect(parseAmount(cell)).toEqual({ problem });
	});

	it('reads every amount back from its grouped form', () => {
		fc.assert(
			fc.property(fc.integer({ min: -1e12, max: 1e12 }), (minor) => {
				const text = (minor / 100).toLocaleString('en-US', { minimumFractionDigits: 2 });
				expect(parseAmount(text)).toEqual({ minor: minor === 0 ? 0 : minor });
			}),
		);
	});
});
