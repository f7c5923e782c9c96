import { z, type ZodType } from 'zod';
import type { DocumentAnswer } from './answers.ts';
import type { Host } from './directus.ts';
import { errorAnswer, errorSchemas } from './openapi-errors.ts';

/** What of an operation is described; `operations.ts` has what it does. */
export interface ApiOperation {
	method: 'get' | 'post';
	/** Full path, parameters in braces: `/crm/abc/models/{key}/run`. */
	path: string;
	summary: string;
	tag: string;
	/** Who may call it; `public` takes no login. */
	may: unknown;
	params?: ZodType;
	query?: ZodType;
	body?: ZodType;
	/** Type of a body that is not JSON. */
	media?: string;
	/** Whether it takes the header `Idempotency-Key`: commands about points, money and state do. */
	key?: 'required' | 'optional';
	/** Status of success. Default 200. */
	success?: number;
	/** Shape of `data` in the answer, or of the whole answer where it is `bare`. */
	answer?: ZodType;
	bare?: boolean;
	/** Type of an answer that is not JSON; its handler writes it. */
	answerMedia?: string;
	/** How people see the answer who open it with a browser. */
	page?: object;
	/** Statuses it can refuse with, besides those that follow from the rest of it. */
	errors?: readonly number[];
}

/** Directus reads the login, the query and the JSON before any handler does, so these can come from everywhere. */
const ALWAYS = [400, 401, 403];

const DESCRIPTION =
	'Commands and reports of the Guanxi CRM plugins. Where the limiters of Directus are switched on, it may also answer ' +
	'429 and, under pressure, 503.';

/** An operation in the words of OpenAPI. */
export interface DescribedOperation extends Pick<ApiOperation, 'method' | 'path'> {
	description: object;
}

/**
 * What a bundle contributes to `crm.core.openapi`. Each bundle has its own copy of zod, and only that copy knows the
 * descriptions and examples of its schemas, so a bundle describes its operations itself.
 */
export function described(operations: readonly ApiOperation[]): DescribedOperation[] {
	return operations.map((operation) => {
		const { method, path } = operation;
		return { method, path, description: describe(operation) };
	});
}

/** OpenAPI 3.1 of every loaded bundle, from what they contribute to `crm.core.openapi`. */
export async function openApiDocument(host: Host): Promise<z.output<typeof DocumentAnswer>> {
	const operations = await host.emitter.emitFilter<DescribedOperation[]>('crm.core.openapi', [], {});
	const paths: Record<string, Record<string, unknown>> = {};
	for (const { path, method, description } of operations) paths[path] = { ...paths[path], [method]: description };
	return {
		openapi: '3.1.0',
		info: { title: 'Guanxi', version: '1', description: DESCRIPTION },
		servers: [{ url: '/' }],
		paths,
		components: {
			securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
			schemas: errorSchemas(),
		},
	};
}

function describe(operation: ApiOperation): object {
	return {
		summary: operation.summary,
		tags: [operation.tag],
		security: operation.may === 'public' ? [] : [{ token: [] }],
		parameters: [
			...parameters(operation.params, 'path'),
			...parameters(operation.query, 'query'),
			...pageLanguage(operation),
			...keyHeader(operation),
		],
		...requestBody(operation),
		responses: {
			[operation.success ?? 200]: { description: 'Done.', content: answerOf(operation) },
			...afterForm(operation),
			...Object.fromEntries(errorsOf(operation).map((status) => [status, errorAnswer(status)])),
		},
	};
}

function answerOf({ answer, bare, answerMedia, page }: ApiOperation): object {
	if (answerMedia) return { [answerMedia]: { schema: { type: 'string' } } };
	const schema = answer ? json(answer, 'output') : {};
	const wrapped = { type: 'object', required: ['data'], properties: { data: schema } };
	return { 'application/json': { schema: bare ? schema : wrapped }, ...(page && !('goTo' in page) ? HTML : {}) };
}

const HTML = { 'text/html': { schema: { type: 'string' } } };

/** People who sent a form go on to a page that can be reloaded. */
const afterForm = ({ page }: ApiOperation): object =>
	page && 'goTo' in page ? { 303: { description: 'After a form, for those who accept HTML: see the page in `Location`.', content: HTML } } : {};

const LANG = { name: 'lang', in: 'query', required: false, schema: { type: 'string' }, description: 'Language of the page: `zh-CN` or `en-US`' };

const pageLanguage = ({ page }: ApiOperation): object[] => (page ? [LANG] : []);

function requestBody(operation: ApiOperation): object {
	const { body, media } = operation;
	if (!body && !media) return {};
	const schema = body ? json(body, 'input') : { type: 'string' };
	const types = body ? ['application/json', ...(isPublicPost(operation) ? FORMS : [])] : [media!];
	const content = Object.fromEntries(types.map((type) => [type, { schema }]));
	return { requestBody: { required: media !== undefined, content } };
}

/** Everybody may send these, so they are limited; forms may send them too. */
export const isPublicPost = ({ method, may }: ApiOperation): boolean => method === 'post' && may === 'public';

const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data'];

/** Everybody may open these; whoever tries out addresses is stopped. */
export const isPublicPage = ({ method, may, page }: ApiOperation): boolean => method === 'get' && may === 'public' && page !== undefined;

function errorsOf(operation: ApiOperation): number[] {
	const { errors = [], params, key } = operation;
	const following = [...(params ? [404] : []), ...(key ? [409] : []), ...(isPublicPost(operation) || isPublicPage(operation) ? [429] : [])];
	return [...new Set([...ALWAYS, ...following, ...errors])].sort((a, b) => a - b);
}

const KEY_SAYS =
	'Any text that you make up for one request. The same key with the same request is answered as the first time, and nothing ' +
	'is done twice; with another request it is refused with 409 `idempotency_mismatch`.';

function keyHeader({ key }: ApiOperation): object[] {
	if (!key) return [];
	const schema = { type: 'string', minLength: 1, maxLength: 255 };
	return [{ name: 'Idempotency-Key', in: 'header', required: key === 'required', description: KEY_SAYS, schema }];
}

function parameters(schema: ZodType | undefined, place: 'path' | 'query'): object[] {
	if (!schema) return [];
	const { properties = {}, required = [] } = json(schema, 'input') as {
		properties?: Record<string, object>;
		required?: string[];
	};
	return Object.entries(properties).map(([name, property]) => ({
		name,
		in: place,
		required: place === 'path' || required.includes(name),
		schema: property,
	}));
}

function json(schema: ZodType, io: 'input' | 'output'): object {
	const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>;
	void $schema;
	return io === 'output' ? open(rest) : rest;
}

/** Later versions may answer more; a reader must not fail over it, so no object of an answer is closed. */
function open<T>(schema: T): T {
	if (Array.isArray(schema)) return schema.map(open) as T;
	if (typeof schema !== 'object' || schema === null) return schema;
	const entries = Object.entries(schema).filter(([key, value]) => key !== 'additionalProperties' || value !== false);
	return Object.fromEntries(entries.map(([key, value]) => [key, open(value as unknown)])) as T;
}
