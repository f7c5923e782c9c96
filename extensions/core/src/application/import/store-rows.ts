import type { BatchPlan } from '../../domain/import/plan-batch.ts';
import { RefusedByDatabase } from './import-store.ts';

export interface StoredRows<Row> {
	plans: BatchPlan[];
	refused: { row: Row; message: string }[];
}

/**
 * Stores rows in one transaction. When the database refuses it, halves are tried, down to the row
 * that is to blame: a rule that an administrator added must cost one row and not the file.
 */
export async function storeRows<Row>(
	rows: Row[],
	attempt: (rows: Row[]) => Promise<BatchPlan>,
): Promise<StoredRows<Row>> {
	if (rows.length === 0) return { plans: [], refused: [] };
	try {
		return { plans: [await attempt(rows)], refused: [] };
	} catch (error) {
		if (!(error instanceof RefusedByDatabase)) throw error;
		if (rows.length === 1) return { plans: [], refused: [{ row: rows[0]!, message: error.message }] };
	}
	const half = rows.length >> 1;
	const first = await storeRows(rows.slice(0, half), attempt);
	const second = await storeRows(rows.slice(half), attempt);
	return { plans: [...first.plans, ...second.plans], refused: [...first.refused, ...second.refused] };
}
