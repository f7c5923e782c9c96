import { z, type ZodType } from 'zod';
import type { Host } from './directus.ts';

/** One operation of the API, next to the zod schemas that validate its requests. */
export interface ApiOperation {
	method: 'get' | 'post';
	/** Full path, parameters in braces: `/crm/abc/models/{key}/run`. */
	path: string;
	summary: string;
	tag: string;
	public?: boolean;
	params?: ZodType;
	query?: ZodType;
	body?: ZodType;
	/** Type of a body that is not JSON. */
	media?: string;
	/** Status of success. Default 200. */
	success?: number;
	/** Shape of `data` in the answer. */
	answer?: ZodType;
	/** Statuses it can refuse with, besides 401 and 403. */
	errors?: readonly number[];
}

const MEANING: Record<number, string> = {
	400: 'The request is wrong; the message names the field.',
	401: 'Not logged in.',
	403: 'Not allowed.',
	404: 'No such thing.',
	409: 'Refused by the present state; `reason` tells why.',
	422: 'Refused by a rule.',
	429: 'Too many requests.',
};

/** OpenAPI 3.1 of every loaded bundle, from what they contribute to `crm.core.openapi`. */
export async function openApiDocument(host: Host): Promise<object> {
	const operations = await host.emitter.emitFilter<ApiOperation[]>('crm.core.openapi', [], {});
	const paths: Record<string, Record<string, unknown>> = {};
	for (const operation of operations) {
		paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
	}
	return {
		openapi: '3.1.0',
		info: { title: 'Guanxi', version: '1', description: 'Commands and reports of the Guanxi CRM plugins.' },
		servers: [{ url: '/' }],
		paths,
		components: {
			securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
			schemas: { Error: ERROR_SCHEMA },
		},
	};
}

function describe(operation: ApiOperation): object {
	return {
		summary: operation.summary,
		tags: [operation.tag],
		security: operation.public ? [] : [{ token: [] }],
		parameters: [
			...parameters(operation.params, 'path'),
			...parameters(operation.query, 'query'),
		],
		...requestBody(operation),
		responses: {
			[operation.success ?? 200]: {
				description: 'Done.',
				content: { 'application/json': { schema: { type: 'object', properties: { data: json(operation.answer) } } } },
			},
			...Object.fromEntries(errorsOf(operation).map((status) => [status, errorAnswer(status)])),
		},
	};
}

function requestBody({ body, media }: ApiOperation): object {
	if (!body && !media) return {};
	const content = body
		? { 'application/json': { schema: json(body) } }
		: { [media!]: { schema: { type: 'string' } } };
	return { requestBody: { required: true, content } };
}

function errorsOf(operation: ApiOperation): number[] {
	return [...(operation.public ? [] : [401, 403]), ...(operation.errors ?? [400])];
}

function errorAnswer(status: number): object {
	return {
		description: MEANING[status],
		content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
	};
}

function parameters(schema: ZodType | undefined, place: 'path' | 'query'): object[] {
	if (!schema) return [];
	const { properties = {}, required = [] } = json(schema) as {
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

function json(schema: ZodType | undefined): object {
	if (!schema) return {};
	const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
	void $schema;
	return rest;
}

const ERROR_SCHEMA = {
	type: 'object',
	required: ['errors'],
	properties: {
		errors: {
			type: 'array',
			items: {
				type: 'object',
				required: ['message', 'extensions'],
				properties: {
					message: { type: 'string' },
					extensions: {
						type: 'object',
						required: ['code'],
						properties: { code: { type: 'string' }, reason: { type: 'string' }, field: { type: 'string' } },
					},
				},
			},
		},
	},
};
