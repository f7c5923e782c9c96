import type { Accountability, Host, Knex, SchemaOverview } from '@guanxi/core/directus';
import { notPermitted } from '@guanxi/core/http';
import { requirePermission, type Action } from '@guanxi/core/rights';

/** Where and for whom a hook runs. Null accountability is Directus itself. */
export interface HookCall {
	knex: Knex;
	schema: SchemaOverview | null;
	accountability: Accountability | null;
}

export async function requireRight(
	host: Host,
	{ accountability, schema, knex }: HookCall,
	{ action, collection }: { action: Action; collection: string },
): Promise<void> {
	if (!accountability) return;
	const call = { accountability, schema: schema ?? (await host.getSchema()) };
	// On the hook's connection: SQLite has no second one to ask while the first is in a transaction.
	await requirePermission({ ...host, database: knex }, call, action, collection);
}

/** Directus asks hooks of a deletion before it checks rights, so whoever writes there checks them first, item by item. */
export async function requireDeletable(host: Host, hook: HookCall, collection: string, keys: string[]): Promise<void> {
	await requireRight(host, hook, { action: 'delete', collection });
	const { accountability, schema, knex } = hook;
	if (!accountability || accountability.admin) return;
	const overview = schema ?? (await host.getSchema());
	const rights = new host.services.PermissionsService({ knex, schema: overview, accountability });
	for (const key of keys) {
		const { delete: mayDelete } = await rights.getItemPermissions(collection, key);
		if (!mayDelete.access) throw notPermitted();
	}
}
