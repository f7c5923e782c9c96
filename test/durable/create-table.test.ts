import type { Knex } from 'knex';
import { expect, it } from 'vitest';
import { createTable } from '../../extensions/core/src/api/install/tables.ts';
import { eachDatabase } from '../support/databases.ts';

eachDatabase('a plain table', (_name, connect) => {
	it('that several servers make at once is there once, and nobody fails', async () => {
		const knex: Knex = await connect();
		const spec = { table: 'crm_race', columns: [{ column: 'id', type: 'uuid', primary: true }, { column: 'name', type: 'string' }] } as const;
		await Promise.all(Array.from({ length: 8 }, () => createTable(knex, { ...spec, columns: [...spec.columns] })));
		expect(Object.keys(await knex('crm_race').columnInfo()).sort()).toEqual(['id', 'name']);
	});
});
