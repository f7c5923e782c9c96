import { describe, expect, it } from 'vitest';
import { contributionsTo, registeredRoutes, type Route } from '../support/registered.ts';
import { sources } from './sources.ts';

interface Described extends Route {
	description: { responses: Record<string, { content: Record<string, { schema: object }> }> };
}

const MOUNTED = /defineEndpoint\(\{\s*id: '[\w/]+',\s*handler: \(router, context\) =>\s*mountOperations\(router,/g;

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

describe('routes and their description', () => {
	it('every route is described in /crm/openapi.json, and every described route exists', async () => {
		const routes = await registeredRoutes();
		expect(routes.length, 'no route at all would mean that they were not found').toBeGreaterThan(15);
		const operations = await contributionsTo<Described>('crm.core.openapi');
		expect(
			operations.map(nameOf).sort(),
			'Register the operations that the endpoint mounts: `operations` of addPlugin.',
		).toEqual(routes.map(nameOf).sort());
	});

	it('routers are filled by mountOperations only, which keeps rights, key and input in their order', () => {
		const own = ['extensions/core/src/api/operations.ts', 'extensions/core/src/api/http.ts'];
		const wrong = sources('extensions')
			// The Studio has a router of its own.
			.filter(({ path }) => path.includes('/src/api/'))
			.filter(({ path }) => !own.includes(path) && !path.endsWith('.test.ts'))
			.filter(({ text }) => /\brouter\s*(\.|\[)|\bdefineEndpoint\(/.test(text.replaceAll(MOUNTED, '')))
			.map(({ path }) => `${path}: state the route with operation() and mount it with mountOperations()`);
		expect(wrong).toEqual([]);
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
