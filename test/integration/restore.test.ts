import { expect, it } from 'vitest';
import { connect } from '../../scripts/lib/database.ts';
import { backUpAndRestore } from '../support/backup.ts';
import { crmDone } from '../support/crm.ts';
import { eachInstance } from '../support/each-instance.ts';
import { serve, startInstance } from '../support/instance.ts';
import { freePort } from '../support/postgres-cluster.ts';
import { compare, takeSnapshot } from '../support/snapshot.ts';

eachInstance('backup and restore', ({ reference }) => {
	it('a backup of a running instance, restored into a fresh database, is whole, sound and serves', async () => {
		const source = await startInstance(reference);
		const customer = await source.call<{ id: string }>('POST', '/items/crm_customers', { name: '客户 Ünïcode' });
		const order = { number: 'B-1', customer: customer.data.id, placed_at: '2026-01-02T00:00:00Z', amount: 1234.56 };
		expect((await source.call('POST', '/items/crm_orders', order)).status).toBe(200);
		const env = await backUpAndRestore(source.env);
		const before = await takeSnapshot(source.knex);
		await source.stop();

		const knex = connect(env);
		const after = await takeSnapshot(knex);
		await knex.destroy();
		expect(before.size).toBeGreaterThan(500);
		expect(compare(before, after)).toEqual({ added: [], removed: [], changed: [] });
		expect(await crmDone(env, 'audit')).toMatchObject({ ok: true });
		expect(await crmDone(env, 'install')).toMatchObject({ created: 0 });

		const restored = await serve({ ...env, PORT: String(await freePort()) });
		const orders = await restored.call<{ number: string }[]>('GET', '/items/crm_orders?fields=number');
		expect(orders.data).toEqual([{ number: 'B-1' }]);
		// Counters came along: the next code is a new one.
		const next = await restored.call<{ code: string }>('POST', '/items/crm_customers?fields=code', { name: 'Next' });
		expect(next.data.code).toBe('C000002');
		await restored.stop();
	});
}, { isLong: true });
