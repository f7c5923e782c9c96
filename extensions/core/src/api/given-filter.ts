import { conditionOf } from '../domain/conditions/condition.ts';
import type { ProblemWords } from '../domain/problem.ts';
import { validateFilter } from './conditions.ts';
import type { Host } from './directus.ts';
import { refusal } from './errors.ts';
import type { HookCall } from './guard.ts';
import { shapeOf } from './items.ts';

/** A filter that somebody saves with a row. */
export interface GivenFilter {
	field: string;
	/** Of which rows it asks. */
	collection: string;
	filter: Record<string, unknown>;
	/** Whether it is decided by in memory too, where less is understood than by Directus. */
	inMemory?: boolean;
}

/** Refuses a filter that could not be used, with the path of what is wrong, and one that asks for fields which its author may not read. */
export async function requireUsableFilter(host: Host, hook: HookCall, given: GivenFilter, words: ProblemWords): Promise<void> {
	const { field, collection, filter, inMemory = false } = given;
	const { knex, schema } = hook;
	const wrong =
		(await validateFilter(host, collection, filter, { database: knex, schema })) ??
		(inMemory ? conditionOf(filter, collection, shapeOf(schema)).problem : null);
	if (wrong) throw refusal(400, words, { ...wrong, field: wrong.field ? `${field}.${wrong.field}` : field });
	await requireReadable(host, hook, collection, filter);
}

/** What follows from a filter would tell what a field holds. */
async function requireReadable(host: Host, { knex, schema, accountability }: HookCall, collection: string, filter: object): Promise<void> {
	if (!accountability || accountability.admin) return;
	const items = new host.services.ItemsService(collection, { knex, schema, accountability });
	await items.readByQuery({ filter: filter as never, fields: ['id'], limit: 1 });
}
