import fc, { type Arbitrary } from 'fast-check';
import type { Operation, Schema } from './api-document.ts';
import { oddValues, spoiled, valuesOf } from './schema-values.ts';
import type { WireRequest } from './wire.ts';

/** Values of path parameters, and of ids in bodies, that mean something to the server under test. */
export type Known = (operation: Operation, parameter: string) => string[];

/** A request before it is put on the wire. */
interface Draft {
	operation: Operation;
	/** Already percent-encoded. */
	params: Record<string, string>;
	query: [name: string, value: string][];
	body: unknown;
	headers: Record<string, string>;
}

/** Requests as the document allows them. */
export function validRequests(operation: Operation, known: Known): Arbitrary<WireRequest> {
	return drafts(operation, known).map(onWire);
}

/** The same with one thing wrong, or several. */
export function spoiledRequests(operation: Operation, known: Known): Arbitrary<WireRequest> {
	const ways = [
		spoilQuery,
		...(operation.body ? [spoilTransport] : []),
		...(operation.body?.media === 'application/json' ? [spoilBody, spoilBody] : []),
		...(operation.path.includes('{') ? [spoilParams] : []),
		...(operation.parameters.some(({ in: place }) => place === 'header') ? [spoilHeaders] : []),
	];
	return fc
		.tuple(drafts(operation, known), fc.constantFrom(...ways), fc.constantFrom(...ways), fc.boolean())
		.chain(([draft, first, second, both]) => (both ? first(draft).chain(second) : first(draft)))
		.map(onWire);
}

function drafts(operation: Operation, known: Known): Arbitrary<Draft> {
	const place = (where: string) => operation.parameters.filter((item) => item.in === where);
	const params = place('path').map(({ name, schema }) => {
		const meant = known(operation, name);
		const value = meant.length ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...meant) }, valuesOf(schema)) : valuesOf(schema);
		return value.map((text): [string, string] => [name, encoded(String(text)) || '_']);
	});
	const query = place('query').map(({ name, schema, required }) =>
		fc.option(LOOKED_UP.includes(name) ? fc.constantFrom(...known(operation, name)) : valuesOf(schema), { freq: required ? 1_000_000 : 2, nil: undefined }).map((value): [string, unknown] => [name, value]),
	);
	const headers = place('header').map(({ name, required }) =>
		fc.option(headerValues, { freq: required ? 1_000_000 : 2, nil: undefined }).map((value): [string, unknown] => [name.toLowerCase(), value]),
	);
	return fc
		.record({ params: fc.tuple(...params), query: fc.tuple(...query), headers: fc.tuple(...headers), body: bodies(operation, known) })
		.map(({ params: path, query: pairs, headers: own, body }): Draft => ({
			operation,
			params: Object.fromEntries(path),
			query: pairs.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value as string)]])),
			body,
			headers: { ...headersOf(operation), ...Object.fromEntries(own.filter(([, value]) => value !== undefined)) as Record<string, string> },
		}));
}

/** What is asked for in the query by something printed or shown, which no chance finds. */
const LOOKED_UP = ['card', 'code', 'reward', 'to'];

/** Keys that clients make up, some of them again and again. */
const headerValues = fc.oneof(fc.constantFrom('one', 'two', 'three'), fc.uuid(), fc.stringMatching(/^[!-~]([ -~]{0,200}[!-~])?$/));

const headersOf = ({ body }: Operation): Record<string, string> => (body ? { 'content-type': body.media } : {});

function bodies(operation: Operation, known: Known): Arbitrary<unknown> {
	const { body } = operation;
	if (!body) return fc.constant(null);
	if (body.media !== 'application/json') return files;
	const properties = Object.entries((body.schema['properties'] ?? {}) as Record<string, Schema>);
	const isMeant = ([name, { format }]: [string, Schema]): boolean => format === 'uuid' || LOOKED_UP.includes(name);
	const ids = properties.filter(isMeant).map(([name]) => [name, known(operation, name)] as const);
	const meant = fc.tuple(...ids.map(([name, values]) => fc.constantFrom(...values).map((value): [string, string] => [name, value])));
	const any = valuesOf(body.schema);
	if (ids.length === 0) return any;
	const filled = fc.tuple(any, meant).map(([value, pairs]) => ({ ...(value as object), ...Object.fromEntries(pairs) }));
	return fc.oneof({ weight: 4, arbitrary: withOneOf(filled, properties.map(([name]) => name)) }, any);
}

/** Fields of which a request takes one; chance would name several, or none. */
const EITHER = ['points', 'order', 'rule', 'reward'];

/** Points may pay for an order, so `order` stands beside them where there is a reward. */
function withOneOf(filled: Arbitrary<object>, names: string[]): Arbitrary<unknown> {
	const either = EITHER.filter((name) => names.includes(name) && !(name === 'order' && names.includes('reward')));
	if (either.length < 2) return filled;
	return fc.tuple(filled, fc.constantFrom(...either), fc.integer({ min: 1, max: 1000 })).map(([body, one, points]) => {
		const rest = Object.entries(body).filter(([name]) => name === one || !either.includes(name));
		return { ...(one === 'points' ? { points } : {}), ...Object.fromEntries(rest) };
	});
}

const HEAD = 'number,placed_at,customer,amount';
const cell = fc.oneof(fc.constantFrom('2026-01-05', 'F-1', 'CUST', '12.50', '-3', '1E+05', '', '05/06/2026'), fc.string({ unit: 'binary' }));

/** CSV files, and what people take for one. */
const files: Arbitrary<unknown> = fc.oneof(
	fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 5 }).map((rows) => `${HEAD}\n${rows.map((row) => row.join(',')).join('\n')}\n`),
	fc.nat(999).map((number) => `${HEAD}\nFUZZ-${number},2026-01-05,FUZZ,12.50\n`),
	fc.constantFrom('', HEAD, 'PK\u0003\u0004', '\uFEFF', '"', `${HEAD}\n"`, '订单号;日期;客户编号;金额\nA;2026-01-05;K;1\n', `${'x,'.repeat(5000)}\n1`),
	fc.uint8Array({ maxLength: 300 }),
	fc.string({ unit: 'binary', maxLength: 300 }),
);

const oddTexts = oddValues.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 3000));

function spoilParams(draft: Draft): Arbitrary<Draft> {
	const broken = fc.constantFrom('%E0%A4%A', '%', '%zz', '%00', '..', '.', '%2e%2e%2f', '%2F', 'null', '__proto__', 'a%0d%0ab', '%F0%9F%98%80');
	return fc
		.tuple(fc.constantFrom(...Object.keys(draft.params)), fc.oneof(broken, oddTexts.map((text) => encoded(text) || '_')))
		.map(([name, value]) => ({ ...draft, params: { ...draft.params, [name]: value } }));
}

/** Directus reads these names before we do, for its own items. */
const RESERVED = /^(fields|filter|sort|search|limit|offset|page|meta|deep|alias|aggregate|group|groupby|version|versionraw|export|backlink|access_token)/i;

function spoilHeaders(draft: Draft): Arbitrary<Draft> {
	const names = draft.operation.parameters.filter(({ in: place }) => place === 'header').map(({ name }) => name.toLowerCase());
	const odd = fc.oneof(fc.constantFrom('', ' ', '\t', 'one, one', 'x'.repeat(256), 'x'.repeat(5000), '\u00e9\u00ff', '"', '%00'), fc.constant(null));
	return fc.tuple(fc.constantFrom(...names), odd).map(([name, value]) => {
		const { [name]: dropped, ...rest } = draft.headers;
		void dropped;
		return { ...draft, headers: value === null ? rest : { ...rest, [name]: value } };
	});
}

function spoilQuery(draft: Draft): Arbitrary<Draft> {
	const names = draft.operation.parameters.filter((item) => item.in === 'query').map(({ name }) => name);
	const own = fc.constantFrom(...names, 'nonsense', '__proto__', 'toString');
	const name = fc.oneof(own, own.map((text) => `${text}[]`), own.map((text) => `${text}[a][b]`), fc.string({ minLength: 1, maxLength: 12 }));
	const long = fc.nat(6000).map((length) => 'q'.repeat(length));
	return fc
		.array(fc.tuple(name, fc.oneof(oddTexts, long)), { minLength: 1, maxLength: 3 })
		.map((extra) => ({ ...draft, query: [...draft.query, ...extra.filter(([key]) => !RESERVED.test(key.trim()) || names.includes(key))] }));
}

function spoilBody(draft: Draft): Arbitrary<Draft> {
	return spoiled(draft.body).map((body) => ({ ...draft, body }));
}

function spoilTransport(draft: Draft): Arbitrary<Draft> {
	const headers = fc.constantFrom<Record<string, string>>(
		{ 'content-type': 'text/plain' },
		{ 'content-type': 'application/json' },
		{ 'content-type': 'application/json; charset=nonsense' },
		{ 'content-type': 'application/x-www-form-urlencoded' },
		{ 'content-type': 'multipart/form-data' },
		{ 'content-type': '' },
		{ 'content-encoding': 'gzip' },
		{ 'content-encoding': 'nonsense' },
		{ authorization: 'Bearer wrong' },
		{ authorization: 'Bearer e30.e30.e30' },
		{ 'accept-language': '\u00ff;q=x' },
	);
	const text = fc.constantFrom('{', '{"a":', '"x"', 'null', '[]', '5', '{"as_of":1}{', '\u0000', '{"dry_run":true', '');
	return fc.oneof(
		headers.map((odd) => ({ ...draft, headers: { ...draft.headers, ...odd } })),
		text.map((body) => ({ ...draft, body: new TextEncoder().encode(body) })),
		fc.constant({ ...draft, body: null }),
	);
}

function onWire({ operation, params, query, body, headers }: Draft): WireRequest {
	const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '_');
	// Node's own limit for all headers is 16 kB; beyond it no handler is asked.
	const pairs = query.map(([name, value]) => `${encoded(name)}=${encoded(value).slice(0, 4000)}`).join('&').slice(0, 8000);
	return { method: operation.method, path: pairs ? `${path}?${pairs}` : path, headers, body: bytesOf(body) };
}

function bytesOf(body: unknown): WireRequest['body'] {
	if (body === null || body === undefined) return null;
	return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
}

/** Half of a surrogate pair has no UTF-8, so none can come over the wire. */
const encoded = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
