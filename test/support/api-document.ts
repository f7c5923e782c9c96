import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { WireAnswer } from './wire.ts';

export type Schema = Record<string, unknown>;

export interface Operation {
	method: string;
	path: string;
	isPublic: boolean;
	parameters: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: Schema }[];
	/** Media type and schema of the body, where there is one. */
	body: { media: string; schema: Schema } | null;
	/** Says what is wrong with an answer by the document; empty when nothing is. */
	faults: (answer: WireAnswer) => string[];
	isSuccess: (answer: WireAnswer) => boolean;
}

interface Described {
	security: unknown[];
	parameters?: Operation['parameters'];
	requestBody?: { content: Record<string, { schema: Schema }> };
	responses: Record<string, { content: Record<string, { schema: Schema }> }>;
}

/** The operations of a served OpenAPI document, each with a judge of its answers. */
export function operationsOf(document: { paths: object; components: { schemas: object } }): Operation[] {
	// Formats are for readers; what a date or id looks like is tested elsewhere.
	const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
	const components = document.components;
	const compile = (schema: Schema): ValidateFunction => ajv.compile({ ...schema, components });
	return Object.entries(document.paths as Record<string, Record<string, Described>>).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, described]) => operation(method, path, { described, compile })),
	);
}

function operation(
	method: string,
	path: string,
	{ described, compile }: { described: Described; compile: (schema: Schema) => ValidateFunction },
): Operation {
	const judges = new Map(
		Object.entries(described.responses).map(([status, { content }]) => {
			const [media, { schema }] = Object.entries(content)[0]!;
			return [Number(status), { media, validate: compile(Number(status) < 300 ? closed(schema) : schema) }];
		}),
	);
	const [media, content] = Object.entries(described.requestBody?.content ?? {})[0] ?? [];
	return {
		method: method.toUpperCase(),
		path,
		isPublic: described.security.length === 0,
		parameters: described.parameters ?? [],
		body: media && content ? { media, schema: content.schema } : null,
		isSuccess: ({ status }) => status < 300 && judges.has(status),
		faults: ({ status, type, text }) => {
			const judge = judges.get(status);
			if (!judge) return [`status ${status} is not described: ${text.slice(0, 300)}`];
			if (!type.startsWith(judge.media)) return [`${status} comes as "${type}" instead of ${judge.media}`];
			if (!judge.media.endsWith('json') || judge.validate(JSON.parse(text))) return [];
			const wrong = judge.validate.errors ?? [];
			return wrong.map(({ instancePath, message, params }) => `${status} ${instancePath} ${message} ${JSON.stringify(params)}`);
		},
	};
}

/** Clients must take what they do not know; here an answer may hold nothing that is not described. */
function closed(schema: Schema): Schema {
	const inside = Object.fromEntries(
		Object.entries(schema).map(([key, value]) => [key, mapped(value)]),
	);
	return 'properties' in schema && !('additionalProperties' in schema)
		? { ...inside, additionalProperties: false }
		: inside;
}

function mapped(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(mapped);
	return typeof value === 'object' && value !== null ? closed(value as Schema) : value;
}
