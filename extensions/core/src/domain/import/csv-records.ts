import Papa from 'papaparse';
import { detectDelimiter, type Delimiter } from './detect-delimiter.ts';
import { createTextBlocks } from './text-blocks.ts';

/** No honest order is longer; what is longer has a quote that was never closed. */
const LONGEST_RECORD_CHARS = 262_144;

export interface CsvRecord {
	/** Line of the file on which the record starts, counted from 1. */
	line: number;
	cells: string[];
	/** The quotes of this line cannot be read; `cells` holds the raw line. */
	broken?: boolean;
}

export interface RecordReading {
	push: (text: string) => Generator<CsvRecord>;
	end: () => Generator<CsvRecord>;
	delimiter: () => Delimiter | undefined;
}

/**
 * Cuts CSV text into records, empty lines left out. All kinds of line ends count as one. A line
 * with impossible quotes is handed out as broken, and reading goes on at the next line: one bad
 * quote must not swallow the file.
 */
export function createRecordReading(): RecordReading {
	let pending = '';
	const blocks = createTextBlocks();
	let line = 1;
	let delimiter: Delimiter | undefined;

	function* parse(last: boolean): Generator<CsvRecord> {
		delimiter ??= detectDelimiter(pending);
		const result = run(pending, delimiter, { last });
		if (result.errors.length === 0 || result.errors[0]!.row >= result.data.length) {
			yield* number(result.data);
			pending = pending.slice(result.meta.cursor);
			if (last) pending = '';
		} else yield* parseCarefully(last);
		while (pending.length > LONGEST_RECORD_CHARS) {
			yield breakOff();
			yield* parseCarefully(last);
		}
	}

	/** One record at a time, so that a broken line can be cut out where it starts. */
	function* parseCarefully(last: boolean): Generator<CsvRecord> {
		while (pending !== '') {
			const { data, errors, meta } = run(pending, delimiter!, { last, preview: 1, fastMode: false });
			if (data.length === 0) return;
			if (errors.length) yield breakOff();
			else {
				yield* number(data);
				pending = meta.cursor >= pending.length ? '' : pending.slice(meta.cursor);
			}
		}
	}

	function breakOff(): CsvRecord {
		const end = pending.indexOf('\n');
		const raw = end < 0 ? pending : pending.slice(0, end);
		pending = end < 0 ? '' : pending.slice(end + 1);
		return { line: line++, cells: [raw.slice(0, 2000)], broken: true };
	}

	function* number(rows: string[][]): Generator<CsvRecord> {
		for (const cells of rows) {
			const start = line;
			line += 1 + newlinesIn(cells);
			if (cells.some((cell) => cell.trim() !== '')) yield { line: start, cells };
		}
	}

	return {
		*push(text) {
			for (const block of blocks.push(text)) {
				pending += block;
				yield* parse(false);
			}
		},
		*end() {
			pending += blocks.end();
			if (pending !== '') yield* parse(true);
		},
		delimiter: () => delimiter,
	};
}

interface Parsed {
	data: string[][];
	errors: { row: number }[];
	/** Where the first record begins that is not in `data`. */
	meta: { cursor: number };
}

/**
 * Papa's own stream splits its input again for every few rows that a slow reader takes; this is the
 * parser inside it, run once per block. `last` keeps the record that the block cuts off.
 */
function run(
	text: string,
	delimiter: string,
	{ last, ...options }: { last: boolean; preview?: number; fastMode?: boolean },
): Parsed {
	return new Papa.Parser({ delimiter, newline: '\n', ...options }).parse(text, 0, !last) as Parsed;
}

function newlinesIn(cells: string[]): number {
	let count = 0;
	for (const cell of cells) {
		for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++;
	}
	return count;
}
