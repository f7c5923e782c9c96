import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { forgetDoubledExtensions } from '../../extensions/core/src/api/doubled-extensions.ts';
import { eachDatabase } from '../support/databases.ts';

eachDatabase('extensions that two servers noted at once', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await knex.schema.createTable('directus_extensions', (table) => {
			table.uuid('id').primary();
			table.string('folder');
			table.string('source');
			table.uuid('bundle');
		});
	});

	async function note(folder: string, entries: string[]): Promise<void> {
		const id = randomUUID();
		await knex('directus_extensions').insert({ id, folder, source: 'local', bundle: null });
		for (const entry of entries) await knex('directus_extensions').insert({ id: randomUUID(), folder: entry, source: 'local', bundle: id });
	}

	it('of ours one note is left, with its entries; those of others stay as they are', async () => {
		for (let server = 0; server < 2; server++) {
			await note('core', ['crm-core-install', 'crm-core-guards']);
			await note('abc-scoring', ['crm-abc-hook']);
			await note('somebody-else', ['their-panel']);
		}
		for (let round = 0; round < 2; round++) {
			await forgetDoubledExtensions(knex);
			const left: string[] = await knex('directus_extensions').orderBy('folder').pluck('folder');
			expect(left).toEqual([
				'abc-scoring', 'core', 'crm-abc-hook', 'crm-core-guards', 'crm-core-install',
				'somebody-else', 'somebody-else', 'their-panel', 'their-panel',
			]);
		}
		const bundles: string[] = await knex('directus_extensions').whereNull('bundle').pluck('id');
		const entries: string[] = await knex('directus_extensions').whereNotNull('bundle').pluck('bundle');
		expect(entries.every((bundle) => bundles.includes(bundle))).toBe(true);
	});
});
