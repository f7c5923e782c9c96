import { conditionOf } from '@guanxi/core/condition';
import { validateFilter } from '@guanxi/core/conditions';
import type { Accountability, Host, Knex, SchemaOverview } from '@guanxi/core/directus';
import { refusal } from '@guanxi/core/http';
import { shapeOf } from '@guanxi/core/items';
import type { ProblemWords } from '@guanxi/core/problem';
import { requirePermission, type Action } from '@guanxi/core/rights';

/** Where and for whom a hook runs. Null accountability is Directus itself. */
export interface HookCall {
	knex: Knex;
	schema: SchemaOverview | null;
	accountability: Accountability | null;
}

export interface GivenFilter {
	field: string;
	/** Of which rows it asks. */
	collection: string;
	filter: Record<string, unknown>;
}

/** A filter must be usable both by Directus, which shows whom it means, and in memory, where it is decided by. */
export async function requireUsableFilter(
	host: Host,
	hook: HookCall,
	{ field, collection, filter }: GivenFilter,
	words: ProblemWords,
): Promise<void> {
	const schema = hook.schema ?? (await host.getSchema({ database: hook.knex }));
	const wrong =
		(await validateFilter(host, collection, filter, { database: hook.knex, schema })) ??
		conditionOf(filter, collection, shapeOf(schema)).problem;
	if (wrong) throw refusal(400, words, { ...wrong, field: wrong.field ? `${field}.${wrong.field}` : field });
	await requireReadable(host, { ...hook, schema }, collection, filter);
}

/** What follows would tell what a field holds, so a filter may only ask for fields that its author may read. */
async function requireReadable(host: Host, { knex, schema, accountability }: HookCall, collection: string, filter: object): Promise<void> {
	if (!accountability || accountability.admin) return;
	const items = new host.services.ItemsService(collection, { knex, schema: schema!, accountability });
	await items.readByQuery({ filter: filter as never, fields: ['id'], limit: 1 });
}

/** Directus asks hooks before it checks rights, and what they refuse would tell about rows. */
export async function requireRight(host: Host, { accountability, knex }: HookCall, action: Action, collection: string): Promise<void> {
	if (!accountability) return;
	await requirePermission({ ...host, database: knex }, { accountability }, action, collection);
}
