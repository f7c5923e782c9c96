import { describe, expect, it } from 'vitest';
import { createRowReading } from './parse-row.ts';
import { resolveMapping } from './mapping.ts';

const HEADERS = ['No', 'Date', 'Customer', 'Customer Name', 'Amount', 'Currency', 'Status', 'Channel'];
const { mapping } = resolveMapping(HEADERS);
const read = createRowReading(HEADERS, mapping, { timezone: 'Asia/Shanghai', currency: 'CNY' });
const GOOD = ['A1', '2024-01-05', 'K1', '', '12.5', '', '', ''];

/** The good row with one cell changed. */
function row(header: string, text: string): string[] {
	return GOOD.map((cell, index) => (HEADERS[index] === header ? text : cell));
}

describe('createRowReading', () => {
	it('leaves open what the file does not say', () => {
		expect(read({ line: 2, cells: GOOD })).toMatchObject({
			number: 'A1', customer: 'K1', customerName: null, amountMinor: 1250, currency: null, status: null, channel: null,
		});
	});

	it.each([
		{ header: 'Currency', text: 'usd', want: { currency: 'USD' }, why: 'a code in lower case' },
		{ header: 'Currency', text: '人民币', want: { currency: 'CNY' }, why: 'the name of our money' },
		{ header: 'Amount', text: '$5', want: { currency: 'USD', amountMinor: 500 }, why: 'a dollar is not a yuan' },
		{ header: 'Amount', text: '¥5', want: { currency: 'CNY' }, why: 'yuan by sign' },
		{ header: 'Status', text: '已付款', want: { status: 'paid' }, why: "a shop's word" },
		{ header: 'Status', text: 'Canceled', want: { status: 'cancelled' }, why: 'American spelling' },
		{ header: 'No', text: '  A1 ', want: { number: 'A1' }, why: 'blanks around a code' },
	])('$header "$text": $why', ({ header, text, want }) => {
		expect(read({ line: 2, cells: row(header, text) })).toMatchObject(want);
	});

	it.each([
		{ header: 'No', text: '', reason: 'empty', why: 'required' },
		{ header: 'Customer', text: '   ', reason: 'empty', why: 'blank is empty' },
		{ header: 'Amount', text: '', reason: 'empty', why: 'an unknown amount is not zero' },
		{ header: 'No', text: '1.23457E+11', reason: 'number_shortened', why: 'Excel has lost the digits' },
		{ header: 'Customer', text: 'x'.repeat(256), reason: 'too_long', why: 'would not fit the column' },
		{ header: 'Customer Name', text: 'M\uFFFDller', reason: 'unreadable_characters', why: 'wrong encoding' },
		{ header: 'Channel', text: 'a\u0000', reason: 'unreadable_characters', why: 'PostgreSQL stores no NUL' },
		{ header: 'Date', text: '05/01/2024', reason: 'date_order_unclear', why: 'not guessed' },
		{ header: 'Amount', text: '12,5', reason: 'amount_decimal_comma', why: 'not guessed' },
		{ header: 'Currency', text: 'Taler', reason: 'currency_unknown', why: 'no code' },
		{ header: 'Status', text: 'maybe', reason: 'status_unknown', why: 'no word we know' },
	])('refuses $header "$text": $why', ({ header, text, reason }) => {
		expect(read({ line: 9, cells: row(header, text) })).toMatchObject({ line: 9, column: header, reason });
	});

	it('refuses a row with more cells than the header, the mark of an unquoted thousands separator', () => {
		expect(read({ line: 3, cells: [...GOOD, '50'] })).toMatchObject({ reason: 'too_many_cells', value: '9' });
		expect(read({ line: 3, cells: [...GOOD, ' ', ''] })).toMatchObject({ number: 'A1' });
	});
});
