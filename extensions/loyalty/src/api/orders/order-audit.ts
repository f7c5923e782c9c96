import type { AuditCheck } from '@guanxi/core/audit';
import type { Knex } from '@guanxi/core/directus';
import type { Entry } from '../../domain/ledger/model.ts';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { brokenOrder } from '../../domain/orders/order-laws.ts';
import { EARNED_LINES, SEEN_ORDERS } from '../../domain/orders/reckon-order.ts';
import { RULE_AWARDS } from '../../domain/rules/count-rules.ts';
import { entryOf, points, type Row } from '../ledger/rows.ts';
import { inSnapshot } from '../figures/snapshot.ts';

const MOST = 20;
const PAGE = 500;

/** What orders earned and took, in the ledger and in what is kept of them. */
export const ORDER_AUDIT: AuditCheck[] = [{ name: 'loyalty.orders_agree_with_the_ledger', violations: ({ database }) => wrongOrders(database) }];

async function wrongOrders(database: Knex): Promise<string[]> {
	const wrong: string[] = [];
	for (let after = ''; wrong.length < MOST; ) {
		const { last, found } = await inSnapshot(database, (trx) => wrongInPage(trx, after));
		wrong.push(...found);
		if (last === null) break;
		after = last;
	}
	return wrong.slice(0, MOST);
}

async function wrongInPage(trx: Knex, after: string): Promise<{ last: string | null; found: string[] }> {
	// Of an account that was merged the rows moved along.
	const query = trx(SEEN_ORDERS).whereNotIn('account', trx(TABLES.accounts).where({ status: 'closed' }).select('id')).orderBy('id').limit(PAGE);
	const seen: Row[] = await (after === '' ? query : query.where('id', '>', after));
	const orders = seen.map((row) => String(row['order_id']));
	const entries = byOrder(((await trx(TABLES.entries).where({ source_type: 'order' }).whereIn('source_id', orders).orderBy('seq')) as Row[]).map(entryOf), entryOrder);
	const lines = byOrder((await trx(EARNED_LINES).whereIn('order_id', orders)) as Row[], (row) => named(row['account'], row['order_id']));
	const awards = byOrder((await trx(RULE_AWARDS).whereIn('source', orders)) as Row[], (row) => named(row['account'], row['source']));
	const waiting = new Set(((await trx('crm_actions').where({ kind: 'loyalty.order-changed' }).whereIn('subject_id', orders).whereNotIn('state', ['done', 'cancelled']).pluck('subject_id')) as string[]));
	const found = seen.flatMap((row) => {
		const [account, order] = [String(row['account']), String(row['order_id'])];
		const of = named(account, order);
		const what = brokenOrder({
			isUndone: (row['status'] === 'cancelled' || row['status'] === 'gone') && !waiting.has(order),
			entries: entries.get(of) ?? [],
			earned: (lines.get(of) ?? []).map((line) => points(line['points'])),
			given: (awards.get(of) ?? []).map((award) => points(award['points'])),
		});
		return what === null ? [] : [`${account}: order ${order}, ${what}`];
	});
	return { last: seen.length < PAGE ? null : String(seen.at(-1)!['id']), found };
}

const named = (account: unknown, order: unknown): string => `${String(account)} ${String(order)}`;
const entryOrder = ({ account, source_id: order }: Entry): string => named(account, order);

function byOrder<Item>(items: Item[], nameOf: (item: Item) => string): Map<string, Item[]> {
	const groups = new Map<string, Item[]>();
	for (const item of items) groups.set(nameOf(item), [...(groups.get(nameOf(item)) ?? []), item]);
	return groups;
}
