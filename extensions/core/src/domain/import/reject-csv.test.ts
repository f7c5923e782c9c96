import { describe, expect, it } from 'vitest';
import { rejectHeader, rejectLine } from './reject-csv.ts';

const PROBLEM = { line: 7, column: 'Amount', reason: 'is empty' };

describe('reject file', () => {
	it.each([
		{ cells: ['A1', ''], line: 'A1,,7,Amount,is empty\r\n', why: 'the row as it was, then where and why' },
		{ cells: ['A1'], line: 'A1,,7,Amount,is empty\r\n', why: 'a short row is filled up' },
		{ cells: ['=1+1', '-12.50'], line: "'=1+1,-12.50,7,Amount,is empty\r\n", why: 'a formula is disarmed, a number is not' },
		{ cells: ['@x', '+a'], line: "'@x,'+a,7,Amount,is empty\r\n", why: 'the other ways to start a formula' },
		{ cells: ['a,b', 'c"d'], line: '"a,b","c""d",7,Amount,is empty\r\n', why: 'quoting' },
	])('$why', ({ cells, line }) => {
		expect(rejectLine(['No', 'Amount'], cells, PROBLEM)).toBe(line);
	});

	it('does not grow when it is imported again', () => {
		const headers = ['No', 'Amount', 'line', 'column', 'reason'];
		expect(rejectHeader(headers)).toBe('\uFEFFNo,Amount,line,column,reason\r\n');
		expect(rejectLine(headers, ['A', '', '3', 'x', 'y'], PROBLEM)).toBe('A,,7,Amount,is empty\r\n');
	});
});
