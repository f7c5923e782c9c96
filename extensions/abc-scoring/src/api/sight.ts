import type { Accountability, Call, Host } from '@guanxi/core/directus';
import { permissionsOf, requirePermission, seesEveryRow } from '@guanxi/core/rights';

const SCORES = 'crm_customer_scores';

/** What of the scores a caller may see; `customers` is null for all. */
export interface Sight {
	accountability: Accountability;
	customers: string[] | null;
}

/**
 * Figures about the whole company are for those who may read every score. A row rule on scores narrows the figures to
 * the customers behind the scores that it leaves.
 */
export async function sightOf(host: Host, call: Call): Promise<Sight> {
	const accountability = await requirePermission(host, call, 'read', SCORES);
	if (accountability.admin) return { accountability, customers: null };
	const held = await permissionsOf(host.database, accountability, { action: 'read', collection: SCORES });
	if (seesEveryRow(held)) return { accountability, customers: null };
	const { schema } = call;
	const scores = new host.services.ItemsService(SCORES, { knex: host.database, schema, accountability });
	const rows = await scores.readByQuery({ fields: ['customer'], limit: -1 });
	return { accountability, customers: [...new Set(rows.map(({ customer }) => String(customer)))] };
}
