import type { Minor } from '@guanxi/core/money';
import { creditOf, type Credit, type Credits } from './credits.ts';
import { differences } from './differences.ts';
import type { EarlierRows } from './file-duplicates.ts';
import type { OrderRow, Reject } from './parse-row.ts';
import { creditsFor, noteCredit } from './plan-credits.ts';

/** What the database knows about the numbers, customers and external ids of one batch. */
export interface KnownState {
	/** By number. */
	orders: Map<string, StoredOrder>;
	/** By code; of merged customers the one they were merged into. */
	customers: Map<string, string>;
	/** External id → number of the order that has it. */
	externalIds: Map<string, string>;
	/** By order id: what files credited to it so far. */
	credits: Map<string, Credits>;
	/** Ids of customers that the importing user may not see. */
	hidden: Set<string>;
}

export interface OrderValues {
	customer: string;
	placedAt: Date;
	amountMinor: Minor;
	refundedMinor: Minor;
	currency: string;
	status: string;
	paidAt: Date | null;
	channel: string | null;
	externalId: string | null;
}

export interface StoredOrder extends OrderValues {
	id: string;
	/** Planned by this batch, not in the database yet. */
	fresh?: boolean;
}

export interface NewOrder extends StoredOrder {
	number: string;
}

export interface BatchPlan {
	newCustomers: { id: string; code: string; name: string }[];
	newOrders: NewOrder[];
	/** Existing orders with what changes about them. */
	changedOrders: Map<string, { order: StoredOrder & { number: string }; changes: Partial<OrderValues> }>;
	newCredits: (Credit & { order: string })[];
	/** Known ones with another amount. */
	changedCredits: (Credit & { order: string })[];
	/** Known ones whose external id has become known. */
	renamedCredits: (Credit & { order: string; before: string })[];
	rejects: { row: OrderRow; reject: Reject }[];
	created: number;
	updated: number;
	skipped: number;
	creditOrders: number;
	refunds: number;
	/** Orders that came after their credits and took them over. */
	joined: number;
	/** Ids of existing and new customers whose orders the batch names. */
	touched: Set<string>;
}

export interface PlanRules {
	currency: string;
	/** Without it, rows that would change an existing order are refused. */
	mayChange: boolean;
	/** Nothing will be written: what earlier batches would have written counts as known. */
	dryRun: boolean;
	newId: () => string;
}

/**
 * Decides what a batch of rows does: create, change, leave alone or refuse. Negative rows whose number
 * belongs to an order add up to that order's refunded amount, in whatever order the rows stand; without
 * such an order they become one with a negative amount, status `refunded`, which lowers the customer's
 * turnover as much, until the order itself is imported.
 */
export function planBatch(
	rows: { row: OrderRow; earlier: EarlierRows }[],
	known: KnownState,
	rules: PlanRules,
): BatchPlan {
	const plan: BatchPlan = {
		newCustomers: [], newOrders: [], changedOrders: new Map(), newCredits: [], changedCredits: [], renamedCredits: [], rejects: [], touched: new Set(),
		created: 0, updated: 0, skipped: 0, creditOrders: 0, refunds: 0, joined: 0,
	};
	for (const { row, earlier } of rows) {
		const refusal = planRow(row, earlier, { plan, known, rules, hasTwin: earlier.twin });
		if (refusal) plan.rejects.push({ row, reject: { line: row.line, cells: row.cells, column: '', ...refusal } });
	}
	return plan;
}

type Refusal = Pick<Reject, 'reason' | 'value'>;
export interface Planning {
	plan: BatchPlan;
	known: KnownState;
	rules: PlanRules;
	/** The file itself has the row's credit twice. */
	hasTwin: boolean;
}

function planRow(row: OrderRow, earlier: EarlierRows, planning: Planning): Refusal | undefined {
	const { plan, known, rules } = planning;
	const stored = known.orders.get(row.number);
	const customer = known.customers.get(row.customer);
	if ([customer, stored?.customer].some((id) => id !== undefined && known.hidden.has(id))) {
		return { reason: 'customer_hidden', value: row.customer };
	}
	const holder = row.externalId === null ? undefined : known.externalIds.get(row.externalId);
	if (holder !== undefined && holder !== row.number) return { reason: 'external_id_taken', value: holder };
	if (stored) return updateOrder(row, stored, planning);
	const storedBefore = row.amountMinor < 0 ? earlier.order || earlier.credit : earlier.credit;
	if (rules.dryRun && storedBefore) return tryUpdate(row, earlier, plan);
	return createOrder(row, planning);
}

/** A trial stores nothing: what earlier batches would have stored is known from the file alone. */
function tryUpdate(row: OrderRow, earlier: EarlierRows, plan: BatchPlan): undefined {
	plan.updated++;
	if (row.amountMinor >= 0) plan.joined++;
	else if (earlier.order) plan.refunds++;
	else plan.creditOrders++;
}

function updateOrder(row: OrderRow, stored: StoredOrder, planning: Planning): Refusal | undefined {
	const { plan, known, rules } = planning;
	const customer = known.customers.get(row.customer);
	const isCredit = row.amountMinor < 0;
	const wasCredit = stored.amountMinor < 0;
	if ((isCredit || wasCredit) && customer !== stored.customer) {
		return { reason: 'refund_other_customer', value: row.customer };
	}
	const changes = differences<OrderValues>(stored, { customer: customer ?? '', ...wanted(row, stored, planning) });
	plan.touched.add(stored.customer);
	const isChange = Object.keys(changes).length > 0;
	if (isChange && !rules.mayChange && !stored.fresh) return { reason: 'change_not_allowed', value: row.number };
	if (excess({ ...stored, ...changes }) > excess(stored)) return { reason: 'refunds_exceed_order', value: row.number };
	if (isCredit) noteCredit(row, stored, planning);
	if (!isChange) {
		plan.skipped++;
		return undefined;
	}
	if ('customer' in changes) changes.customer = customer ?? addCustomer(row, planning);
	changeOrder(stored, row.number, { changes, plan });
	plan.updated++;
	if (isCredit) plan[wasCredit ? 'creditOrders' : 'refunds']++;
	else if (wasCredit) plan.joined++;
	return undefined;
}

/** By how much more was given back than the order was worth; a negative order is given back itself. */
const excess = ({ amountMinor, refundedMinor }: Pick<OrderValues, 'amountMinor' | 'refundedMinor'>): Minor =>
	amountMinor > 0 ? Math.max(0, refundedMinor - amountMinor) : 0;

/** What a row wants of an order, by what either of them is: a credit or an order proper. */
function wanted(row: OrderRow, stored: StoredOrder, planning: Planning): Partial<OrderValues> {
	const isCredit = row.amountMinor < 0;
	const wasCredit = stored.amountMinor < 0;
	if (!isCredit && !wasCredit) return saidBy(row);
	const credits = creditsFor(stored, planning);
	if (!isCredit) return { status: 'paid', ...saidBy(row), refundedMinor: stored.refundedMinor - stored.amountMinor };
	const credit = creditOf(row);
	const before = credits.find(credit, planning.hasTwin)?.amountMinor;
	if (!wasCredit) {
		// A refund of the same amount that was entered by hand, or by an earlier version, is this one.
		const isEntered = credits.count() === 0 && stored.refundedMinor === credit.amountMinor;
		return { refundedMinor: isEntered ? stored.refundedMinor : stored.refundedMinor + credit.amountMinor - (before ?? 0) };
	}
	// The only credit of its number is a document like any other; several would contradict each other.
	const isDocument = before !== undefined && credits.count() === 1;
	const amountMinor = stored.amountMinor - credit.amountMinor + (before ?? 0);
	return { ...(isDocument ? saidBy(row) : {}), placedAt: stored.placedAt, amountMinor };
}

function createOrder(row: OrderRow, planning: Planning): undefined {
	const { plan, known, rules } = planning;
	const customer = known.customers.get(row.customer) ?? addCustomer(row, planning);
	const order: NewOrder = {
		id: rules.newId(),
		number: row.number,
		customer,
		placedAt: row.placedAt,
		amountMinor: row.amountMinor,
		refundedMinor: 0,
		currency: row.currency ?? rules.currency,
		status: row.status ?? (row.amountMinor < 0 ? 'refunded' : 'paid'),
		paidAt: row.paidAt,
		channel: row.channel,
		externalId: row.externalId,
		fresh: true,
	};
	plan.newOrders.push(order);
	known.orders.set(row.number, order);
	plan.touched.add(customer);
	plan.created++;
	if (row.amountMinor >= 0) return;
	plan.creditOrders++;
	creditsFor(order, planning);
}

function addCustomer(row: OrderRow, { plan, known, rules }: Planning): string {
	const id = rules.newId();
	plan.newCustomers.push({ id, code: row.customer, name: row.customerName ?? row.customer });
	known.customers.set(row.customer, id);
	return id;
}

function changeOrder(
	stored: StoredOrder,
	number: string,
	{ changes, plan }: { changes: Partial<OrderValues>; plan: BatchPlan },
): void {
	Object.assign(stored, changes);
	plan.touched.add(stored.customer);
	if (stored.fresh) return;
	const before = plan.changedOrders.get(stored.id);
	plan.changedOrders.set(stored.id, {
		order: Object.assign(stored, { number }),
		changes: { ...before?.changes, ...changes },
	});
}

/** Columns that the file lacks or leaves empty stay as they are. */
function saidBy(row: OrderRow): Partial<OrderValues> {
	const said: Partial<OrderValues> = { placedAt: row.placedAt, amountMinor: row.amountMinor };
	for (const name of ['currency', 'status', 'paidAt', 'channel', 'externalId'] as const) {
		if (row[name] !== null) Object.assign(said, { [name]: row[name] });
	}
	return said;
}
