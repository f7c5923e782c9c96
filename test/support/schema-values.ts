import fc, { type Arbitrary } from 'fast-check';
import type { Schema } from './api-document.ts';

/**
 * Values that a JSON schema allows, as far as zod writes schemas. Examples are taken more often than chance: a date or
 * the key of a model is hardly found by it.
 */
export function valuesOf(schema: Schema): Arbitrary<unknown> {
	const examples = schema['examples'] as unknown[] | undefined;
	const formed = byForm(schema);
	return examples ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...examples) }, { weight: 1, arbitrary: formed }) : formed;
}

function byForm(schema: Schema): Arbitrary<unknown> {
	if ('const' in schema) return fc.constant(schema['const']);
	if (schema['enum']) return fc.constantFrom(...(schema['enum'] as unknown[]));
	const choices = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
	if (choices) return fc.oneof(...choices.map(valuesOf));
	const make = FORMS[String(schema['type'])];
	return make ? make(schema) : fc.jsonValue();
}

const FORMS: Record<string, (schema: Schema) => Arbitrary<unknown>> = {
	string: texts,
	boolean: () => fc.boolean(),
	null: () => fc.constant(null),
	integer: (schema) =>
		fc.integer({ min: lowest(schema, -1000), max: Math.min((schema['maximum'] as number | undefined) ?? 1000, 2 ** 31 - 1) }),
	number: (schema) => {
		const [min, max, step] = [lowest(schema, -1e6), (schema['maximum'] as number | undefined) ?? 1e6, schema['multipleOf'] as number | undefined];
		if (step === undefined) return fc.double({ min, max, noNaN: true });
		const most = Math.min(Math.floor(max / step), 1_000_000);
		return fc.integer({ min: Math.ceil(min / step), max: most }).map((steps) => steps / Math.round(1 / step));
	},
	array: (schema) => fc.array(valuesOf((schema['items'] ?? {}) as Schema), { maxLength: 5 }),
	object: objects,
};

function texts({ format, minLength, maxLength, pattern }: Schema): Arbitrary<string> {
	if (format === 'uuid') return fc.uuid();
	if (pattern) return matching(String(pattern));
	const length = { minLength: minLength as number | undefined, maxLength: Math.min((maxLength as number | undefined) ?? 60, 200) };
	return fc.oneof(fc.string(length), fc.string({ ...length, unit: 'grapheme' }));
}

/** A pattern that looks ahead cannot be played backwards: what the rest of it gives is sorted out. */
function matching(pattern: string): Arbitrary<string> {
	const played = fc.stringMatching(new RegExp(pattern.replaceAll(/\(\?[=!](?:[^()\\]|\\.)*\)/g, '')), { maxLength: 50 });
	return played.filter((text) => new RegExp(pattern).test(text));
}

function objects(schema: Schema): Arbitrary<object> {
	const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
	const required = (schema['required'] ?? []) as string[];
	const model = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, valuesOf(value)]));
	return fc.record(model, { requiredKeys: required });
}

const lowest = ({ minimum, exclusiveMinimum }: Schema, otherwise: number): number =>
	(minimum as number | undefined) ?? (exclusiveMinimum === undefined ? otherwise : Number(exclusiveMinimum) + 1);

/** What nobody expects in JSON: other types, emptiness, size, depth, names of JavaScript's own. */
export const oddValues: Arbitrary<unknown> = fc.oneof(
	fc.constantFrom<unknown>(
		null, true, 0, -1, 0.5, 1e308, 2 ** 31, 2 ** 53, '', ' ', [], {}, [[]], [null], '\u0000', 'a\u0000b', '\ud800', '😀'.repeat(300),
		'-271821-04-20T00:00:00Z', '+275760-09-13', '2026-02-30', '%00', "'; DROP TABLE crm_orders; --", '$NOW', '../../etc/passwd',
	),
	fc.constantFrom<unknown>(
		'x'.repeat(100_000),
		Array.from({ length: 2000 }, () => 1),
		JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":1}}'),
		Array.from({ length: 200 }).reduce<unknown>((inside) => ({ _and: [inside] }), 1),
	),
	fc.jsonValue(),
	fc.string({ unit: 'binary' }),
);

/** The value with one thing changed somewhere inside: replaced, left out or added. */
export function spoiled(value: unknown): Arbitrary<unknown> {
	const places = placesIn(value);
	return fc
		.tuple(fc.constantFrom(...places), fc.constantFrom('replace', 'drop', 'add'), oddValues, fc.string())
		.map(([place, how, odd, name]) => changeAt(value, place, (inside) => change(inside, { how, odd, name })));
}

/** Marks what is to be left out. */
const NOTHING = Symbol('nothing');

function change(inside: unknown, { how, odd, name }: { how: string; odd: unknown; name: string }): unknown {
	if (how === 'drop') return NOTHING;
	if (how === 'add' && isObject(inside)) return { ...inside, [name]: odd };
	if (how === 'add' && Array.isArray(inside)) return [...(inside as unknown[]), odd];
	return odd;
}

function placesIn(value: unknown): string[][] {
	if (typeof value !== 'object' || value === null) return [[]];
	const inside = Object.entries(value).flatMap(([key, child]) => placesIn(child).map((place) => [key, ...place]));
	return [[], ...inside];
}

function changeAt(value: unknown, place: string[], work: (inside: unknown) => unknown): unknown {
	const [key, ...rest] = place;
	if (key === undefined) {
		const changed = work(value);
		return changed === NOTHING ? undefined : changed;
	}
	const entries = Object.entries(value as object).map(([name, child]): [string, unknown] =>
		name === key ? [name, changeAt(child, rest, work)] : [name, child],
	);
	const kept = entries.filter(([, child]) => child !== undefined);
	return Array.isArray(value) ? kept.map(([, child]) => child) : Object.fromEntries(kept);
}

const isObject = (value: unknown): value is object =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
