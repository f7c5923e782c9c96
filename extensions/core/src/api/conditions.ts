import type { Filter, SchemaOverview } from '@directus/types';
import { getFilterOperatorsForType, parseFilter } from '@directus/utils';
import { asksOneThing } from '../domain/conditions/condition.ts';
import type { CONDITION_WORDS } from '../domain/condition-words.ts';
import type { ProblemOf } from '../domain/problem.ts';
import type { Host, Knex } from './directus.ts';

/** What is wrong with a filter, and where: `_and.0.region`. */
export type ConditionProblem = ProblemOf<typeof CONDITION_WORDS>;

type Json = Record<string, unknown>;

/** Who asks: a hook passes its own transaction and schema, because SQLite has one connection only. */
interface Asking {
	database?: Knex;
	schema?: SchemaOverview;
}

const PAGE = 5000;
const LOGICAL = ['_and', '_or'];
const QUANTIFIERS = ['_some', '_none'];

/** Filters for the use cases of one call; the schema is read once. */
export function createConditions(host: Host, schema?: SchemaOverview) {
	return {
		async *matchingIds(collection: string, filter: Json): AsyncGenerator<string[]> {
			yield* matchingIds(host, schema ?? (await host.getSchema()), { collection, filter });
		},
	};
}

/**
 * Checks an admin's filter before it is saved: known fields, known operators, and one trial query. Null means all
 * items and is fine; `{}` is refused, because whoever saved it meant some condition. Returns null when it is usable.
 */
export async function validateFilter(
	host: Host,
	collection: string,
	filter: unknown,
	{ database = host.database, schema }: Asking = {},
): Promise<ConditionProblem | null> {
	if (filter === null || filter === undefined) return null;
	const overview = schema ?? (await host.getSchema());
	const problem = checkNode(filter, { schema: overview, collection, path: [] });
	if (problem) return problem;
	try {
		const { primary } = overview.collections[collection]!;
		await new host.services.ItemsService(collection, { knex: database, schema: overview }).readByQuery(
			{ filter: readyFilter(filter as Json), fields: [primary], limit: 1 },
			{ emitEvents: false },
		);
		return null;
	} catch (error) {
		const cause = error instanceof Error ? error.message : 'the query failed';
		return { field: '', reason: 'unusable_condition', params: { cause } };
	}
}

/**
 * Ids of the items that a filter matches, in pages by ascending id; memory does not grow with their number. Runs with
 * full rights: a stored rule belongs to the company, not to whoever triggers it.
 */
export async function* matchingIds(
	host: Host,
	schema: SchemaOverview,
	{ collection, filter }: { collection: string; filter: Json },
): AsyncGenerator<string[]> {
	const { primary } = schema.collections[collection]!;
	const service = new host.services.ItemsService<Json>(collection, {
		knex: host.database,
		schema: withComparableKey(schema, collection),
	});
	const ready = readyFilter(filter);
	let last: string | null = null;
	for (;;) {
		const after = last === null ? [] : [{ [primary]: { _gt: last } }];
		const items: Json[] = await service.readByQuery(
			{ filter: { _and: [ready, ...after] } as Filter, fields: [primary], sort: [primary], limit: PAGE },
			{ emitEvents: false },
		);
		if (items.length === 0) return;
		const ids = items.map((item) => String(item[primary]));
		last = ids[ids.length - 1]!;
		yield ids;
	}
}

/** `$NOW` and the like become values: services do not do that themselves. */
function readyFilter(filter: Json): Filter {
	return parseFilter(filter as Filter, null) ?? {};
}

/**
 * Directus knows no "greater than" for uuids, which paging by key needs and every database has. A key of a type that
 * Directus does not know may be compared by all operators.
 */
function withComparableKey(schema: SchemaOverview, collection: string): SchemaOverview {
	const overview = schema.collections[collection]!;
	const key = { ...overview.fields[overview.primary]!, type: 'unknown' as const };
	const fields = { ...overview.fields, [overview.primary]: key };
	return { ...schema, collections: { ...schema.collections, [collection]: { ...overview, fields } } };
}

interface Place {
	schema: SchemaOverview;
	collection: string;
	path: string[];
}

function checkNode(node: unknown, place: Place): ConditionProblem | null {
	if (!isObject(node)) return { field: at(place.path), reason: 'not_a_condition' };
	const entries = Object.entries(node);
	if (entries.length === 0) return { field: at(place.path), reason: 'empty_condition' };
	return first(entries, ([key, value]) => {
		const inside = { ...place, path: [...place.path, key] };
		return LOGICAL.includes(key) ? checkList(value, inside) : checkField(key, value, inside);
	});
}

function checkList(value: unknown, place: Place): ConditionProblem | null {
	if (!Array.isArray(value) || value.length === 0) return { field: at(place.path), reason: 'no_conditions' };
	return first(value, (item, index) => checkNode(item, { ...place, path: [...place.path, String(index)] }));
}

function checkField(key: string, value: unknown, place: Place): ConditionProblem | null {
	const { schema, collection, path } = place;
	const [, call, argument] = /^(\w+)\((\w+)\)$/.exec(key) ?? [];
	const field = schema.collections[collection]?.fields[argument ?? key];
	if (!field) return { field: at(path), reason: 'unknown_field', params: { collection } };
	const target = call ? null : relatedTo(schema, collection, key);
	if (target && isObject(value) && !isComparison(value)) {
		return checkRelated(value, { schema, collection: target, path });
	}
	return checkOperators(value, call ? 'integer' : field.type, path);
}

function checkRelated(value: Json, place: Place): ConditionProblem | null {
	const [key] = Object.keys(value);
	if (!key || !QUANTIFIERS.includes(key)) return checkNode(value, place);
	const inside = { ...place, path: [...place.path, key] };
	return asksOneThing(value[key]) ? checkNode(value[key], inside) : { field: at(inside.path), reason: 'more_than_one_in_list' };
}

function checkOperators(value: unknown, type: string, path: string[]): ConditionProblem | null {
	const comparisons: [string, unknown][] = isObject(value) ? Object.entries(value) : [['_eq', value]];
	if (comparisons.length === 0) return { field: at(path), reason: 'nothing_compared' };
	const known = getFilterOperatorsForType(type as never) as string[];
	return first(comparisons, ([operator, operand]) => {
		if (!operator.startsWith('_') || !known.includes(operator.slice(1))) {
			return { field: at([...path, operator]), reason: 'unknown_comparison', params: { type } };
		}
		return isPersonal(operand) ? { field: at([...path, operator]), reason: 'depends_on_user' } : null;
	});
}

/** True for `{ _eq: 1 }`; false for conditions on fields of a related item. */
function isComparison(value: Json): boolean {
	return Object.keys(value).every((key) => key.startsWith('_') && !LOGICAL.includes(key) && !QUANTIFIERS.includes(key));
}

/** Stored rules run by the clock, for nobody in particular. */
function isPersonal(operand: unknown): boolean {
	if (Array.isArray(operand)) return operand.some(isPersonal);
	return typeof operand === 'string' && operand.startsWith('$CURRENT_');
}

function relatedTo(schema: SchemaOverview, collection: string, field: string): string | null {
	for (const relation of schema.relations) {
		if (relation.collection === collection && relation.field === field) return relation.related_collection;
		if (relation.related_collection === collection && relation.meta?.one_field === field) return relation.collection;
	}
	return null;
}

function first<T>(
	items: readonly T[],
	check: (item: T, index: number) => ConditionProblem | null,
): ConditionProblem | null {
	for (const [index, item] of items.entries()) {
		const problem = check(item, index);
		if (problem) return problem;
	}
	return null;
}

const at = (path: string[]): string => path.join('.');

function isObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
