import { randomUUID } from 'node:crypto';
import { crmOrders } from '@guanxi/schema/core/crm-orders';
import type { Knex } from 'knex';
import { beforeEach, expect, it } from 'vitest';
import type { Host } from '../../extensions/core/src/api/directus.ts';
import { keepPaymentTimes, PAYMENT_TIMES_CHECK, stopPaymentTimes } from '../../extensions/core/src/api/triggers/payment-times.ts';
import { eachDatabase } from '../support/databases.ts';
import { createTestTables } from '../support/tables.ts';

const PLACED = new Date('2026-01-05T10:00:00Z');
const GIVEN = new Date('2026-02-01T10:00:00Z');

eachDatabase('the time of a payment', (_name, connect) => {
	let knex: Knex;
	beforeEach(async () => {
		knex = await connect();
		await createTestTables(knex, { collections: [{ spec: crmOrders }] });
		await keepPaymentTimes(knex);
	});

	const missing = (): Promise<unknown[]> => PAYMENT_TIMES_CHECK.violations({ database: knex } as Host);
	async function addOrder(values: object = {}): Promise<string> {
		const id = randomUUID();
		await knex('crm_orders').insert({ id, number: id.slice(0, 8), customer: randomUUID(), status: 'confirmed', amount: 10, placed_at: PLACED, currency: 'CNY', ...values });
		return id;
	}
	const change = (ids: string[], values: object): Promise<unknown> => knex('crm_orders').whereIn('id', ids).update(values);
	async function paidAt(id: string): Promise<Date | null> {
		const { paid_at: at } = await knex('crm_orders').where({ id }).first('paid_at');
		return at === null ? null : new Date(at);
	}
	const isNow = (at: Date | null): boolean => at !== null && Math.abs(at.getTime() - Date.now()) < 5000;

	it('is when the order became paid, in one statement for each order by itself', async () => {
		const [open, known, old] = [await addOrder(), await addOrder({ paid_at: GIVEN }), await addOrder({ status: 'paid' })];
		expect(await paidAt(open)).toBeNull();
		await change([old], { paid_at: null });
		await change([open, known, old], { status: 'paid' });
		expect(isNow(await paidAt(open))).toBe(true);
		expect(await paidAt(known)).toEqual(GIVEN);
		expect(await paidAt(old), 'it was paid before, and somebody took the time away').toBeNull();
	});

	it('is the one that is given with the change', async () => {
		const order = await addOrder();
		await change([order], { status: 'paid', paid_at: GIVEN });
		expect(await paidAt(order)).toEqual(GIVEN);
		await change([order], { status: 'cancelled' });
		await change([order], { status: 'paid' });
		expect(await paidAt(order)).toEqual(GIVEN);
	});

	it('of an order that comes in as paid is when it was placed, and never later than now', async () => {
		expect(await paidAt(await addOrder({ status: 'paid' }))).toEqual(PLACED);
		expect(await paidAt(await addOrder({ status: 'paid', paid_at: GIVEN }))).toEqual(GIVEN);
		expect(isNow(await paidAt(await addOrder({ status: 'paid', placed_at: new Date(Date.now() + 86_400_000) })))).toBe(true);
	});

	it('is rolled back with the change', async () => {
		const order = await addOrder();
		const saved = knex.transaction(async (trx) => {
			await trx('crm_orders').where({ id: order }).update({ status: 'paid' });
			throw new Error('no');
		});
		await expect(saved).rejects.toThrow('no');
		expect(await paidAt(order)).toBeNull();
	});

	it('is not noted without the triggers, which the audit names', async () => {
		expect(await missing()).toEqual([]);
		await stopPaymentTimes(knex);
		expect(await missing()).not.toEqual([]);
		expect(await paidAt(await addOrder({ status: 'paid' }))).toBeNull();
		await keepPaymentTimes(knex);
		expect(await missing()).toEqual([]);
	});

	it('is left alone where somebody took a column away: writing goes on', async () => {
		await knex.schema.alterTable('crm_orders', (table) => table.renameColumn('paid_at', 'own_time'));
		await keepPaymentTimes(knex);
		expect(await missing()).not.toEqual([]);
		await addOrder({ status: 'paid' });
	});
});
