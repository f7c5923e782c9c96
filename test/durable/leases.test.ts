import { spawnSync } from 'node:child_process';
import type { Knex } from 'knex';
import { META_TABLES } from '@guanxi/schema/core/tables';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { databaseTime } from '../../extensions/core/src/api/database-time.ts';
import { withLease } from '../../extensions/core/src/api/lease.ts';
import { eachDatabase } from '../support/databases.ts';
import { createTestTables } from '../support/tables.ts';

const TTL_MS = 15_000;

eachDatabase('leases', (name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createTestTables(knex, { collections: [], tables: META_TABLES.filter(({ table }) => table === 'crm_leases') });
	});
	beforeEach(() => knex('crm_leases').del());

	const heldBy = async (owner: string, expiredMs: number): Promise<void> => {
		const now = (await databaseTime(knex)).getTime();
		await knex('crm_leases').insert({ name: 'work', owner, expires_at_ms: now - expiredMs });
	};
	const take = () => withLease(knex, 'work', { ttlMs: TTL_MS }, () => Promise.resolve('done'));

	it('are held by one at a time and given back', async () => {
		expect(await withLease(knex, 'work', { ttlMs: TTL_MS }, take)).toBeNull();
		expect(await take()).toBe('done');
		expect(await knex('crm_leases')).toEqual([]);
	});

	it('are taken over from a dead process once they have expired', async () => {
		const { pid } = spawnSync(process.execPath, ['--version']);
		await heldBy(`${pid}-gone`, -1000);
		expect(await take()).toBeNull();
		await knex('crm_leases').del();
		await heldBy(`${pid}-gone`, 1000);
		expect(await take()).toBe('done');
	});

	it.runIf(name === 'SQLite')('are not taken over from a living process that cannot renew while it writes, but for ever it does not hold them', async () => {
		await heldBy(`${process.ppid}-busy`, 60_000);
		expect(await take()).toBeNull();
		await knex('crm_leases').del();
		await heldBy(`${process.ppid}-busy`, 21 * TTL_MS);
		expect(await take()).toBe('done');
	});
});
