import type { CsvRecord } from '../../domain/import/csv-records.ts';
import { createFileDuplicates, type EarlierRows } from '../../domain/import/file-duplicates.ts';
import { createImportFigures, type FileFacts, type RunningFigures } from '../../domain/import/import-figures.ts';
import type { ImportResult } from '../../domain/import/import-result.ts';
import type { Mapping } from '../../domain/import/mapping.ts';
import { createRowReading, isReject, type OrderRow, type Reject } from '../../domain/import/parse-row.ts';
import { planBatch, type BatchPlan } from '../../domain/import/plan-batch.ts';
import type { ImportInput } from './import-orders.ts';
import { RefusedByDatabase } from './import-store.ts';

type Checked = { row: OrderRow; earlier: EarlierRows };

export interface BatchRunner {
	/** Takes a record; the answer is how many rows wait for `flush`. */
	add: (record: CsvRecord) => number;
	flush: () => Promise<void>;
	progress: () => RunningFigures;
	finish: (file: Omit<FileFacts, 'reject_file'>) => Promise<Omit<ImportResult, 'duration_ms'>>;
}

/** Above this many touched customers one statement over all of them is cheaper than a list of ids. */
const TOUCHED_LIMIT = 50_000;

/** Carries rows through checks, plan and store batch by batch and keeps the figures. */
export function createBatchRunner(input: ImportInput, headers: string[], mapping: Mapping): BatchRunner {
	const { store, settings, rejects, dryRun = false, language = 'en', mayChange = true, newId } = input;
	const readRow = createRowReading(headers, mapping, settings);
	const figures = createImportFigures({ headers, mapping, language, dryRun, currency: settings.currency });
	const duplicates = createFileDuplicates();
	const touched = new Set<string>();
	const rules = { currency: settings.currency, mayChange, dryRun, newId };
	let waiting: Checked[] = [];
	let refused: Reject[] = [];
	if (!dryRun) rejects?.open(headers);

	const add = (record: CsvRecord): number => {
		figures.countRead();
		const row = readRow(record);
		if (isReject(row)) refused.push(row);
		else {
			figures.countRow(row);
			const earlier = duplicates.check(row);
			const refusal = repetitionRefusal(row, earlier);
			if (refusal) refused.push(refusal);
			else if (earlier.repetition === 'identical') figures.countRepeated();
			else waiting.push({ row, earlier });
		}
		return waiting.length + refused.length;
	};

	const refuse = (row: OrderRow, reject: Reject): void => {
		duplicates.forget(row);
		refused.push(reject);
	};

	const account = (plan: BatchPlan): void => {
		// In a dry run only the list of seen keys remembers the new customers of earlier batches.
		const fresh = plan.newCustomers.filter(({ code }) => !dryRun || duplicates.firstCustomer(code));
		figures.countPlan(plan, fresh.length);
		for (const { row, reject } of plan.rejects) refuse(row, reject);
		if (touched.size <= TOUCHED_LIMIT) for (const id of plan.touched) touched.add(id);
	};

	/** When the database refuses a batch, halves of it are tried, down to the row that is to blame. */
	const carry = async (rows: Checked[]): Promise<void> => {
		if (rows.length === 0) return;
		const orders = rows.map(({ row }) => row);
		const options = { write: !dryRun, at: input.now() };
		try {
			account(await store.transact(orders, (known) => planBatch(rows, known, rules), options));
		} catch (error) {
			if (!(error instanceof RefusedByDatabase)) throw error;
			if (rows.length === 1) return refuse(orders[0]!, rejectOf(orders[0]!, 'refused_by_database', error.message));
			const half = rows.length >> 1;
			await carry(rows.slice(0, half));
			await carry(rows.slice(half));
		}
	};

	const flush = async (): Promise<void> => {
		const rows = waiting;
		waiting = [];
		await carry(rows);
		for (const reject of refused.sort((a, b) => a.line - b.line)) {
			const problem = figures.countReject(reject);
			if (!dryRun) await rejects?.write(reject.cells, problem);
		}
		refused = [];
	};

	const finish: BatchRunner['finish'] = async (file) => {
		if (!dryRun) await store.refreshLastOrders(touched.size > TOUCHED_LIMIT ? null : [...touched]);
		return figures.result({ ...file, reject_file: (await rejects?.close()) ?? null });
	};

	return { add, flush, finish, progress: figures.running };
}

function repetitionRefusal(row: OrderRow, { repetition, externalIdTaken }: EarlierRows): Reject | undefined {
	if (repetition === 'different') return rejectOf(row, 'duplicate_number', row.number);
	if (repetition === 'other_customer') return rejectOf(row, 'refund_other_customer', row.customer);
	return externalIdTaken ? rejectOf(row, 'external_id_taken', row.externalId ?? '') : undefined;
}

function rejectOf(row: OrderRow, reason: Reject['reason'], value: string): Reject {
	return { line: row.line, cells: row.cells, column: '', reason, value };
}
