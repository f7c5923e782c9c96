import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { toMinor } from '@guanxi/core/money';
import type { Order } from '../../domain/orders/order.ts';
import { EARNED_LINES, SEEN_ORDERS, type Due, type OrderState } from '../../domain/orders/reckon-order.ts';
import { TABLES } from '../../domain/open-book.ts';
import type { Entry } from '../../domain/model.ts';
import { readBook } from '../read-book.ts';
import { entryOf, instantOf, points, type Row } from '../rows.ts';
import { readAward, readOrderEvent } from '../rules/read-award.ts';

/** Everything that decides what an order means for an account, read in the decision's own transaction. */
export async function readOrderState(
	reader: Knex,
	schema: SchemaOverview,
	{ account, order: id }: { account: string; order: string },
): Promise<OrderState> {
	const stored: Row | undefined = await reader('crm_orders').where({ id }).first();
	const lines: Row[] = stored ? await reader('crm_order_lines').where({ order: id }).orderBy('id') : [];
	const entries = await readOrderEntries(reader, account, id);
	const lots = new Set(entries.flatMap(({ id: own, lot }) => lot ?? own));
	const book = (await readBook(reader, account, [...lots]))!;
	const earned: Row[] = await reader(EARNED_LINES).where({ account, order: id }).orderBy('line');
	const seen: Row | undefined = await reader(SEEN_ORDERS).where({ account, order: id }).first();
	// An order that moved to another customer earns there.
	const isTheirs = stored !== undefined && String(stored['customer']) === book.account.customer;
	const { program, customer } = book.account;
	return {
		book,
		order: isTheirs ? orderOf(stored, lines) : null,
		paidAt: stored ? instantOf(stored['paid_at'] ?? stored['placed_at']) : null,
		due: isTheirs && earned.length === 0 ? await readDue(reader, schema, { program, customer, order: id }) : null,
		earned: earned.map((row) => ({
			line: String(row['line']),
			amountMinor: points(row['amount_minor']),
			points: points(row['points']),
			tierPoints: points(row['tier_points']),
		})),
		seen: seen
			? {
					status: seen['status'] as Order['status'],
					amountMinor: points(seen['amount_minor']),
					refundedMinor: points(seen['refunded_minor']),
				}
			: null,
		entries,
	};
}

/** What came from the order, and what else happened to the lots that it earned. */
async function readOrderEntries(reader: Knex, account: string, order: string): Promise<Entry[]> {
	const own: Row[] = await reader(TABLES.entries).where({ account, source_type: 'order', source_id: order }).orderBy('seq');
	const lots = own.filter((row) => row['lot'] === null).map((row) => String(row['id']));
	if (lots.length === 0) return own.map(entryOf);
	const about: Row[] = await reader(TABLES.entries).where({ account }).whereIn('lot', lots).orderBy('seq');
	const all = new Map([...own, ...about].map((row) => [String(row['id']), entryOf(row)]));
	return [...all.values()].sort((a, b) => a.seq - b.seq);
}

async function readDue(
	reader: Knex,
	schema: SchemaOverview,
	{ program, customer, order }: { program: string; customer: string; order: string },
): Promise<Due | null> {
	const event = await readOrderEvent(reader, schema, { order });
	const award = event && (await readAward(reader, schema, { program, customer, event }));
	if (!award) return null;
	const worth = new Map(event.lines.map(({ line, amountMinor }) => [line, amountMinor]));
	const growth = award.tierLines;
	const lines = [...award.lines].map(([line, earned]) => ({
		line,
		amountMinor: worth.get(line) ?? 0,
		points: earned,
		tierPoints: growth.get(line) ?? 0,
	}));
	return { points: award.points, tierPoints: award.tierPoints, lines };
}

export function orderOf(row: Row, lines: Row[]): Order {
	return {
		id: String(row['id']),
		status: row['status'] as Order['status'],
		amountMinor: minorOf(row['amount']),
		refundedMinor: Math.max(0, minorOf(row['refunded_amount'])),
		lines: lines.map((line) => ({
			id: String(line['id']),
			amountMinor: minorOf(line['amount']),
			refundedMinor: Math.max(0, minorOf(line['refunded_amount'])),
		})),
	};
}

const minorOf = (stored: unknown): number => toMinor((stored ?? 0) as string | number) ?? 0;
