import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { toMinor } from '@guanxi/core/money';
import { readSettings } from '@guanxi/core/settings';
import type { Order } from '../../domain/orders/order.ts';
import { EARNED_LINES, SEEN_ORDERS, type Due, type OrderState, type Standing } from '../../domain/orders/reckon-order.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import type { Book, Entry } from '../../domain/ledger/model.ts';
import { inHomeCurrency } from '../../domain/rules/home-currency.ts';
import { split } from '../../domain/rules/split.ts';
import { survivorOf } from '../merge/survivor.ts';
import { readBook } from '../ledger/read-book.ts';
import { readPresents } from '../rewards/read-gifts.ts';
import { entryOf, instantOf, points, type Row } from '../ledger/rows.ts';
import { readAward, readOrderEvent } from '../rules/read-award.ts';
import { readCounts } from '../rules/read-counts.ts';
import { readDue as readRulesDue } from '../rules/read-due.ts';
import { isOlder } from './since-joining.ts';

/**
 * Everything that decides what an order means for an account, read in the decision's own transaction. What was bought and paid before
 * the member joined earns only when somebody asks for it.
 */
export async function readOrderState(
	reader: Knex,
	schema: SchemaOverview,
	{ account, order: id, isAskedFor = false }: { account: string; order: string; isAskedFor?: boolean },
): Promise<OrderState> {
	const stored: Row | undefined = await reader('crm_orders').where({ id }).first();
	const lines: Row[] = stored ? await reader('crm_order_lines').where({ order: id }).orderBy('id') : [];
	const entries = await readOrderEntries(reader, account, id);
	const lots = new Set(entries.flatMap(({ id: own, lot }) => lot ?? own));
	const book = (await readBook(reader, account, [...lots]))!;
	const earned: Row[] = await reader(EARNED_LINES).where({ account, order_id: id }).orderBy('line');
	const seen: Row | undefined = await reader(SEEN_ORDERS).where({ account, order_id: id }).first();
	// An order that moved to another customer earns there; one of a customer that was merged, where that one went.
	const isTheirs = stored !== undefined && (await isOf(reader, String(stored['customer']), book.account.customer));
	return {
		book,
		order: isTheirs ? orderOf(stored, lines) : null,
		paidAt: stored ? instantOf(stored['paid_at'] ?? stored['placed_at']) : null,
		due: isTheirs && earned.length === 0 && (isAskedFor || !isOlder(stored, book.account.enrolled_at)) ? await readDue(reader, schema, { book, order: id }) : null,
		earned: earned.map((row) => ({
			line: String(row['line']),
			amountMinor: points(row['amount_minor']),
			points: points(row['points']),
			tierPoints: points(row['tier_points']),
		})),
		presents: earned.length === 0 ? [] : await readPresents(reader, account, id),
		counts: await readCounts(reader, { account, source: id }),
		seen: seen
			? {
					status: seen['status'] as Standing['status'],
					amountMinor: points(seen['amount_minor']),
					refundedMinor: points(seen['refunded_minor']),
					linesMinor: points(seen['lines_minor']),
					linesRefundedMinor: points(seen['lines_refunded_minor']),
					atMost: isNone(seen['at_most']) ? null : points(seen['at_most']),
				}
			: null,
		entries,
	};
}

async function isOf(reader: Knex, customer: string, owner: string): Promise<boolean> {
	return customer === owner || (await survivorOf(reader, customer)) === owner;
}

/** What came from the order, and what of the lots that it is about has expired. */
async function readOrderEntries(reader: Knex, account: string, order: string): Promise<Entry[]> {
	const own: Row[] = await reader(TABLES.entries).where({ account, source_type: 'order', source_id: order }).orderBy('seq');
	const lots = [...new Set(own.map((row) => String(row['lot'] ?? row['id'])))];
	if (lots.length === 0) return [];
	const expired: Row[] = await reader(TABLES.entries).where({ account, contra: 'breakage' }).whereIn('lot', lots).orderBy('seq');
	return [...own, ...expired].map(entryOf).sort((a, b) => a.seq - b.seq);
}

async function readDue(reader: Knex, schema: SchemaOverview, { book, order }: { book: Book; order: string }): Promise<Due | null> {
	const { program, customer } = book.account;
	const event = await readOrderEvent(reader, schema, { order });
	if (!event) return null;
	// Rules are written in the home currency; what lines were worth stays in the order's, as its refunds will be.
	const priced = inHomeCurrency(event, await readSettings(reader));
	const award = await readAward(reader, schema, { program, customer, event: priced });
	if (!award) return null;
	const due = await readRulesDue(reader, schema, { book, at: event.at, award });
	const parts = due.points < award.points ? split(due.points, [...award.lines].map(([name, weight]) => ({ name, weight }))) : award.lines;
	const lines = event.lines.map(({ line, amountMinor }) => ({
		line,
		amountMinor,
		points: parts.get(line) ?? 0,
		tierPoints: award.tierLines.get(line) ?? 0,
	}));
	return { ...due, unlimited: award.points + award.tierPoints, lines };
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

const isNone = (stored: unknown): boolean => stored === null || stored === undefined;
const minorOf = (stored: unknown): number => toMinor((stored ?? 0) as string | number) ?? 0;
