import type { Host, Knex } from '@guanxi/core/directus';
import { requireDeletable, type HookCall } from './hook-rights.ts';

const CUSTOMERS = 'crm_customers';
const SCORES = 'crm_customer_scores';

/**
 * Before customers are deleted: their scores go with them, because every run makes some and nobody could delete a customer
 * otherwise; history stays. A customer that something else holds keeps its scores, since the deletion is going to fail.
 */
export async function releaseCustomers(host: Host, keys: string[], hook: HookCall): Promise<string[]> {
	const overview = hook.schema ?? (await host.getSchema());
	if (!(SCORES in overview.collections)) return keys;
	await requireDeletable(host, hook, CUSTOMERS, keys);
	const held = new Set<string>();
	for (const { collection, field, related_collection, schema } of overview.relations) {
		if (related_collection !== CUSTOMERS || collection === SCORES || !HOLDS.has(schema?.on_delete ?? '')) continue;
		for (const key of await heldBy(hook.knex, { collection, field }, keys)) held.add(key);
	}
	await hook.knex(SCORES).whereIn('customer', keys.filter((key) => !held.has(key))).del();
	return keys;
}

const HOLDS = new Set(['RESTRICT', 'NO ACTION']);

async function heldBy(knex: Knex, { collection, field }: { collection: string; field: string }, keys: string[]): Promise<string[]> {
	const rows = knex(collection).whereIn(field, keys);
	// Customers that refer to each other may go together.
	if (collection === CUSTOMERS) void rows.whereNotIn('id', keys);
	return rows.distinct().pluck(field);
}
