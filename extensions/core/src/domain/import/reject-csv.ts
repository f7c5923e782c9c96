import Papa from 'papaparse';

const OWN_COLUMNS = ['line', 'column', 'reason'];
/** What spreadsheets would run as a formula when the file is opened. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?[\d.,]+$/;

/**
 * Columns of a reject file that is imported again are not kept: they belonged to the run before.
 */
function keptColumns(headers: string[]): number {
	const tail = headers.slice(-OWN_COLUMNS.length);
	const isRejectFile = OWN_COLUMNS.every((name, index) => tail[index] === name);
	return isRejectFile ? headers.length - OWN_COLUMNS.length : headers.length;
}

/**
 * First line of a reject file: the original columns, then where and why. Starts with the mark that
 * Excel needs.
 */
export function rejectHeader(headers: string[]): string {
	return `\uFEFF${csvLine([...headers.slice(0, keptColumns(headers)), ...OWN_COLUMNS])}`;
}

export function rejectLine(
	headers: string[],
	cells: string[],
	problem: { line: number; column: string; reason: string },
): string {
	const kept = Array.from({ length: keptColumns(headers) }, (_, index) => cells[index] ?? '');
	return csvLine([...kept, String(problem.line), problem.column, problem.reason]);
}

/**
 * One CSV line; a cell that a spreadsheet would run gets an apostrophe in front. Negative numbers
 * stay numbers.
 */
function csvLine(cells: string[]): string {
	const safe = cells.map((cell) => (FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell));
	return `${Papa.unparse([safe])}\r\n`;
}
