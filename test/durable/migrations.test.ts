import { META_TABLES } from '@guanxi/schema/core/tables';
import type { Knex } from 'knex';
import { beforeEach, expect, it } from 'vitest';
import { createTable } from '../../extensions/core/src/api/install/tables.ts';
import { writeMeta } from '../../extensions/core/src/api/meta-rows.ts';
import { eachDatabase } from '../support/databases.ts';
import { startWorker } from '../support/workers.ts';

/** Core is at version 1, loyalty at 2: three versions of the one and two of the other are to come. */
const ORDER = ['core 2a', 'core 2b', 'core 3', 'loyalty 3', 'core 4a', 'core 4b', 'loyalty 4'];

eachDatabase('an upgrade over several versions', (_name, connect) => {
	let knex: Knex;
	beforeEach(async () => {
		knex = await connect();
		await createTable(knex, META_TABLES.find(({ table }) => table === 'crm_meta')!);
		await knex.schema.createTable('example_steps', (table) => {
			table.increments('id');
			table.string('name');
		});
		await writeMeta(knex, 'version:core', 1);
		await writeMeta(knex, 'version:loyalty', 2);
	});
	const upgrade = async (task: object = {}): Promise<unknown> => (await startWorker(knex, task, 'test/durable/migrations-worker.ts')).run();
	const done = (): Promise<string[]> => knex('example_steps').orderBy('id').pluck('name');

	it('runs every step once and in order, those of one version as they are listed', async () => {
		expect(await upgrade(), 'steps that are left').toBe(0);
		expect(await done()).toEqual(ORDER);
		expect(await upgrade()).toBe(0);
		expect(await done()).toEqual(ORDER);
	});

	it('goes on where it was killed between two steps, whether of one version or of two', async () => {
		for (const name of ORDER) expect(await upgrade({ dieIn: name }), `killed before ${name}`).toBeNull();
		expect(await done()).toEqual(ORDER.slice(0, -1));
		expect(await upgrade()).toBe(0);
		expect(await done()).toEqual(ORDER);
	});

	it('repeats the one step that was killed before it was remembered, and no other', async () => {
		expect(await upgrade({ dieAfter: 'core 2b' })).toBeNull();
		expect(await upgrade()).toBe(0);
		expect(await done()).toEqual(['core 2a', 'core 2b', ...ORDER.slice(1)]);
	});
});
