import {
	describeMapping,
	resolveMapping,
	type WantedMapping,
} from '../../domain/import/mapping.ts';
import type { ImportResult } from '../../domain/import/import-result.ts';
import type { FileRefusal } from '../../domain/import/refusals.ts';
import type { Language } from '../../domain/import/reject-reasons.ts';
import type { ImportStore, RejectSink } from './import-store.ts';
import { isWorkbook } from './preview-orders.ts';
import { headersOf, readRecords } from './read-records.ts';
import type { RunningFigures } from '../../domain/import/import-figures.ts';
import { createBatchRunner } from './run-batches.ts';

export interface ImportInput {
	/** The file in pieces of any size. A piece of text must not split a surrogate pair. */
	chunks: AsyncIterable<Uint8Array | string>;
	store: ImportStore;
	settings: { timezone: string; currency: string };
	now: () => Date;
	newId: () => string;
	map?: WantedMapping;
	dryRun?: boolean;
	/** Without it, rows that would change an existing order are refused. Default true. */
	mayChange?: boolean;
	language?: Language;
	rejects?: RejectSink;
	onProgress?: (progress: ImportProgress) => void | Promise<void>;
}

export interface ImportProgress extends RunningFigures {
	bytes: number;
}

export type ImportOutcome = { result: ImportResult } | { refusal: FileRefusal };

/**
 * Rows per transaction: long enough to be fast, short enough that others get their turn on SQLite.
 */
const BATCH_ROWS = 500;

/**
 * Imports orders from a CSV stream. Every batch is one transaction and every row is decided by what
 * is stored, so an import that died anywhere ends in the same state when it is run again. Memory
 * grows by some 15 bytes a row.
 */
export async function importOrders(input: ImportInput): Promise<ImportOutcome> {
	const startedAt = input.now().getTime();
	const { records, bytesRead, encoding, delimiter } = readRecords(input.chunks);
	const head = await records.next();
	if (head.done) return { refusal: { code: 'file_empty' } };
	const headers = headersOf(head.value);
	if (isWorkbook(headers)) return end(records, { code: 'file_is_workbook' });
	const { mapping, problems } = resolveMapping(headers, input.map);
	if (problems[0]) return end(records, problems[0]);

	const runner = createBatchRunner(input, headers, mapping);
	for await (const record of records) {
		if (runner.add(record) < BATCH_ROWS) continue;
		await runner.flush();
		await input.onProgress?.({ bytes: bytesRead(), ...runner.progress() });
	}
	await runner.flush();
	await input.onProgress?.({ bytes: bytesRead(), ...runner.progress() });
	if (runner.progress().read === 0) return { refusal: { code: 'file_without_rows' } };
	const figures = await runner.finish({
		mapping: describeMapping(headers, mapping),
		encoding: encoding() ?? 'utf-8',
		delimiter: delimiter() ?? ',',
	});
	return { result: { ...figures, duration_ms: input.now().getTime() - startedAt } };
}

/** Lets go of the stream before the file was read to its end. */
async function end(records: AsyncGenerator<unknown>, refusal: FileRefusal): Promise<ImportOutcome> {
	await records.return(undefined);
	return { refusal };
}
