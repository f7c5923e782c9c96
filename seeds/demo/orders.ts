import { fromMinor } from '@guanxi/core/money';
import { type DemoClock, dateOf } from './clock.ts';
import { type DraftLine, linesFor } from './order-lines.ts';
import { type PlannedOrder, planOrders } from './order-plan.ts';
import type { CustomerPlan } from './plan.ts';
import { idFor, randomFor } from './random.ts';
import type { OrderLineRow, OrderRow } from './types.ts';

export interface OrderBook {
	orders: OrderRow[];
	orderLines: OrderLineRow[];
}

const DISCOUNT = { A: [0.08, 0.14], B: [0.03, 0.08], C: [0, 0.03] } as const;

/** All orders, oldest first, numbered month by month as a sales office would. */
export function orderBook(clock: DemoClock, plans: CustomerPlan[]): OrderBook {
	const planned = plans.flatMap((plan) => planOrders(clock, plan).map((order) => ({ plan, order })));
	planned.sort((one, other) => byTime(one.order, other.order));
	const numbers = new Map<string, number>();
	const book: OrderBook = { orders: [], orderLines: [] };
	for (const { plan, order } of planned) {
		const month = dateOf(clock, order.daysAgo).slice(0, 7).replace('-', '');
		const count = (numbers.get(month) ?? 0) + 1;
		numbers.set(month, count);
		add(book, { plan, order, number: `SO-${month}-${String(count).padStart(4, '0')}` });
	}
	return book;
}

function byTime(one: PlannedOrder, other: PlannedOrder): number {
	return one.placedAt.getTime() - other.placedAt.getTime() || (one.key < other.key ? -1 : 1);
}

function add(
	book: OrderBook,
	{ plan, order, number }: { plan: CustomerPlan; order: PlannedOrder; number: string },
): void {
	const random = randomFor(`lines/${order.key}`);
	const [low, high] = DISCOUNT[plan.tier];
	const discount = Math.round(random.between(low, high) * 100) / 100;
	const lines = linesFor(order.targetMinor, discount, random);
	const refunds = lines.map((line, index) => refundMinor(order, line, index));
	const id = idFor(`order/${order.key}`);
	book.orders.push({
		id,
		number,
		customer: plan.id,
		status: order.status,
		placed_at: order.placedAt,
		paid_at: order.paidAt,
		due_at: order.dueAt,
		shipped_at: order.shippedAt,
		delivered_at: order.deliveredAt,
		currency: 'CNY',
		amount: fromMinor(sum(lines.map((line) => line.amountMinor))),
		refunded_amount: fromMinor(sum(refunds)),
		channel: order.channel,
		external_id: order.channel === 'online' ? `WEB-${id.slice(-12)}` : null,
		date_created: order.placedAt,
		user_created: plan.owner.id,
	});
	lines.forEach((line, index) => book.orderLines.push({
		id: idFor(`line/${order.key}/${index}`),
		order: id,
		product: line.product.id,
		description: line.product.name,
		quantity: line.quantity,
		unit_price: fromMinor(line.unitMinor),
		amount: fromMinor(line.amountMinor),
		refunded_amount: fromMinor(refunds[index] ?? 0),
	}));
}

/** A part refund takes back up to a third of the first line, in whole units. */
function refundMinor(order: PlannedOrder, line: DraftLine, index: number): number {
	if (order.refund === 'full') return line.amountMinor;
	if (order.refund === 'none' || index > 0) return 0;
	return Math.max(1, Math.floor(line.quantity / 3)) * line.unitMinor;
}

function sum(amounts: number[]): number {
	return amounts.reduce((total, amount) => total + amount, 0);
}
