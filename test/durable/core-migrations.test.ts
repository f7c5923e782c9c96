import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { dropCurrencyDefault } from '../../extensions/core/src/api/core-migrations.ts';
import { eachDatabase } from '../support/databases.ts';

eachDatabase('upgrades of core', (name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await knex.schema.createTable('crm_orders', (table) => {
			table.string('number').primary();
			table.string('currency').defaultTo('CNY');
		});
	});

	it('orders lose their column’s currency, except on SQLite; run twice, it changes nothing more', async () => {
		await knex('crm_orders').insert({ number: 'before' });
		await dropCurrencyDefault(knex);
		await dropCurrencyDefault(knex);
		await knex('crm_orders').insert({ number: 'after' });
		const stored = await knex('crm_orders').orderBy('number').pluck('currency');
		expect(stored).toEqual([name === 'SQLite' ? 'CNY' : null, 'CNY']);
	});
});
