import { toMinor } from '@guanxi/core/money';
import type { OrderRow } from '../../domain/import/parse-row.ts';
import { creditsOf, storedCredit, type Credit, type Credits } from '../../domain/import/credits.ts';
import type { KnownState, StoredOrder } from '../../domain/import/plan-batch.ts';
import type { Knex } from '../directus.ts';

/** Of these customers, the ones that the importing user may see. */
export type VisibleCustomers = (ids: string[], trx: Knex) => Promise<Set<string>>;

/** A merge may follow a merge; a longer chain than this is a loop in the data. */
const MERGE_STEPS = 10;

const ORDER_COLUMNS = [
	'id', 'number', 'customer', 'placed_at', 'amount', 'refunded_amount', 'currency', 'status', 'paid_at', 'channel',
	'external_id',
];

/** Reads what the database knows about the numbers, customers and external ids of a batch. */
export async function loadKnown(
	trx: Knex,
	rows: OrderRow[],
	visible?: VisibleCustomers,
): Promise<KnownState> {
	const orders = new Map<string, StoredOrder>();
	const numbers = [...new Set(rows.map(({ number }) => number))];
	const stored = trx('crm_orders').whereIn('number', numbers).select(ORDER_COLUMNS);
	const isCredited = rows.some(({ amountMinor }) => amountMinor < 0);
	for (const row of await (isCredited ? stored.forUpdate() : stored)) orders.set(row.number, storedOrder(row));
	const credited = [...orders.values()].filter(({ amountMinor }) => isCredited || amountMinor < 0).map(({ id }) => id);
	// Credits of one order from two files add up: the second import waits for the first, and reads again what it left.
	if (!isCredited && credited.length > 0) {
		for (const row of await stored.clone().forUpdate()) orders.set(row.number, storedOrder(row));
	}
	const customers = await survivors(trx, [...new Set(rows.map(({ customer }) => customer))]);
	const externals = [...new Set(rows.flatMap(({ externalId }) => externalId ?? []))];
	const holders = externals.length
		? await trx('crm_orders').whereIn('external_id', externals).select('external_id', 'number')
		: [];
	const ids = [...new Set([...customers.values(), ...[...orders.values()].map(({ customer }) => customer)])];
	const seen = visible && ids.length ? await visible(ids, trx) : undefined;
	return {
		orders,
		customers,
		credits: await storedCredits(trx, credited),
		externalIds: new Map(holders.map((row) => [row.external_id, row.number])),
		hidden: new Set(seen ? ids.filter((id) => !seen.has(id)) : []),
	};
}

async function storedCredits(trx: Knex, orders: string[]): Promise<Map<string, Credits>> {
	const found = new Map<string, Credit[]>();
	const rows = orders.length ? await trx('crm_order_credits').whereIn('order', orders).orderBy('id').forUpdate() : [];
	for (const { order, name, at, amount_minor: amount } of rows) {
		const credits = found.get(order) ?? [];
		found.set(order, credits);
		credits.push(storedCredit(String(name), at, Number(amount)));
	}
	return new Map([...found].map(([order, credits]) => [order, creditsOf(credits)]));
}

/** Customers by code; for a merged one, the customer that it became. */
async function survivors(trx: Knex, codes: string[]): Promise<Map<string, string>> {
	const found: { id: string; code: string; merged_into: string | null }[] = await trx('crm_customers')
		.whereIn('code', codes)
		.select('id', 'code', 'merged_into');
	const target = new Map(found.map(({ id, merged_into: into }) => [id, into]));
	for (let step = 0; step < MERGE_STEPS; step++) {
		const missing = [...new Set(target.values())].filter((id) => id !== null && !target.has(id)) as string[];
		if (missing.length === 0) break;
		const next = await trx('crm_customers').whereIn('id', missing).select('id', 'merged_into');
		for (const { id, merged_into: into } of next) target.set(id, into);
	}
	const follow = (id: string): string => {
		let last = id;
		for (let step = 0; step < MERGE_STEPS && target.get(last); step++) last = target.get(last)!;
		return last;
	};
	return new Map(found.map(({ id, code }) => [code, follow(id)]));
}

/**
 * Amounts are numbers on SQLite and text elsewhere; instants are milliseconds on SQLite and dates
 * elsewhere.
 */
function storedOrder(row: Record<string, unknown>): StoredOrder {
	const text = (name: string): string | null => (row[name] === null ? null : String(row[name]));
	const instant = (name: string): Date | null =>
		row[name] === null ? null : new Date(row[name] as number | string | Date);
	const minor = (name: string): number => toMinor(String(row[name] ?? 0)) ?? 0;
	return {
		id: String(row['id']),
		customer: String(row['customer']),
		placedAt: instant('placed_at') ?? new Date(0),
		amountMinor: minor('amount'),
		refundedMinor: minor('refunded_amount'),
		currency: text('currency') ?? '',
		status: text('status') ?? '',
		paidAt: instant('paid_at'),
		channel: text('channel'),
		externalId: text('external_id'),
	};
}
