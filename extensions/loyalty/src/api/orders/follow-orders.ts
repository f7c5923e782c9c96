import type { ActionHandler } from '@guanxi/core/action-handler';
import { purgeCache } from '@guanxi/core/cache';
import { runUnheard } from '@guanxi/core/command';
import type { Host, Knex } from '@guanxi/core/directus';
import { TABLES } from '../../domain/ledger/open-book.ts';
import { ORDER_CHANGED } from '../../domain/accounts/redeem.ts';
import { SEEN_ORDERS } from '../../domain/orders/reckon-order.ts';
import { survivorOf } from '../merge/survivor.ts';
import { followReferralOf } from '../referral/follow-referrals.ts';
import { reckonCommand } from './commands.ts';

const AN_HOUR = 3_600_000;

/** Accounts that an order concerns: those of its customer, and those that it moved points of before. */
export async function accountsOf(database: Knex, order: string): Promise<string[]> {
	const row: { customer: string } | undefined = await database('crm_orders').where({ id: order }).first('customer');
	const owner = row ? await survivorOf(database, row.customer) : null;
	const now: string[] = owner === null ? [] : await database(TABLES.accounts).where({ customer: owner }).pluck('id');
	const before: string[] = await database(SEEN_ORDERS).where({ order_id: order }).pluck('account');
	// An order that points were spent on may be gone before anybody looked.
	const moved: string[] = await database(TABLES.entries).where({ source_type: 'order', source_id: order }).distinct('account').pluck('account');
	// What a closed account had to do with it is carried on in the one that it was merged into.
	const open: string[] = await database(TABLES.accounts).whereIn('id', [...now, ...before, ...moved]).whereNot('status', 'closed').pluck('id');
	return open.sort();
}

/** Does what a change of an order asks for. A frozen account is asked again, until somebody has looked at it. */
export const orderChanged = (host: Host): ActionHandler<Knex> => ({
	kind: ORDER_CHANGED,
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
export async function reckonAll({ database, getSchema }: Pick<Host, 'database' | 'getSchema'>, order: string): Promise<Followed> {
	const command = reckonCommand(await getSchema());
	const followed: Followed = { refused: [], hasMoved: false };
	for (const account of await accountsOf(database, order)) {
		const outcome = await runUnheard(database, command, { input: { account, order }, caller: ORDER_CHANGED, idempotencyKey: null });
		await followReferralOf(database, account);
		if (outcome.kind === 'refused') followed.refused.push(outcome.refusal.reason);
		if (outcome.kind !== 'done') continue;
		const { points, tier_points: growth, returned } = outcome.answer;
		followed.hasMoved ||= points !== 0 || growth !== 0 || returned !== 0;
	}
	return followed;
}
