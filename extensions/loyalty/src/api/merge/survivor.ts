import type { Knex } from '@guanxi/core/directus';

const MOST = 100;

/** Who a customer is by now: itself, or the last one of those that it was merged into; null where they go round in a circle. */
export async function survivorOf(reader: Knex, customer: string): Promise<string | null> {
	let id = customer;
	for (let step = 0; step < MOST; step++) {
		const row: { merged_into: string | null } | undefined = await reader('crm_customers').where({ id }).first('merged_into');
		if (!row?.merged_into) return id;
		id = String(row.merged_into);
	}
	return null;
}
