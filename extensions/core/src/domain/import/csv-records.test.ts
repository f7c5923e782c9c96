import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecordReading, type CsvRecord } from './csv-records.ts';

function read(...pieces: string[]): CsvRecord[] {
	const reading = createRecordReading();
	return [...pieces.flatMap((piece) => [...reading.push(piece)]), ...reading.end()];
}

const cells = (text: string): string[][] => read(text).map((record) => record.cells);

describe('createRecordReading', () => {
	it.each([
		{ text: 'a,b\n1,2\n', want: [['a', 'b'], ['1', '2']], why: 'plain' },
		{ text: 'a,b\r\n1,2\r\n', want: [['a', 'b'], ['1', '2']], why: 'CRLF' },
		{ text: 'a,b\r1,2', want: [['a', 'b'], ['1', '2']], why: 'old Mac line ends, none at the end' },
		{ text: 'a;b\n1,5;2\n', want: [['a', 'b'], ['1,5', '2']], why: 'semicolons' },
		{ text: 'a\tb\n1,5\t2\n', want: [['a', 'b'], ['1,5', '2']], why: 'tabs' },
		{ text: 'a|b\n1|2\n', want: [['a', 'b'], ['1', '2']], why: 'bars' },
		{ text: '"a,x";b\n1;2', want: [['a,x', 'b'], ['1', '2']], why: 'a comma within quotes decides nothing' },
		{ text: 'a,b\n"x ""y"", z",2\n', want: [['a', 'b'], ['x "y", z', '2']], why: 'doubled quotes' },
		{ text: 'a,b\n\n , \n1,2\n\n', want: [['a', 'b'], ['1', '2']], why: 'empty rows' },
		{ text: 'a\n1', want: [['a'], ['1']], why: 'one column' },
		{ text: '', want: [], why: 'nothing' },
	])('$why', ({ text, want }) => {
		expect(cells(text)).toEqual(want);
	});

	it('counts lines of the file, also through cells of several lines', () => {
		const lines = read('h,i\n\n"a\nb",1\nc,2\r\nd,3').map(({ line }) => line);
		expect(lines).toEqual([1, 3, 5, 6]);
	});

	it.each([
		{ text: 'h,i\n1,"a\n2,b\n3,c\n', good: [['2', 'b'], ['3', 'c']], why: 'never closed' },
		{ text: 'h,i\n1,"a"x"\n2,b\n', good: [['2', 'b']], why: 'text behind the closing quote' },
		{ text: 'h,i\n1,"a\n2,"b"\n3,c\n', good: [['2', 'b'], ['3', 'c']], why: 'closed by the quote of the next row' },
		{ text: 'h,i\n1,a\n2,"', good: [['1', 'a']], why: 'at the very end' },
	])('one bad quote costs one line: $why', ({ text, good }) => {
		const records = read(text).slice(1);
		expect(records.filter(({ broken }) => !broken).map((record) => record.cells)).toEqual(good);
		expect(records.filter(({ broken }) => broken)).toHaveLength(1);
	});

	it('finds its way back from a quote that is not closed in a long file', () => {
		const rows = Array.from({ length: 40_000 }, (_, index) => `${index},some text to fill the line\n`);
		rows[10] = '10,"oops\n';
		const records = read(`h,i\n${rows.join('')}`).slice(1);
		expect(records).toHaveLength(40_000);
		expect(records.filter(({ broken }) => broken).map(({ line }) => line)).toEqual([12]);
		expect(records.at(-1)).toEqual({ line: 40_001, cells: ['39999', 'some text to fill the line'] });
	});

	it('gives the same records however the text is cut', () => {
		const piece = fc.constantFrom('a', 'b,', '"', '""', '\r', '\n', '\r\n', ';', ' ', '1,2\n', '"x\ny",');
		fc.assert(
			fc.property(fc.array(fc.array(piece).map((parts) => parts.join(''))), (pieces) => {
				expect(read(...pieces)).toEqual(read(pieces.join('')));
			}),
			{ numRuns: 500 },
		);
	});
});
