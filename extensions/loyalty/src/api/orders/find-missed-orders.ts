import { purgeCache } from '@guanxi/core/cache';
import type { Host, Knex } from '@guanxi/core/directus';
import { safely } from '@guanxi/core/safely';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { SEEN_ORDERS } from '../../domain/orders/reckon-order.ts';
import { survivorOf } from '../merge/survivor.ts';
import { reckonAll } from './follow-orders.ts';
import { whereSinceJoining } from './since-joining.ts';

const PAGE = 500;

/** Finds ids of orders after `after`, in their order, a page at a time. */
type Search = (database: Knex, after: string) => Promise<string[]>;

/**
 * Finds orders of members that changed past us, such as while triggers were off: paid since the member joined and never looked at,
 * other than they were when they were, deleted, or another customer's by now. With `since` only those that were placed later; the others,
 * and what was deleted, wait for a search of all.
 */
export async function findMissedOrders(host: Host, since: Date | null = null): Promise<string[]> {
	await listMembers(host.database);
	const searches = since ? await searchesAmong(host.database, since) : [changedOrders(null), newOrders(null), ...(await mergedAgain(host.database)), lostOrders];
	let found = 0;
	for (const search of searches) {
		for (let after = ''; ; ) {
			const orders = await search(host.database, after);
			found += orders.length;
			for (const order of orders) await safely(host, `reckoning the points of order ${order}`, () => reckonAll(host, order));
			if (orders.length < PAGE) break;
			after = orders.at(-1)!;
		}
	}
	if (found === 0) return [];
	await safely(host, 'clearing the cache after a sweep of orders', () => purgeCache(host));
	return [`orders whose points were caught up: ${found}`];
}

/** By their ids: asked by day and by what differs at once, MariaDB would begin with the orders of all time. */
async function searchesAmong(database: Knex, since: Date): Promise<Search[]> {
	const recent: string[] = await database('crm_orders').where('placed_at', '>=', since).pluck('id');
	const pages = Array.from({ length: Math.ceil(recent.length / PAGE) }, (_, page) => recent.slice(page * PAGE, (page + 1) * PAGE));
	return pages.flatMap((ids) => [changedOrders(ids), newOrders(ids)]);
}

/** Accounts that came in past us, such as by a restored table, are members like any other. */
async function listMembers(database: Knex): Promise<void> {
	const known = database('crm_loyalty_members as m').whereRaw('?? = ??', ['m.id', 'a.id']);
	const missing = database(`${TABLES.accounts} as a`).whereNotExists(known).select('a.id', 'a.customer');
	await database(database.raw('crm_loyalty_members (id, customer)')).insert(missing);
}

function lostOrders(database: Knex, after: string): Promise<string[]> {
	const query = database(`${SEEN_ORDERS} as s`)
		.join(`${TABLES.accounts} as a`, 'a.id', 's.account')
		.leftJoin('crm_orders as o', 'o.id', 's.order_id')
		.where('a.status', 'active')
		.whereNot('s.status', 'gone')
		.leftJoin('crm_customers as c', 'c.id', 'o.customer')
		.where((either) => {
			// Orders of a customer that was merged are those of the account that goes on.
			void either.whereNull('o.id').orWhere((moved) => void moved.whereRaw('?? <> ??', ['o.customer', 'a.customer']).whereNull('c.merged_into'));
		});
	if (after !== '') void query.where('s.order_id', '>', after);
	return query.distinct('s.order_id').orderBy('s.order_id').limit(PAGE).pluck('s.order_id');
}

/** Orders that are other than they were when they were looked at; of their lines the sums tell, by which points are split over them. */
const changedOrders = (among: string[] | null): Search => (database, after) => {
	const query = database(`${SEEN_ORDERS} as s`)
		.join('crm_orders as o', 'o.id', 's.order_id')
		.join(`${TABLES.accounts} as a`, 'a.id', 's.account')
		.where('a.status', 'active')
		.join('crm_customers as c', 'c.id', 'o.customer')
		.where((own) => void own.whereRaw('?? = ??', ['o.customer', 'a.customer']).orWhereNotNull('c.merged_into'))
		.where((differs) => {
			void differs
				.whereRaw('?? <> ??', ['o.status', 's.status'])
				.orWhereRaw('ROUND(?? * 100) <> ??', ['o.amount', 's.amount_minor'])
				.orWhereRaw('ROUND(CASE WHEN ?? > 0 THEN ?? ELSE 0 END * 100) <> ??', ['o.refunded_amount', 'o.refunded_amount', 's.refunded_minor'])
				.orWhereRaw('ROUND((?) * 100) <> ??', [ofLines(database, 'l.amount'), 's.lines_minor'])
				.orWhereRaw('ROUND((?) * 100) <> ??', [ofLines(database, 'CASE WHEN l.refunded_amount > 0 THEN l.refunded_amount ELSE 0 END'), 's.lines_refunded_minor']);
		});
	return paged(query, { among, after });
};

const ofLines = (database: Knex, sum: string): Knex.QueryBuilder =>
	database('crm_order_lines as l').whereRaw('?? = ??', ['l.order', 'o.id']).select(database.raw(`COALESCE(SUM(${sum}), 0)`));

const newOrders = (among: string[] | null): Search => (database, after) => {
	const query = unseen(database('crm_orders as o')
		.join('crm_customers as c', 'c.id', 'o.customer')
		.join(`${TABLES.accounts} as a`, 'a.customer', database.raw('COALESCE(c.merged_into, o.customer)')));
	return paged(query, { among, after });
};

/** New orders of customers who were merged into one that was merged itself: few, and no join says who they are by now. */
async function mergedAgain(database: Knex): Promise<Search[]> {
	const customers: string[] = await database('crm_customers as c').join('crm_customers as heir', 'heir.id', 'c.merged_into').whereNotNull('heir.merged_into').pluck('c.id');
	const searches: Search[] = [];
	for (const customer of customers) {
		const heir = await survivorOf(database, customer);
		if (heir === null) continue;
		searches.push((reader, after) => {
			const query = reader('crm_orders as o').where('o.customer', customer).join(`${TABLES.accounts} as a`, (on) => void on.onVal('a.customer', heir));
			return paged(unseen(query), { among: null, after });
		});
	}
	return searches;
}

const unseen = (orders: Knex.QueryBuilder): Knex.QueryBuilder =>
	orders
		.leftJoin(`${SEEN_ORDERS} as s`, (on) => void on.on('s.account', 'a.id').on('s.order_id', 'o.id'))
		.where('a.status', 'active')
		.whereNull('s.order_id')
		.whereIn('o.status', ['paid', 'refunded'])
		.where(whereSinceJoining);

function paged(query: Knex.QueryBuilder, { among, after }: { among: string[] | null; after: string }): Promise<string[]> {
	if (among) void query.whereIn('o.id', among);
	if (after !== '') void query.where('o.id', '>', after);
	return query.distinct('o.id').orderBy('o.id').limit(PAGE).pluck('o.id');
}
