import type { Accountability, Call, Host } from '../directus.ts';
import { readableIds, requireField, requirePermission } from '../rights.ts';
import type { VisibleCustomers } from './load-known.ts';

export interface ImportRights {
	user: string | null;
	admin: boolean;
	/** Changed rows of existing orders are taken, too. */
	mayChange: boolean;
	/** Undefined for administrators, who see everybody. */
	visibleCustomers?: VisibleCustomers;
}

/**
 * An import creates orders and customers, so it takes both permissions; the customers belong to nobody yet, so it takes
 * the right to say whose they are. Rows that would change stored orders need `update` on orders as well, and orders of
 * customers whom the caller cannot see are left alone.
 */
export async function importRights(host: Host, call: Call): Promise<ImportRights> {
	const accountability = await requirePermission(host, call, 'create', 'crm_orders');
	await requireField(host, call, 'create', { collection: 'crm_customers', field: 'owner' });
	const { user, admin } = accountability;
	if (admin) return { user, admin, mayChange: true };
	const mayChange = await requirePermission(host, call, 'update', 'crm_orders').then(
		() => true,
		() => false,
	);
	return { user, admin, mayChange, visibleCustomers: visibleTo(host, call, accountability) };
}

function visibleTo(host: Host, { schema }: Call, accountability: Accountability): VisibleCustomers {
	return (ids, trx) =>
		readableIds({ ...host, database: trx }, { schema, accountability }, { collection: 'crm_customers', ids });
}
