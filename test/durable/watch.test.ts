import { randomUUID } from 'node:crypto';
import { crmOrderLines } from '@guanxi/schema/core/crm-order-lines';
import { crmOrders } from '@guanxi/schema/core/crm-orders';
import { DURABLE_INDEXES, DURABLE_TABLES } from '@guanxi/schema/core/tables-durable';
import type { PluginSchema, WatchSpec } from '@guanxi/schema/model';
import type { Knex } from 'knex';
import { beforeEach, expect, it } from 'vitest';
import type { Host } from '../../extensions/core/src/api/directus.ts';
import { dropStrayWatches, keepWatches, stopWatches, watchCheck } from '../../extensions/core/src/api/watch/watch.ts';
import { eachDatabase } from '../support/databases.ts';
import { createTestTables } from '../support/tables.ts';
import { triggersOf } from '../support/triggers.ts';

const ORDERS: WatchSpec = {
	kind: 'example.order-changed',
	table: 'crm_orders',
	columns: ['status', 'amount'],
	subject: { collection: 'crm_orders', column: 'id' },
	when: "@.status = 'paid'",
};
const LINES: WatchSpec = {
	...ORDERS,
	table: 'crm_order_lines',
	columns: ['amount'],
	subject: { collection: 'crm_orders', column: 'order' },
	when: "EXISTS (SELECT 1 FROM crm_orders o WHERE o.id = @.order AND o.status = 'paid')",
};

const schema = { collections: [], tables: [], watches: [ORDERS, LINES] } as unknown as PluginSchema;

eachDatabase('changes that somebody waits for', (_name, connect) => {
	let knex: Knex;
	const missing = () => watchCheck('example', schema).violations({ database: knex } as Host);

	beforeEach(async () => {
		knex = await connect();
		await createTestTables(knex, { collections: [{ spec: crmOrders }, { spec: crmOrderLines }], tables: DURABLE_TABLES, indexes: DURABLE_INDEXES });
		await keepWatches(knex, schema);
	});

	/** Subjects of the actions that were put down, which are forgotten then. */
	async function noted(): Promise<string[]> {
		const rows = await knex('crm_actions').where({ kind: 'example.order-changed', state: 'scheduled' }).orderBy('id').pluck('subject_id');
		await knex('crm_actions').del();
		return rows;
	}

	async function addOrder(status: string): Promise<string> {
		const id = randomUUID();
		await knex('crm_orders').insert({ id, number: id.slice(0, 8), customer: randomUUID(), status, amount: 10, placed_at: new Date(), currency: 'CNY' });
		return id;
	}

	it('are noted by the database itself: coming, changing, going', async () => {
		const paid = await addOrder('paid');
		const draft = await addOrder('draft');
		expect(await noted()).toEqual([paid]);

		await knex('crm_orders').where({ id: draft }).update({ status: 'paid' });
		await knex('crm_orders').where({ id: paid }).update({ status: 'draft' });
		expect(await noted()).toEqual([draft, paid]);

		await knex('crm_orders').where({ id: draft }).update({ channel: 'web' });
		await knex('crm_orders').where({ id: paid }).update({ amount: 11 });
		expect(await noted()).toEqual([]);

		await knex('crm_orders').del();
		expect(await noted()).toEqual([draft]);
	});

	it('of a line are its order\'s', async () => {
		const order = await addOrder('paid');
		await noted();
		await knex('crm_order_lines').insert({ id: randomUUID(), order, amount: 4 });
		await knex('crm_order_lines').where({ order }).update({ amount: 5 });
		await knex('crm_order_lines').where({ order }).del();
		expect(await noted()).toEqual([order, order, order]);
	});

	it('in one statement are noted each, due at once, and not when it is rolled back', async () => {
		const orders = [await addOrder('draft'), await addOrder('draft')];
		await expect(
			knex.transaction(async (trx) => {
				await trx('crm_orders').update({ status: 'paid' });
				throw new Error('no');
			}),
		).rejects.toThrow('no');
		expect(await knex('crm_actions')).toEqual([]);
		await knex('crm_orders').update({ status: 'paid' });
		const due = await knex('crm_actions').pluck('due_at_ms');
		expect(due.map(Number).every((at) => Math.abs(at - Date.now()) < 5000)).toBe(true);
		expect((await noted()).sort()).toEqual(orders.sort());
	});

	it('are missed without their triggers, which the audit names; stopping leaves none behind', async () => {
		expect(await missing()).toEqual([]);
		await stopWatches(knex, schema);
		await addOrder('paid');
		expect(await noted()).toEqual([]);
		expect(await missing()).toHaveLength(6);
		await keepWatches(knex, schema);
		expect(await missing()).toEqual([]);
	});

	it('of a kind that has another name by now, or of a plugin that is off, are noted no more; the others are', async () => {
		const renamed = { ...ORDERS, kind: 'example.order-moved' };
		const later = { ...schema, watches: [renamed, LINES] } as unknown as PluginSchema;
		await keepWatches(knex, later);
		await dropStrayWatches(knex, [later]);
		await addOrder('paid');
		expect(await knex('crm_actions').pluck('kind')).toEqual(['example.order-moved']);
		expect(await watchCheck('example', later).violations({ database: knex } as Host)).toEqual([]);
		await dropStrayWatches(knex, []);
		expect(await triggersOf(knex, 'crm_watch_')).toEqual([]);
	});

	it('are left alone while a collection of the plugin is not there: a trigger without its table would stop every write', async () => {
		await stopWatches(knex, schema);
		const early = { ...schema, collections: [{ collection: 'crm_not_yet' }] } as unknown as PluginSchema;
		await keepWatches(knex, early);
		expect(await missing()).toHaveLength(6);
	});
});
