import type { Minor } from '@guanxi/core/money';
import type { EarlierRows } from './file-duplicates.ts';
import type { OrderRow, Reject } from './parse-row.ts';

/** What the database knows about the numbers, customers and external ids of one batch. */
export interface KnownState {
	/** By number. */
	orders: Map<string, StoredOrder>;
	/** By code; of merged customers the one they were merged into. */
	customers: Map<string, string>;
	/** External id → number of the order that has it. */
	externalIds: Map<string, string>;
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
	rejects: { row: OrderRow; reject: Reject }[];
	created: number;
	updated: number;
	skipped: number;
	creditOrders: number;
	refunds: number;
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
 * Decides what a batch of rows does: create, change, leave alone or refuse. A negative row whose
 * number belongs to an order becomes that order's refunded amount; any other negative row becomes
 * an order with a negative amount, status `refunded`, which lowers the customer's turnover as much.
 */
export function planBatch(
	rows: { row: OrderRow; earlier: EarlierRows }[],
	known: KnownState,
	rules: PlanRules,
): BatchPlan {
	const plan: BatchPlan = {
		newCustomers: [], newOrders: [], changedOrders: new Map(), rejects: [], touched: new Set(),
		created: 0, updated: 0, skipped: 0, creditOrders: 0, refunds: 0,
	};
	for (const { row, earlier } of rows) {
		const refusal = planRow(row, earlier, { plan, known, rules });
		if (refusal) plan.rejects.push({ row, reject: { line: row.line, cells: row.cells, column: '', ...refusal } });
	}
	return plan;
}

type Refusal = Pick<Reject, 'reason' | 'value'>;
interface Planning {
	plan: BatchPlan;
	known: KnownState;
	rules: PlanRules;
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
	if (row.amountMinor >= 0 && (stored ? stored.amountMinor < 0 : rules.dryRun && earlier.credit)) {
		return { reason: 'number_of_credit', value: row.number };
	}
	if (row.amountMinor < 0 && !stored && rules.dryRun && earlier.order) {
		plan.updated++;
		plan.refunds++;
		return undefined;
	}
	if (!stored) return createOrder(row, customer, planning);
	const isRefund = row.amountMinor < 0 && stored.amountMinor >= 0;
	if (isRefund && customer !== stored.customer) return { reason: 'refund_other_customer', value: row.customer };
	const changes = isRefund ? refundOf(stored, row) : changesOf(stored, row, customer ?? '');
	plan.touched.add(stored.customer);
	if (Object.keys(changes).length === 0) {
		plan.skipped++;
		return undefined;
	}
	if (!rules.mayChange && !stored.fresh) return { reason: 'change_not_allowed', value: row.number };
	if ('customer' in changes) changes.customer = customer ?? addCustomer(row, planning);
	changeOrder(stored, row.number, { changes, plan });
	plan.updated++;
	if (isRefund) plan.refunds++;
	else if (row.amountMinor < 0) plan.creditOrders++;
	return undefined;
}

function createOrder(row: OrderRow, known: string | undefined, planning: Planning): undefined {
	const { plan, rules } = planning;
	const customer = known ?? addCustomer(row, planning);
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
	planning.known.orders.set(row.number, order);
	plan.touched.add(customer);
	plan.created++;
	if (row.amountMinor < 0) plan.creditOrders++;
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

function refundOf(stored: StoredOrder, row: OrderRow): Partial<OrderValues> {
	return stored.refundedMinor === -row.amountMinor ? {} : { refundedMinor: -row.amountMinor };
}

/** What the file says differently. Columns that the file lacks or leaves empty stay as they are. */
function changesOf(stored: StoredOrder, row: OrderRow, customer: string): Partial<OrderValues> {
	const said: Partial<OrderValues> = { customer, placedAt: row.placedAt, amountMinor: row.amountMinor };
	for (const name of ['currency', 'status', 'paidAt', 'channel', 'externalId'] as const) {
		if (row[name] !== null) Object.assign(said, { [name]: row[name] });
	}
	const names = Object.keys(said) as (keyof OrderValues)[];
	const changed = names.filter((name) => !isSame(stored[name], said[name]));
	return Object.fromEntries(changed.map((name) => [name, said[name]]));
}

/** MySQL keeps whole seconds, so a difference below one second is none. */
function isSame(a: unknown, b: unknown): boolean {
	return a instanceof Date && b instanceof Date ? Math.abs(a.getTime() - b.getTime()) < 1000 : a === b;
}
