import type { CONDITION_WORDS } from '../condition-words.ts';
import type { ProblemOf } from '../problem.ts';
import { comparisonOf } from './comparisons.ts';
import { under, type Item, type Shape } from './shape.ts';
import { kindOf } from './values.ts';

type Json = Record<string, unknown>;
type Test = (item: Item, at: Date) => boolean;
type ConditionProblem = ProblemOf<typeof CONDITION_WORDS>;

/** A stored filter that can be asked about rows in memory. */
export interface Condition {
	/** What a row must be read with: `amount`, `customer.region`, `lines.product.category`. */
	fields: string[];
	/** Whether it holds for the row at the time of the event, which `$NOW` means. */
	matches: Test;
	/** Why it cannot be asked, with the path into the filter; then it holds for nothing. */
	problem: ConditionProblem | null;
}

/**
 * Reads a Directus filter. What it finds is what Directus' query finds, but for text: letters in upper and lower case differ, as on
 * PostgreSQL, unless the comparison says otherwise (`_icontains`), and `%` and `_` are letters like any other.
 */
export function conditionOf(filter: Json, collection: string, shape: Shape): Condition {
	const reading: Reading = { shape, fields: new Set(), problem: null };
	const test = query(filter, { reading, collection, prefix: '', many: [], keys: [] }, '');
	const { fields, problem } = reading;
	return { fields: [...fields].sort(), matches: problem ? () => false : test, problem };
}

interface Reading {
	shape: Shape;
	fields: Set<string>;
	problem: ConditionProblem | null;
}

/** The rows that a part of the filter is about. Where in the filter it stands is handed on beside it, as `path`. */
interface Place {
	reading: Reading;
	collection: string;
	/** Where this collection's fields are, seen from the row: `lines.product.`. */
	prefix: string;
	/** Lists of this query that are asked without `_some` or `_none`: where they are, as keys from the query's row on. */
	many: string[][];
	/** The keys that lead from the query's row to here. */
	keys: string[];
}

/**
 * A list asked without `_some` or `_none` is joined, once for all that the query says of it: one and the same entry must satisfy
 * it all, and a row without entries has one that is empty.
 */
function query(filter: unknown, place: Place, path: string): Test {
	const [plain, joining]: [Test[], Test[]] = [[], []];
	for (const [condition, at] of conjuncts(filter, path)) {
		const before = place.many.length;
		const test = node(condition, place, at);
		(place.many.length === before ? plain : joining).push(test);
	}
	if (joining.length === 0) return all(plain);
	const lists = [...new Map(place.many.map((list) => [list.join(), list])).values()];
	const name = lists.join(' ');
	const [first, second] = [all(plain), all(joining)];
	return (item, at) => first(item, at) && joinedOnce(item, { name, lists }).some((row) => second(row, at));
}

/** Hundreds of rules ask the same lists of one row. */
function joinedOnce(item: Item, { name, lists }: { name: string; lists: string[][] }): Item[] {
	const known = JOINED.get(item) ?? new Map<string, Item[]>();
	JOINED.set(item, known);
	const rows = known.get(name) ?? joined([item], lists);
	known.set(name, rows);
	return rows;
}

/** A row that was read does not change. */
const JOINED = new WeakMap<Item, Map<string, Item[]>>();

/** What must hold all together, one by one: so a row is looked at entry by entry only when all else holds. */
function conjuncts(filter: unknown, path: string): [condition: unknown, path: string][] {
	const all = isObject(filter) && Object.keys(filter).length === 1 ? filter['_and'] : null;
	if (!Array.isArray(all) || all.length === 0) return [[filter, path]];
	const below = path === '' ? '_and' : `${path}._and`;
	return all.flatMap((item: unknown, index) => conjuncts(item, `${below}.${index}`));
}

function joined(rows: Item[], [path, ...rest]: string[][]): Item[] {
	return path ? joined(rows.flatMap((row) => withEach(row, path)), rest) : rows;
}

/** The row once for each entry of the list at `path`. */
function withEach(row: Item, [key, ...rest]: string[]): Item[] {
	if (rest.length > 0) return withEach((row[key!] ?? {}) as Item, rest).map((item) => ({ ...row, [key!]: item }));
	const entries = (row[under(key!)] ?? []) as Item[];
	return (entries.length > 0 ? entries : [{}]).map((entry) => ({ ...row, [joinedAs(key!)]: entry }));
}

/** Beside the list itself, which `_some` and `_none` of the same query still ask. */
const joinedAs = (list: string): string => `${list}*`;

function node(filter: unknown, place: Place, path: string): Test {
	if (!isObject(filter)) return failed(place, path, 'not_a_condition');
	const tests: Test[] = [];
	for (const key in filter) tests.push(part(key, filter[key], place, path === '' ? key : `${path}.${key}`));
	return tests.length === 0 ? failed(place, path, 'not_a_condition') : all(tests);
}

function part(key: string, value: unknown, place: Place, path: string): Test {
	if (key !== '_and' && key !== '_or') return field(key, value, place, path);
	if (!Array.isArray(value) || value.length === 0) return failed(place, path, 'not_a_condition');
	const tests = value.map((item: unknown, index) => node(item, place, `${path}.${index}`));
	return key === '_and' ? all(tests) : any(tests);
}

function field(key: string, value: unknown, place: Place, path: string): Test {
	const { reading, collection, prefix } = place;
	const link = reading.shape.linkOf(collection, key);
	if (link && isObject(value) && !isComparison(value)) {
		const target = { ...place, collection: link.to, prefix: `${prefix}${key}.` };
		return link.back === null ? related(under(key), value, target, path) : ofList(key, value, target, path);
	}
	const type = reading.shape.typeOf(collection, key);
	if (type === undefined || type === 'alias') return failed(place, path, /\W/.test(key) ? 'function_in_memory' : 'unusable_in_memory');
	reading.fields.add(prefix + key);
	if (!isObject(value)) return comparison(key, { type, operator: '_eq', operand: value }, place, path);
	const tests: Test[] = [];
	for (const operator in value) tests.push(comparison(key, { type, operator, operand: value[operator] }, place, `${path}.${operator}`));
	return all(tests);
}

function related(key: string, value: Json, place: Place, path: string): Test {
	const test = node(value, { ...place, keys: [...place.keys, key] }, path);
	return (item, at) => test((item[key] ?? {}) as Item, at);
}

function ofList(key: string, value: Json, place: Place, path: string): Test {
	const [quantifier] = Object.keys(value);
	if (quantifier !== '_some' && quantifier !== '_none') {
		place.many.push([...place.keys, key]);
		return related(joinedAs(key), value, place, path);
	}
	const inside = `${path}.${quantifier}`;
	if (!asksOneThing(value[quantifier])) return failed(place, inside, 'more_than_one_in_list');
	const test = query(value[quantifier], { ...place, many: [], keys: [] }, inside);
	const list = under(key);
	const some: Test = (item, at) => ((item[list] ?? []) as Item[]).some((entry) => test(entry, at));
	return quantifier === '_some' ? some : (item, at) => !some(item, at);
}

function comparison(key: string, { type, operator, operand }: { type: string; operator: string; operand: unknown }, place: Place, path: string): Test {
	const test = comparisonOf(type, operator, operand);
	if (test === 'unknown_operator') return failed(place, path, 'unusable_in_memory');
	if (test === 'unfit_value') return failed(place, path, 'unfit_value', type);
	const kind = kindOf(type);
	return (item, at) => {
		const stored = item[key];
		return test(stored === null || stored === undefined ? null : (kind?.read(stored) ?? String(stored as string)), at);
	};
}

/** The first problem is the one that is told. */
function failed(
	{ reading }: Place,
	field: string,
	reason: 'not_a_condition' | 'function_in_memory' | 'unusable_in_memory' | 'more_than_one_in_list' | 'unfit_value',
	type = '',
): Test {
	reading.problem ??= reason === 'unfit_value' ? { field, reason, params: { type } } : { field, reason };
	return () => false;
}

function all(tests: Test[]): Test {
	return tests.length === 1 ? tests[0]! : (item, at) => tests.every((test) => test(item, at));
}

function any(tests: Test[]): Test {
	return tests.length === 1 ? tests[0]! : (item, at) => tests.some((test) => test(item, at));
}

/** True for `{ _eq: 1 }`; false for conditions on fields of a related row. */
const isComparison = (value: Json): boolean =>
	Object.keys(value).every((key) => key.startsWith('_') && !['_and', '_or', '_some', '_none'].includes(key));

/** Directus takes no notice at all of a `_some` or `_none` that asks more than one thing. */
export function asksOneThing(filter: unknown): boolean {
	if (!isObject(filter)) return true;
	const [key, ...more] = Object.keys(filter);
	return key === undefined || (more.length === 0 && key !== '_and' && key !== '_or' && asksOneThing(filter[key]));
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
