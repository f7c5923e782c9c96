import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Knex } from 'knex';
import { buildBundles } from '../../scripts/lib/build.ts';
import { startInstance, type Instance } from '../support/instance.ts';
import { startPostgres } from '../support/postgres-cluster.ts';
import { makeTemplate, RUN_FOLDER } from '../support/templates.ts';
import type { Emit } from './goals.ts';


const CUSTOMERS = 5_000;
const ORDERS_EACH = 10;
const BATCH = 500;

/**
 * A whole scoring run through the API against the usual way of a Directus hook: changing every customer through
 * `ItemsService`, one item after the other. On a served Directus with PostgreSQL.
 */
export async function itemsBench({ emit }: { full: boolean; emit: Emit }): Promise<void> {
	await buildBundles();
	const server = await startPostgres();
	process.env['GUANXI_PG_URL'] = server.url;
	let crm: Instance | undefined;
	try {
		await makeTemplate('pg-reference');
		crm = await startInstance('pg-reference');
		const ids = await fill(crm.knex);
		const ours = await timed(() => crm!.call('POST', '/crm/abc/models/pareto/run', {}));
		const baseline = await timed(() => changeOneByOne(crm!, ids));
		emit({
			bench: 'abc-against-items-service',
			size: `${CUSTOMERS} customers, ${CUSTOMERS * ORDERS_EACH} orders`,
			ours_ms: Math.round(ours),
			baseline: 'ItemsService, one changed field per customer, writes only',
			baseline_ms: Math.round(baseline),
			ratio: Math.round((ours / baseline) * 1000) / 1000,
		});
	} finally {
		await crm?.stop();
		await server.stop();
		rmSync(RUN_FOLDER, { recursive: true, force: true });
	}
}

async function fill(knex: Knex): Promise<string[]> {
	const ids = Array.from({ length: CUSTOMERS }, () => randomUUID());
	const placed = new Date(Date.now() - 30 * 86_400_000);
	const customers = ids.map((id, i) => ({ id, code: `B${i}`, name: `Customer ${i}`, status: 'active' }));
	await knex.batchInsert('crm_customers', customers, 1000);
	const orders = Array.from({ length: CUSTOMERS * ORDERS_EACH }, (_, i) => ({
		id: randomUUID(),
		number: `O${i}`,
		customer: ids[i % CUSTOMERS],
		status: 'paid',
		placed_at: placed,
		currency: 'CNY',
		amount: ((i * 7919) % 100_000) / 100 + 1,
		refunded_amount: 0,
	}));
	await knex.batchInsert('crm_orders', orders, 1000);
	await knex.raw('ANALYZE');
	return ids;
}

async function changeOneByOne(crm: Instance, ids: string[]): Promise<void> {
	for (let start = 0; start < ids.length; start += BATCH) {
		const rows = ids.slice(start, start + BATCH).map((id) => ({ id, source: 'bench' }));
		const { status } = await crm.call('PATCH', '/items/crm_customers', rows);
		if (status !== 200) throw new Error(`PATCH answered ${status}`);
	}
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}
