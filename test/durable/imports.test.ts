import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { databaseTime } from '../../extensions/core/src/api/database-time.ts';
import { createEntry, markInterrupted } from '../../extensions/core/src/api/import/import-log.ts';
import { IMPORT_TABLES } from '../../schema/core/tables-import.ts';
import { eachDatabase } from '../support/databases.ts';
import { createTestTables } from '../support/tables.ts';

eachDatabase('imports of several servers', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createTestTables(knex, { collections: [], tables: IMPORT_TABLES });
	});

	/** As another process has it that was heard so many seconds ago. */
	const queuedBy = async (process: string, silentSeconds: number): Promise<string> => {
		const id = randomUUID();
		await createEntry(knex, { id, source: 'api', filename: null, dryRun: false, language: 'en', totalBytes: 1, mapping: {}, createdBy: null });
		const heard = (await databaseTime(knex)).getTime() - silentSeconds * 1000;
		await knex('crm_imports').where({ id }).update({ process, heartbeat_ms: heard });
		return id;
	};

	it.each([
		{ worker: 'elsewhere/1/boot', silent: 0, isGone: false, why: 'another machine has it' },
		{ worker: 'elsewhere/1/boot', silent: 60, isGone: false, why: 'another machine is slow' },
		{ worker: 'elsewhere/1/boot', silent: 121, isGone: true, why: 'another machine is silent' },
		{ worker: `${hostname()}/${process.pid}/boot`, silent: 5, isGone: false, why: 'a container of the same name has it' },
		{ worker: `${hostname()}/${process.pid}/boot`, silent: 31, isGone: true, why: 'an earlier process of this machine left it' },
	])('$why: given up = $isGone', async ({ worker, silent, isGone }) => {
		const id = await queuedBy(worker, silent);
		expect((await markInterrupted(knex)).includes(id)).toBe(isGone);
		expect((await knex('crm_imports').where({ id }).first('state')).state).toBe(isGone ? 'interrupted' : 'queued');
	});
});
