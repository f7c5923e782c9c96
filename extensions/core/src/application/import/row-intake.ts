import type { CsvRecord } from '../../domain/import/csv-records.ts';
import type { EarlierRows, FileDuplicates } from '../../domain/import/file-duplicates.ts';
import type { ImportFigures } from '../../domain/import/import-figures.ts';
import { isReject, type OrderRow, type Reject } from '../../domain/import/parse-row.ts';

export type CheckedRow = { row: OrderRow; earlier: EarlierRows };

export interface RowIntake {
	/** Reads a record; the answer is how many rows wait to be taken. */
	add: (record: CsvRecord) => number;
	take: () => { rows: CheckedRow[]; refused: Reject[] };
}

/**
 * Collects rows for the next batch: reads them, counts them, and keeps out what the file itself
 * rules out.
 */
export function createRowIntake(
	readRow: (record: CsvRecord) => OrderRow | Reject,
	duplicates: FileDuplicates,
	figures: ImportFigures,
): RowIntake {
	let rows: CheckedRow[] = [];
	let refused: Reject[] = [];
	const check = (row: OrderRow): void => {
		figures.countRow(row);
		const earlier = duplicates.check(row);
		const refusal = repetitionRefusal(row, earlier);
		if (refusal) refused.push(refusal);
		else if (earlier.repetition === 'identical') figures.countRepeated();
		else rows.push({ row, earlier });
	};
	return {
		add(record) {
			figures.countRead();
			const row = readRow(record);
			if (isReject(row)) refused.push(row);
			else check(row);
			return rows.length + refused.length;
		},
		take() {
			const taken = { rows, refused };
			rows = [];
			refused = [];
			return taken;
		},
	};
}

function repetitionRefusal(
	row: OrderRow,
	{ repetition, externalIdTaken }: EarlierRows,
): Reject | undefined {
	if (repetition === 'different') return rejectOf(row, 'duplicate_number', row.number);
	if (repetition === 'other_customer') return rejectOf(row, 'refund_other_customer', row.customer);
	return externalIdTaken ? rejectOf(row, 'external_id_taken', row.externalId ?? '') : undefined;
}

export function rejectOf(row: OrderRow, reason: Reject['reason'], value: string): Reject {
	return { line: row.line, cells: row.cells, column: '', reason, value };
}
