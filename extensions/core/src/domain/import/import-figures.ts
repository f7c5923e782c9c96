import type { ImportResult, RowProblem } from './import-result.ts';
import { resultNotes } from './import-result.ts';
import type { Mapping } from './mapping.ts';
import type { OrderRow, Reject } from './parse-row.ts';
import type { BatchPlan } from './plan-batch.ts';
import { reasonTarget, reasonText, type Language } from './reject-reasons.ts';

export type RunningFigures = Pick<ImportResult, 'read' | 'created' | 'updated' | 'skipped' | 'rejected'>;
export type FileFacts = Pick<ImportResult, 'mapping' | 'encoding' | 'delimiter' | 'reject_file'>;

export interface ImportFigures {
	countRead: () => void;
	countRow: (row: OrderRow) => void;
	countRepeated: () => void;
	countPlan: (plan: BatchPlan, newCustomers: number) => void;
	/** Counts a refused row and puts it into words. */
	countReject: (reject: Reject) => RowProblem;
	running: () => RunningFigures;
	result: (file: FileFacts) => Omit<ImportResult, 'duration_ms'>;
}

export interface FiguresSettings {
	headers: string[];
	mapping: Mapping;
	currency: string;
	language: Language;
	dryRun: boolean;
}

const SHOWN_PROBLEMS = 20;

/**
 * Adds up what an import does; created + updated + skipped + rejected is always the number of rows
 * read.
 */
export function createImportFigures(settings: FiguresSettings): ImportFigures {
	const running: RunningFigures = { read: 0, created: 0, updated: 0, skipped: 0, rejected: 0 };
	const negatives = { orders: 0, refunds: 0, joined: 0 };
	const tally = { negativeRead: 0, currencies: new Set<string>() };
	const reasons: ImportResult['reasons'] = {};
	const problems: RowProblem[] = [];
	let customers = 0;
	return {
		countRead: () => void running.read++,
		countRepeated: () => void running.skipped++,
		countRow(row) {
			if (row.amountMinor < 0) tally.negativeRead++;
			if (row.currency && row.currency !== settings.currency) tally.currencies.add(row.currency);
		},
		countPlan(plan, newCustomers) {
			running.created += plan.created;
			running.updated += plan.updated;
			running.skipped += plan.skipped;
			negatives.orders += plan.creditOrders;
			negatives.refunds += plan.refunds;
			negatives.joined += plan.joined;
			customers += newCustomers;
		},
		countReject(reject) {
			running.rejected++;
			reasons[reject.reason] = (reasons[reject.reason] ?? 0) + 1;
			const problem = describeReject(reject, settings);
			if (problems.length < SHOWN_PROBLEMS) problems.push(problem);
			return problem;
		},
		running: () => ({ ...running }),
		result(file) {
			const figures = { dry_run: settings.dryRun, ...running, customers_created: customers, negatives, ...file };
			return { ...figures, reasons, problems, notes: resultNotes(figures, tally, settings.language) };
		},
	};
}

export function describeReject(
	{ line, column, reason, value }: Reject,
	{ headers, mapping, language }: Pick<FiguresSettings, 'headers' | 'mapping' | 'language'>,
): RowProblem {
	const target = reasonTarget(reason);
	const place = target && mapping[target];
	const named = column || (place === undefined ? '' : (headers[place] ?? ''));
	return { line, column: named, reason: reasonText(reason, language, value) };
}
