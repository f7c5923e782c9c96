import { randomUUID } from 'node:crypto';
import { crmCustomers } from '@guanxi/schema/core/crm-customers';
import { crmOrders } from '@guanxi/schema/core/crm-orders';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import register from '../../extensions/core/src/api/hooks/last-activity.ts';
import { eachDatabase } from '../support/databases.ts';
import { createTestTables } from '../support/tables.ts';

type Handler = (...args: unknown[]) => unknown;

eachDatabase('the last order of customers', (_name, connect) => {
	let knex: Knex;
	const heard = new Map<string, Handler>();
	beforeAll(async () => {
		knex = await connect();
		await createTestTables(knex, { collections: [{ spec: crmCustomers }, { spec: crmOrders }] });
		const hear = (kind: string) => (event: string, handler: Handler) => void heard.set(`${kind} ${event}`, handler);
		const host = { database: knex, logger: { error: (error: unknown) => { throw error as Error; } } };
		(register as unknown as Handler)({ filter: hear('filter'), action: hear('action') }, host);
	});

	const customer = async (): Promise<string> => {
		const id = randomUUID();
		await knex('crm_customers').insert({ id, code: id.slice(0, 8), name: 'x' });
		return id;
	};
	const lastOrder = async (id: string): Promise<string | null> => {
		const { last_order_at: at } = await knex('crm_customers').where({ id }).first('last_order_at');
		return at && new Date(at).toISOString();
	};

	/** As Directus changes a list of rows: asked, written and told one by one, and committed at the end. */
	async function changeList(keys: string[], change: object, fails = false): Promise<void> {
		await knex.transaction(async (trx) => {
			for (const key of keys) {
				await heard.get('filter crm_orders.items.update')!(change, { keys: [key] }, { database: trx });
				await trx('crm_orders').where({ id: key }).update(change);
				heard.get('action crm_orders.items.update')!({ keys: [key], payload: change });
			}
			if (fails) throw new Error('no');
		});
	}

	it('is right after a list of changes, of which Directus tells before it commits them', async () => {
		const [one, two] = [await customer(), await customer()];
		const placed = '2026-03-04T05:06:07.000Z';
		const orders = [randomUUID(), randomUUID()];
		await knex('crm_orders').insert(orders.map((id) => ({
			id, number: id.slice(0, 8), customer: one, status: 'paid', amount: 1, placed_at: new Date(placed), currency: 'CNY',
		})));
		await knex('crm_customers').where({ id: one }).update({ last_order_at: new Date(placed) });
		await expect(changeList(orders, { customer: two }, true)).rejects.toThrow('no');
		await changeList(orders, { customer: two });
		await expect.poll(() => lastOrder(two)).toBe(placed);
		await expect.poll(() => lastOrder(one)).toBeNull();
	});
});
