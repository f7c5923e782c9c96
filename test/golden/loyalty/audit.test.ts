import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { appendOnlyOf, keepAppendOnly, releaseAppendOnly } from '../../../extensions/core/src/api/append-only/append-only.ts';
import { loyaltySchema } from '@guanxi/schema/loyalty/index';
import { eachDatabase } from '../../support/databases.ts';
import { NOON, Shop } from '../../support/loyalty/shop.ts';
import { createLoyaltyTables, runOn } from '../../support/loyalty/tables.ts';

type Row = Record<string, unknown>;

/** Rows that somebody changes below Directus; each is named by the check that is there for it, and mended again. */
const DAMAGE: { why: string; table: string; of: (ids: { account: string; order: string }) => Row; change: Row; found: string }[] = [
	{ why: 'a line that earned less than the order has', table: 'crm_loyalty_order_lines', of: ({ order }) => ({ order_id: order }), change: { points: 1 }, found: 'orders_agree' },
	{ why: 'a rule that gave what no line earned', table: 'crm_loyalty_rule_awards', of: ({ order }) => ({ source: order }), change: { points: 900 }, found: 'orders_agree' },
	{ why: 'a cancelled order that keeps its points', table: 'crm_loyalty_orders', of: ({ order }) => ({ order_id: order }), change: { status: 'cancelled' }, found: 'orders_agree' },
	{ why: 'a budget that lost points', table: 'crm_loyalty_rule_awards', of: ({ order }) => ({ source: order }), change: { counted: 3 }, found: 'budgets_count' },
	{ why: 'a member with more than the limit', table: 'crm_loyalty_rule_awards', of: ({ order }) => ({ source: order }), change: { counted: 901 }, found: 'nobody_got_more_of_a_rule' },
	{ why: 'a member with more than the limit of a day', table: 'crm_loyalty_rule_awards', of: ({ order }) => ({ source: order }), change: { counted_day: 901 }, found: 'nobody_got_more_of_a_rule' },
	{ why: 'an answer that would be forgotten', table: 'crm_commands', of: () => ({ command: 'loyalty.redeem' }), change: { keep_until_ms: 1 }, found: 'answers_are_kept' },
];

eachDatabase('the audit of what orders and rules left', (_name, connect) => {
	let knex: Knex;
	let shop: Shop;
	beforeAll(async () => {
		knex = await connect();
		await createLoyaltyTables(knex);
		shop = new Shop(knex);
	});

	const limited = { limit_customer_total: 900, limit_customer_day: 900, budget_points: 5000 };

	/** A member who bought for 100 and spent 10 of it. */
	async function bought(): Promise<{ account: string; order: string }> {
		const { account, customer } = await shop.member(await shop.program({}, limited));
		const { id: order } = await shop.order(customer);
		await shop.follow();
		await runOn(knex, { command: 'redeem', input: { account, points: 10 }, key: `once ${account}`, at: NOON });
		return { account, order };
	}

	it.each(DAMAGE)('$why is named', async ({ table, of, change, found }) => {
		const ids = await bought();
		expect(await shop.audit()).toEqual([]);
		const before = (await knex(table).where(of(ids)).first()) as Row;
		await knex(table).where({ id: before['id'] }).update(change);
		expect((await shop.audit()).map((line) => line.split(':')[0])).toContainEqual(expect.stringContaining(found));
		await knex(table).where({ id: before['id'] }).update(Object.fromEntries(Object.keys(change).map((name) => [name, before[name]])));
		expect(await shop.audit()).toEqual([]);
	});

	it('points that were spent on a cancelled order and did not come back are named', async () => {
		const { account, customer } = await shop.member(await shop.program());
		await shop.order(customer);
		await shop.follow();
		const { id: order } = await shop.order(customer, { status: 'confirmed', paid_at: null });
		await runOn(knex, { command: 'redeem', input: { account, points: 30, order }, key: null, at: NOON });
		await shop.follow();
		await shop.change(order, { status: 'cancelled' });
		expect(await shop.audit()).toEqual([]);
		const back = { account, type: 'return' };
		const [row] = (await knex('crm_loyalty_entries').where(back)) as Row[];
		await past(() => knex('crm_loyalty_entries').where({ id: row!['id'] }).update({ source_id: null, type: 'adjustment' }));
		expect(await shop.audit()).toContainEqual(expect.stringContaining('30 points that were spent on it did not come back'));
		await past(() => knex('crm_loyalty_entries').where({ id: row!['id'] }).update({ source_id: order, type: 'return' }));
		expect(await shop.audit()).toEqual([]);
	});

	/** As somebody does who may change the database itself. */
	async function past(change: () => Promise<unknown>): Promise<void> {
		for (const rule of appendOnlyOf(loyaltySchema)) await releaseAppendOnly(knex, rule);
		await change();
		for (const rule of appendOnlyOf(loyaltySchema)) await keepAppendOnly(knex, rule);
	}
});
