import type { CsvRecord } from '../../domain/import/csv-records.ts';
import { createFileDuplicates } from '../../domain/import/file-duplicates.ts';
import {
	createImportFigures,
	type FileFacts,
	type RunningFigures,
} from '../../domain/import/import-figures.ts';
import type { ImportResult } from '../../domain/import/import-result.ts';
import type { Mapping } from '../../domain/import/mapping.ts';
import { createRowReading, type OrderRow, type Reject } from '../../domain/import/parse-row.ts';
import { planBatch, type BatchPlan } from '../../domain/import/plan-batch.ts';
import type { ImportInput } from './import-orders.ts';
import { createRowIntake, rejectOf, type CheckedRow } from './row-intake.ts';
import { storeRows } from './store-rows.ts';

export interface BatchRunner {
	/** Takes a record; the answer is how many rows wait for `flush`. */
	add: (record: CsvRecord) => number;
	flush: () => Promise<void>;
	progress: () => RunningFigures;
	finish: (file: Omit<FileFacts, 'reject_file'>) => Promise<Omit<ImportResult, 'duration_ms'>>;
}

/**
 * Above this many touched customers one statement over all of them is cheaper than a list of ids.
 */
const TOUCHED_LIMIT = 50_000;

/** Carries rows through checks, plan and store batch by batch and keeps the figures. */
export function createBatchRunner(
	input: ImportInput,
	headers: string[],
	mapping: Mapping,
): BatchRunner {
	const { store, settings, rejects, dryRun = false, language = 'en', mayChange = true, newId } = input;
	const figures = createImportFigures({ headers, mapping, language, dryRun, currency: settings.currency });
	const duplicates = createFileDuplicates();
	const intake = createRowIntake(createRowReading(headers, mapping, settings), duplicates, figures);
	const rules = { currency: settings.currency, mayChange, dryRun, newId };
	const touched = new Set<string>();
	if (!dryRun) rejects?.open(headers);

	const attempt = (rows: CheckedRow[]): Promise<BatchPlan> =>
		store.transact(
			rows.map(({ row }) => row),
			(known) => planBatch(rows, known, rules),
			{ write: !dryRun, at: input.now() },
		);

	const account = (plan: BatchPlan): void => {
		// In a dry run only the list of seen keys remembers the new customers of earlier batches.
		const fresh = plan.newCustomers.filter(({ code }) => !dryRun || duplicates.firstCustomer(code));
		figures.countPlan(plan, fresh.length);
		if (touched.size <= TOUCHED_LIMIT) for (const id of plan.touched) touched.add(id);
	};

	const flush = async (): Promise<void> => {
		const { rows, refused } = intake.take();
		const { plans, refused: misfits } = await storeRows(rows, attempt);
		plans.forEach(account);
		const late: { row: OrderRow; reject: Reject }[] = [
			...plans.flatMap(({ rejects: planned }) => planned),
			...misfits.map(({ row: { row }, message }) => ({ row, reject: rejectOf(row, 'refused_by_database', message) })),
		];
		for (const { row } of late) duplicates.forget(row);
		const all = [...refused, ...late.map(({ reject }) => reject)].sort((a, b) => a.line - b.line);
		for (const reject of all) {
			const problem = figures.countReject(reject);
			if (!dryRun) await rejects?.write(reject.cells, problem);
		}
	};

	const finish: BatchRunner['finish'] = async (file) => {
		if (!dryRun) await store.refreshLastOrders(touched.size > TOUCHED_LIMIT ? null : [...touched]);
		return figures.result({ ...file, reject_file: (await rejects?.close()) ?? null });
	};

	return { add: intake.add, flush, finish, progress: figures.running };
}
