import { describe, expect, it } from 'vitest';
import { contributionsTo, registeredRoutes, type Route } from '../support/registered.ts';

interface Described extends Route {
	description: { responses: Record<string, { content: Record<string, { schema: object }> }> };
}

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

describe('routes and their description', () => {
	it('every route is described in /crm/openapi.json, and every described route exists', async () => {
		const routes = await registeredRoutes();
		expect(routes.length, 'no route at all would mean that they were not found').toBeGreaterThan(15);
		const operations = await contributionsTo<Described>('crm.core.openapi');
		expect(
			operations.map(nameOf).sort(),
			'Put the operation into the openapi.ts (core: openapi-operations.ts) of the bundle, with its zod schemas, or remove it there.',
		).toEqual(routes.map(nameOf).sort());
	});

	it('every description says what a success looks like', async () => {
		const operations = await contributionsTo<Described>('crm.core.openapi');
		const vague = operations.filter(({ description }) => {
			const [, success] = Object.entries(description.responses).find(([status]) => status < '300') ?? [];
			const [content] = Object.values(success?.content ?? {});
			const data = (content?.schema as { properties?: { data?: object } } | undefined)?.properties?.data ?? content?.schema;
			return !data || Object.keys(data).length === 0;
		});
		expect(vague.map(nameOf), 'Give the operation an `answer` schema.').toEqual([]);
	});
});
