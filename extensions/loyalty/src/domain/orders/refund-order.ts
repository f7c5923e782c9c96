import type { Acceptance, Circumstances, Decision, Effect, Fact } from '@guanxi/core/decision';
import { fromMinor } from '@guanxi/core/money';
import { REFUSALS, type Refused } from '../refusals.ts';
import { isPaid, refundedOf, type Order } from './order.ts';
import { reckonOrder, type OrderState, type Reckoned } from './reckon-order.ts';

export interface RefundState {
	order: Order | null;
	/** Whose order it is. */
	customer: string | null;
	/** Of each account of the customer. */
	accounts: OrderState[];
}

export interface Refund {
	order: string;
	/** What goes back of each line, in minor units, or of an order without lines the whole as one part with the order's id. */
	parts: { line: string; amountMinor: number }[];
}

export interface Refunded {
	order: string;
	status: Order['status'];
	refunded_amount: number;
	accounts: ({ account: string } & Omit<Reckoned, 'order'>)[];
	/** Accounts whose points stand still; they follow when they move again. */
	left_out: { account: string; reason: string }[];
}

/** Money goes back for lines of an order, and the points follow, all in one. */
export function refundOrder({ order, customer, accounts }: RefundState, { parts }: Refund, circumstances: Circumstances): Decision<Refunded> {
	if (!order) throw new Error('The order was there when the request was checked');
	if (!isPaid(order)) return REFUSALS.orderNotPaid();
	const wrong = refuseParts(order, parts);
	if (wrong) return wrong;
	const after = refunded(order, parts);
	// An order that moved on concerns its customer's accounts alone; what it left elsewhere is settled by its own action.
	const moved = accounts.filter((state) => state.order !== null).map((state) => ({
		account: state.book.account.id,
		decision: reckonOrder({ ...state, order: after }, { order: order.id }, circumstances),
	}));
	const done = moved.flatMap(({ account, decision }) => ('answer' in decision ? [{ account, decision }] : []));
	const { status, refundedMinor } = after;
	return {
		answer: {
			order: order.id,
			status,
			refunded_amount: Number(fromMinor(refundedMinor)),
			accounts: done.map(({ account, decision: { answer: { order: _order, ...answer } } }) => ({ account, ...answer })),
			left_out: moved.flatMap(({ account, decision }) => ('refusal' in decision ? [{ account, reason: decision.refusal.reason }] : [])),
		},
		effects: [...orderEffects(order, after, circumstances.now), ...all(done, ({ effects }) => effects)],
		facts: [refundFact({ order, customer }, parts, circumstances), ...all(done, ({ facts }) => facts)],
		actions: all(done, ({ actions }) => actions),
	};
}

function all<T>(done: { decision: Acceptance<Reckoned> }[], of: (decision: Acceptance<Reckoned>) => T[] | undefined): T[] {
	return done.flatMap(({ decision }) => of(decision) ?? []);
}

function refuseParts(order: Order, parts: Refund['parts']): Refused | null {
	const isWhole = parts[0]?.line === order.id;
	if (isWhole && order.lines.length > 0) return REFUSALS.hasLines();
	for (const [index, { line: id }] of parts.entries()) {
		const line = isWhole ? order : order.lines.find((one) => one.id === id);
		if (!line) return REFUSALS.noSuchLine(index);
		const asked = parts.filter((part) => part.line === id).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
		const left = fromMinor(Math.max(0, line.amountMinor - line.refundedMinor));
		if (asked > line.amountMinor - line.refundedMinor) return REFUSALS.moreThanLeft(isWhole ? 'amount' : `lines.${index}.amount`, left);
	}
	const sum = parts.reduce((total, { amountMinor }) => total + amountMinor, 0);
	const left = order.amountMinor - refundedOf(order);
	return sum > left ? REFUSALS.moreThanLeft(isWhole ? 'amount' : 'lines', fromMinor(Math.max(0, left))) : null;
}

/** As it is after the refund: `refunded` once nothing is left of it. */
function refunded(order: Order, parts: Refund['parts']): Order {
	const of = (id: string): number => parts.filter(({ line }) => line === id).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
	const sum = parts.reduce((total, { amountMinor }) => total + amountMinor, 0);
	const refundedMinor = refundedOf(order) + sum;
	return {
		...order,
		status: refundedMinor >= order.amountMinor ? 'refunded' : order.status,
		refundedMinor,
		lines: order.lines.map((line) => ({ ...line, refundedMinor: line.refundedMinor + of(line.id) })),
	};
}

function orderEffects(before: Order, after: Order, now: Date): Effect[] {
	const changed = after.lines.filter((line, index) => line.refundedMinor !== before.lines[index]!.refundedMinor);
	return [
		...changed.map(({ id, refundedMinor }): Effect => ({
			update: 'crm_order_lines',
			where: { id },
			set: { refunded_amount: fromMinor(refundedMinor) },
		})),
		{
			update: 'crm_orders',
			where: { id: before.id, status: before.status },
			set: { refunded_amount: fromMinor(after.refundedMinor), status: after.status, date_updated: now },
		},
	];
}

function refundFact({ order, customer }: { order: Order; customer: string | null }, parts: Refund['parts'], { now, newId }: Circumstances): Fact {
	return {
		type: 'crm.loyalty.order_refunded',
		subjectCollection: 'crm_orders',
		subjectId: order.id,
		...(customer === null ? {} : { customer }),
		payload: { lines: parts.map(({ line, amountMinor }) => ({ line, amount: Number(fromMinor(amountMinor)) })) },
		occurredAt: now,
		dedupeKey: `order_refunded:${newId()}`,
	};
}
