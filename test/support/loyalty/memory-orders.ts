import { orderOf } from '../../../extensions/loyalty/src/api/orders/order-row.ts';
import type { Entry } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { happenedAt } from '../../../extensions/loyalty/src/domain/orders/order-event.ts';
import type { EarnedLine } from '../../../extensions/loyalty/src/domain/orders/order.ts';
import { EARNED_LINES, SEEN_ORDERS, type OrderState, type Standing } from '../../../extensions/loyalty/src/domain/orders/reckon-order.ts';
import { VOUCHERS, type Voucher } from '../../../extensions/loyalty/src/domain/rewards/voucher.ts';
import type { MemoryLedger } from './memory-ledger.ts';
import { ruleCounts, ruleState } from './memory-rules.ts';

export interface ShopOrder {
	order: string;
	customer: string;
	/** `gone`: it was deleted. */
	status: 'draft' | 'confirmed' | 'paid' | 'cancelled' | 'refunded' | 'gone';
	channel: string;
	amount: string;
	refunded_amount: string;
	placed_at: string;
	paid_at: string | null;
	lines: { id: string; amount: string; refunded_amount: string }[];
}

/** The rows of an order as somebody has left it. */
export function rowsOf({ order, lines, status, customer, channel, amount, refunded_amount, placed_at, paid_at }: ShopOrder) {
	const row = { id: order, number: order, customer, status, channel, currency: null, amount, refunded_amount };
	return {
		order: { ...row, placed_at: new Date(placed_at), paid_at: paid_at === null ? null : new Date(paid_at) },
		lines: lines.map((line) => ({ ...line, order })),
	};
}

/** What the shop does to an order; nobody has looked at it yet. */
export function putOrder(memory: MemoryLedger, input: ShopOrder): void {
	memory.remove('crm_order_lines', ({ order }) => order === input.order);
	memory.remove('crm_orders', ({ id }) => id === input.order);
	if (input.status === 'gone') return;
	const { order, lines } = rowsOf(input);
	memory.put('crm_orders', order);
	for (const line of lines) memory.put('crm_order_lines', line);
}

type Stored = Record<string, unknown>;

/** What decides what an order means for an account, read from rows in memory. */
export function orderState(memory: MemoryLedger, account: string, id: string): OrderState {
	const row = memory.row<Stored>('crm_orders', id);
	const lines = memory.rows<Stored>('crm_order_lines').filter(({ order }) => order === id);
	const entries = orderEntries(memory, account, id);
	const book = memory.book(account, entries.map((entry) => entry.lot ?? entry.id));
	const earned = memory.rows<Stored>(EARNED_LINES).filter((line) => line['account'] === account && line['order_id'] === id);
	const order = row && isOf(memory, String(row['customer']), book.account.customer) ? orderOf(row, lines.sort(byId('id'))) : null;
	return {
		book,
		order,
		rules: order && earned.length === 0 ? { ...ruleState(memory, book, { trigger: 'order_paid', at: happenedAt(order), order: row }), rates: HOME } : null,
		earned: earned.sort(byId('line')).map((line) => ({
			line: line['line'], amountMinor: line['amount_minor'], points: line['points'], tierPoints: line['tier_points'],
		})) as EarnedLine[],
		presents: memory.rows<Voucher>(VOUCHERS).filter((voucher) => voucher.account === account && voucher.source === id),
		counts: ruleCounts(memory, account, id),
		seen: seenOf(memory.rows<Stored>(SEEN_ORDERS).find((seen) => seen['account'] === account && seen['order_id'] === id)),
		entries,
	};
}

const HOME = { currency: 'CNY', timezone: 'Asia/Shanghai', exchangeRates: [] };
const byId = (column: string) => (a: Stored, b: Stored): number => (String(a[column]) < String(b[column]) ? -1 : 1);

const seenOf = (row: Stored | undefined): Standing | null =>
	row === undefined
		? null
		: ({
				status: row['status'], amountMinor: row['amount_minor'], refundedMinor: row['refunded_minor'], linesMinor: row['lines_minor'],
				linesRefundedMinor: row['lines_refunded_minor'], atMost: row['at_most'],
			} as Standing);

function isOf(memory: MemoryLedger, customer: string, owner: string): boolean {
	const merged = memory.row<{ merged_into?: string | null }>('crm_customers', customer)?.merged_into;
	return customer === owner || (merged ? isOf(memory, merged, owner) : false);
}

/** What came from the order, and what of the lots that it is about has expired. */
function orderEntries(memory: MemoryLedger, account: string, order: string): Entry[] {
	const all = memory.entries(account);
	const isOwn = ({ source_type: type, source_id: id }: Entry): boolean => type === 'order' && id === order;
	const lots = new Set(all.filter(isOwn).map((entry) => entry.lot ?? entry.id));
	return structuredClone(all.filter((entry) => isOwn(entry) || (entry.contra === 'breakage' && lots.has(entry.lot!))));
}
