import type { Knex, SchemaOverview } from '@guanxi/core/directus';
import { readSettings } from '@guanxi/core/settings';
import type { Order } from '../../domain/orders/order.ts';
import type { OrderRules } from '../../domain/orders/order-due.ts';
import { happenedAt } from '../../domain/orders/order-event.ts';
import { EARNED_LINES, SEEN_ORDERS, type OrderState, type Standing } from '../../domain/orders/reckon-order.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import type { Book, Entry } from '../../domain/ledger/model.ts';
import { survivorOf } from '../merge/survivor.ts';
import { readBook } from '../ledger/read-book.ts';
import { readPresents } from '../rewards/read-gifts.ts';
import { entryOf, points, type Row } from '../ledger/rows.ts';
import { readCounts } from '../rules/read-counts.ts';
import { readRuleState } from '../rules/read-rules.ts';
import { orderOf } from './order-row.ts';
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
	const order = isTheirs ? orderOf(stored, lines) : null;
	const mayEarn = isTheirs && earned.length === 0 && (isAskedFor || !isOlder(stored, book.account.enrolled_at));
	return {
		book,
		order,
		rules: order && mayEarn ? await readOrderRules(reader, schema, { book, order }) : null,
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

async function readOrderRules(reader: Knex, schema: SchemaOverview, { book, order }: { book: Book; order: Order }): Promise<OrderRules | null> {
	const rates = await readSettings(reader);
	const rules = await readRuleState(reader, schema, { book, event: { trigger: 'order_paid', at: happenedAt(order), order: order.id } });
	return rules && { ...rules, rates };
}

const isNone = (stored: unknown): boolean => stored === null || stored === undefined;
