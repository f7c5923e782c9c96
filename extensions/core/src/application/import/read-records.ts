import {
	createRecordReading,
	type CsvRecord,
	type RecordReading,
} from '../../domain/import/csv-records.ts';
import { createTextDecoding, type TextDecoding } from '../../domain/import/decode-text.ts';

export interface FileReading {
	records: AsyncGenerator<CsvRecord>;
	bytesRead: () => number;
	encoding: TextDecoding['encoding'];
	delimiter: RecordReading['delimiter'];
}

/** Bytes in, records out; holds no more than a piece of the file at a time. */
export function readRecords(
	chunks: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array>,
): FileReading {
	const decoding = createTextDecoding();
	const reading = createRecordReading();
	let bytes = 0;
	async function* records(): AsyncGenerator<CsvRecord> {
		for await (const chunk of chunks) {
			const piece = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
			bytes += piece.length;
			for (const text of decoding.push(piece)) yield* reading.push(text);
		}
		for (const text of decoding.end()) yield* reading.push(text);
		yield* reading.end();
	}
	return {
		records: records(),
		bytesRead: () => bytes,
		encoding: decoding.encoding,
		delimiter: reading.delimiter,
	};
}

/**
 * The cells of the first record as column names. A mark that tells the encoding is no part of the
 * first one.
 */
export function headersOf(record: CsvRecord): string[] {
	return record.cells.map((cell) => cell.replace(/^\uFEFF/, '').trim());
}
