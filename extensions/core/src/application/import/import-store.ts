import type { BatchPlan, KnownState, PlanRules } from '../../domain/import/plan-batch.ts';
import type { OrderRow } from '../../domain/import/parse-row.ts';

/** Where orders and customers live. One transaction sees one batch. */
export interface ImportStore {
	/**
	 * Loads what is known about the rows, lets `decide` plan, and writes the plan, all in one
	 * transaction. With `write: false` it only loads and decides. A row that the database refuses
	 * throws RefusedByDatabase; anything else that throws ends the import.
	 */
	transact: (
		rows: OrderRow[],
		decide: (known: KnownState) => BatchPlan,
		options: { write: boolean; at: Date },
	) => Promise<BatchPlan>;
	/** Brings `last_order_at` of these customers up to date; null means every customer with orders. */
	refreshLastOrders: (customers: string[] | null) => Promise<void>;
}

/**
 * The data of a batch broke a rule of the database (a constraint, a length); smaller batches find
 * the row.
 */
export class RefusedByDatabase extends Error {}

/**
 * Takes refused rows as they come; `close` tells where they are kept, or null when there were none.
 */
export interface RejectSink {
	open: (headers: string[]) => void;
	write: (cells: string[], problem: { line: number; column: string; reason: string }) => Promise<void>;
	close: () => Promise<string | null>;
}

export type { PlanRules };
