import type { Knex } from '@guanxi/core/directus';
import type { HookCall } from '@guanxi/core/guard';

const CUSTOMERS = 'crm_customers';
const SCORES = 'crm_customer_scores';

/**
 * Before customers are deleted: their scores go with them, because every run makes some and nobody could delete a customer
 * otherwise; history stays. A customer that something else holds keeps its scores, since the deletion is going to fail.
 */
export async function releaseCustomers({ knex, schema: { collections, relations } }: HookCall, keys: string[]): Promise<void> {
	if (!(SCORES in collections)) return;
	const held = new Set<string>();
	for (const { collection, field, related_collection, schema } of relations) {
		if (related_collection !== CUSTOMERS || collection === SCORES || !HOLDS.has(schema?.on_delete ?? '')) continue;
		for (const key of await heldBy(knex, { collection, field }, keys)) held.add(key);
	}
	await knex(SCORES).whereIn('customer', keys.filter((key) => !held.has(key))).del();
}

const HOLDS = new Set(['RESTRICT', 'NO ACTION']);

async function heldBy(knex: Knex, { collection, field }: { collection: string; field: string }, keys: string[]): Promise<string[]> {
	const rows = knex(collection).whereIn(field, keys);
	// Customers that refer to each other may go together.
	if (collection === CUSTOMERS) void rows.whereNotIn('id', keys);
	return rows.distinct().pluck(field);
}
