import { runCommand } from '@guanxi/core/command';
import type { ActionHandler } from '@guanxi/core/action-handler';
import type { Host, Knex } from '@guanxi/core/directus';
import { safely } from '@guanxi/core/safely';
import { TABLES } from '../../domain/open-book.ts';
import { SEEN_ORDERS } from '../../domain/orders/reckon-order.ts';
import { reckonCommand } from './commands.ts';

const KIND = 'loyalty.order-changed';
const PAGE = 500;
const AN_HOUR = 3_600_000;

/** Accounts that an order concerns: those of its customer, and those that it moved points of before. */
export async function accountsOf(database: Knex, order: string): Promise<string[]> {
	const owners = database('crm_orders').where({ id: order }).select('customer');
	const now: string[] = await database(TABLES.accounts).whereIn('customer', owners).whereNot('status', 'closed').pluck('id');
	const before: string[] = await database(SEEN_ORDERS).where({ order }).pluck('account');
	return [...new Set([...now, ...before])].sort();
}

/** Does what a change of an order asks for. A frozen account is asked again, until somebody has looked at it. */
export const orderChanged = (host: Host): ActionHandler<Knex> => ({
	kind: KIND,
	perform: async ({ subjectId: order }, now) => {
		const refused = await reckonAll(host, String(order), now);
		if (refused.includes('account_frozen')) return { again: new Date(now.getTime() + AN_HOUR) };
	},
});

/** Reasons of the accounts that stand still. */
async function reckonAll(host: Host, order: string, now: Date): Promise<string[]> {
	const command = reckonCommand(await host.getSchema());
	const refused: string[] = [];
	for (const account of await accountsOf(host.database, order)) {
		const request = { input: { account, order }, caller: KIND, idempotencyKey: null, now };
		const outcome = await runCommand(host, command, request);
		if (outcome.kind === 'refused') refused.push(outcome.refusal.reason);
	}
	return refused;
}

/**
 * Finds orders of members that changed past us, such as while triggers were off: paid since the member joined and never looked at,
 * or other than they were when they were.
 */
export async function findMissedOrders(host: Host, now: Date): Promise<string[]> {
	let found = 0;
	for (let after = ''; ; ) {
		const orders = await missedOrders(host.database, after);
		found += orders.length;
		for (const order of orders) await safely(host, `reckoning the points of order ${order}`, () => reckonAll(host, order, now));
		if (orders.length < PAGE) break;
		after = orders.at(-1)!;
	}
	return found === 0 ? [] : [`orders whose points were caught up: ${found}`];
}

function missedOrders(database: Knex, after: string): Promise<string[]> {
	const query = database('crm_orders as o')
		.join(`${TABLES.accounts} as a`, 'a.customer', 'o.customer')
		.leftJoin(`${SEEN_ORDERS} as s`, (on) => {
			void on.on('s.account', 'a.id').on('s.order', 'o.id');
		})
		.where('a.status', 'active')
		.where((either) => {
			void either
				.where((fresh) =>
					fresh
						.whereNull('s.order')
						.whereIn('o.status', ['paid', 'refunded'])
						.whereRaw('COALESCE(??, ??) >= ??', ['o.paid_at', 'o.placed_at', 'a.enrolled_at']),
				)
				.orWhere((changed) =>
					changed.whereNotNull('s.order').where((differs) =>
						differs
							.whereRaw('?? <> ??', ['o.status', 's.status'])
							.orWhereRaw('ROUND(?? * 100) <> ??', ['o.amount', 's.amount_minor'])
							.orWhereRaw('ROUND(COALESCE(??, 0) * 100) <> ??', ['o.refunded_amount', 's.refunded_minor']),
					),
				);
		});
	if (after !== '') void query.where('o.id', '>', after);
	return query.distinct('o.id').orderBy('o.id').limit(PAGE).pluck('o.id');
}
