import type { ActionHandler } from '@guanxi/core/action-handler';
import { purgeCache } from '@guanxi/core/cache';
import { runUnheard } from '@guanxi/core/command';
import type { Host, Knex } from '@guanxi/core/directus';
import { safely } from '@guanxi/core/safely';
import { TABLES } from '../../domain/open-book.ts';
import { SEEN_ORDERS } from '../../domain/orders/reckon-order.ts';
import { followReferralOf } from '../referral/follow-referrals.ts';
import { reckonCommand } from './commands.ts';

const KIND = 'loyalty.order-changed';
const PAGE = 500;
const AN_HOUR = 3_600_000;

/** Accounts that an order concerns: those of its customer, and those that it moved points of before. */
export async function accountsOf(database: Knex, order: string): Promise<string[]> {
	const owners = database('crm_orders').where({ id: order }).select('customer');
	const now: string[] = await database(TABLES.accounts).whereIn('customer', owners).whereNot('status', 'closed').pluck('id');
	const before: string[] = await database(SEEN_ORDERS).where({ order_id: order }).pluck('account');
	return [...new Set([...now, ...before])].sort();
}

/** Does what a change of an order asks for. A frozen account is asked again, until somebody has looked at it. */
export const orderChanged = (host: Host): ActionHandler<Knex> => ({
	kind: KIND,
	perform: async ({ subjectId: order }, now) => {
		const { refused, hasMoved } = await reckonAll(host, String(order));
		if (hasMoved) await purgeCache(host);
		if (refused.includes('account_frozen')) return { again: new Date(now.getTime() + AN_HOUR) };
	},
});

interface Followed {
	/** Reasons of the accounts that stand still. */
	refused: string[];
	hasMoved: boolean;
}

/** By the database's clock, as every command. Most changes of orders change nothing about points, and leave no trace. */
async function reckonAll({ database, getSchema }: Pick<Host, 'database' | 'getSchema'>, order: string): Promise<Followed> {
	const command = reckonCommand(await getSchema());
	const followed: Followed = { refused: [], hasMoved: false };
	for (const account of await accountsOf(database, order)) {
		const outcome = await runUnheard(database, command, { input: { account, order }, caller: KIND, idempotencyKey: null });
		await followReferralOf(database, account);
		if (outcome.kind === 'refused') followed.refused.push(outcome.refusal.reason);
		if (outcome.kind !== 'done') continue;
		const { points, tier_points: growth, returned } = outcome.answer;
		followed.hasMoved ||= points !== 0 || growth !== 0 || returned !== 0;
	}
	return followed;
}

/**
 * Finds orders of members that changed past us, such as while triggers were off: paid since the member joined and never looked at,
 * other than they were when they were, deleted, or another customer's by now.
 */
export async function findMissedOrders(host: Host): Promise<string[]> {
	await listMembers(host.database);
	let found = 0;
	for (const missed of [missedOrders, lostOrders]) {
		for (let after = ''; ; ) {
			const orders = await missed(host.database, after);
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
		.where((either) => void either.whereNull('o.id').orWhereRaw('?? <> ??', ['o.customer', 'a.customer']));
	if (after !== '') void query.where('s.order_id', '>', after);
	return query.distinct('s.order_id').orderBy('s.order_id').limit(PAGE).pluck('s.order_id');
}

function missedOrders(database: Knex, after: string): Promise<string[]> {
	const query = database('crm_orders as o')
		.join(`${TABLES.accounts} as a`, 'a.customer', 'o.customer')
		.leftJoin(`${SEEN_ORDERS} as s`, (on) => {
			void on.on('s.account', 'a.id').on('s.order_id', 'o.id');
		})
		.where('a.status', 'active')
		.where((either) => {
			void either
				.where((fresh) =>
					fresh
						.whereNull('s.order_id')
						.whereIn('o.status', ['paid', 'refunded'])
						.whereRaw('COALESCE(??, ??) >= ??', ['o.paid_at', 'o.placed_at', 'a.enrolled_at']),
				)
				.orWhere((changed) =>
					changed.whereNotNull('s.order_id').where((differs) =>
						differs
							.whereRaw('?? <> ??', ['o.status', 's.status'])
							.orWhereRaw('ROUND(?? * 100) <> ??', ['o.amount', 's.amount_minor'])
							.orWhereRaw('ROUND(CASE WHEN ?? > 0 THEN ?? ELSE 0 END * 100) <> ??', ['o.refunded_amount', 'o.refunded_amount', 's.refunded_minor']),
					),
				);
		});
	if (after !== '') void query.where('o.id', '>', after);
	return query.distinct('o.id').orderBy('o.id').limit(PAGE).pluck('o.id');
}
