import { randomUUID } from 'node:crypto';
import { crmCustomerScores } from '@guanxi/schema/abc-scoring/crm-customer-scores';
import { crmCustomers } from '@guanxi/schema/core/crm-customers';
import { crmOrders } from '@guanxi/schema/core/crm-orders';
import { META_TABLES } from '@guanxi/schema/core/tables';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { releaseCustomers } from '../../extensions/abc-scoring/src/api/release-customers.ts';
import { assignCustomerCode } from '../../extensions/core/src/api/customer-code.ts';
import type { SchemaOverview } from '../../extensions/core/src/api/directus.ts';
import { eachDatabase } from '../support/databases.ts';
import { createTestTables } from '../support/tables.ts';

eachDatabase('rows of customers', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		const collections = [crmCustomers, crmOrders, crmCustomerScores].map((spec) => ({ spec }));
		await createTestTables(knex, { collections, tables: META_TABLES.filter(({ table }) => table === 'crm_counters') });
	});

	const add = async (code: string): Promise<string> => {
		const id = randomUUID();
		await knex('crm_customers').insert({ id, code, name: 'x' });
		return id;
	};

	it('get a free code, however many codes came in below us and whatever they look like', async () => {
		const next = (): Promise<string> => knex.transaction((trx) => assignCustomerCode(trx, null));
		const codes = [
			...Array.from({ length: 1001 }, (_, i) => `C${202_401_000_001 + i}`),
			...Array.from({ length: 300 }, (_, i) => `C${String(i + 1).padStart(6, '0')}`),
			'C000303',
		];
		await knex.batchInsert('crm_customers', codes.map((code) => ({ id: randomUUID(), code, name: 'x' })), 100);
		const given: string[] = [];
		for (let i = 0; i < 4; i += 1) {
			given.push(await next());
			await add(given.at(-1)!);
		}
		expect(new Set([...codes, ...given]).size).toBe(codes.length + 4);
		expect(given.every((code) => /^C0003\d\d$/.test(code))).toBe(true);
	});

	it('give their scores up before they go, unless something else holds them', async () => {
		const [free, held, parent, child] = [await add('free'), await add('held'), await add('parent'), await add('child')];
		await knex('crm_customers').where({ id: child }).update({ parent });
		const order = { number: 'H-1', customer: held, status: 'paid', amount: 1, placed_at: new Date(), currency: 'CNY' };
		await knex('crm_orders').insert({ id: randomUUID(), ...order });
		for (const customer of [free, held, parent, child]) {
			await knex('crm_customer_scores').insert({ id: randomUUID(), model: randomUUID(), customer, class: 'A' });
		}
		const link = (collection: string, field: string, action = 'RESTRICT') =>
			({ collection, field, related_collection: 'crm_customers', schema: { on_delete: action } });
		const relations = [link('crm_orders', 'customer'), link('crm_customer_scores', 'customer'), link('crm_customers', 'parent')];
		const schema = { collections: { crm_customer_scores: {} }, relations } as unknown as SchemaOverview;
		const release = (keys: string[]) => releaseCustomers({ knex, schema, accountability: null }, keys);
		const scored = async (): Promise<string[]> => knex('crm_customer_scores').pluck('customer');
		await release([free, held, parent]);
		expect((await scored()).sort()).toEqual([held, parent, child].sort());
		await release([parent, child]);
		expect(await scored()).toEqual([held]);
	});
});
