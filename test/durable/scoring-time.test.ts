import { crmSettings } from '@guanxi/schema/core/crm-settings';
import type { Knex } from 'knex';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { portsFor } from '../../extensions/abc-scoring/src/api/host-ports.ts';
import type { Host } from '../../extensions/core/src/api/directus.ts';
import { eachDatabase } from '../support/databases.ts';
import { createTestTables } from '../support/tables.ts';

eachDatabase('the time of a scoring run', (name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createTestTables(knex, { collections: [{ spec: crmSettings }] });
	});
	afterEach(() => void vi.useRealTimers());

	it.skipIf(name === 'SQLite')('is the database’s, whatever the clock of the server says', async () => {
		const before = Date.now();
		vi.useFakeTimers({ toFake: ['Date'], now: before + 3_600_000 });
		const { now } = await portsFor({ database: knex, env: {} } as Host);
		expect(Math.abs(now.getTime() - before)).toBeLessThan(60_000);
	});
});
