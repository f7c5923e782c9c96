import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInstance, type Instance } from '../support/instance.ts';

interface Document {
	openapi: string;
	paths: Record<string, Record<string, { responses: Record<string, unknown>; security: unknown[] }>>;
}

describe('GET /crm/openapi.json', () => {
	let crm: Instance;
	beforeAll(async () => {
		crm = await startInstance('reference');
	});
	afterAll(() => crm.stop());

	const read = async (): Promise<Document> =>
		JSON.parse((await crm.call('GET', '/crm/openapi.json', undefined, { token: null })).text) as Document;

	it('is public, and the bare document', async () => {
		expect((await read()).openapi).toBe('3.1.0');
	});

	it('describes every route of the contract that exists by now', async () => {
		const { paths } = await read();
		expect(Object.keys(paths)).toEqual(
			expect.arrayContaining([
				'/crm/system/status',
				'/crm/system/install',
				'/crm/system/audit',
				'/crm/system/imports',
				'/crm/system/imports/{id}',
				'/crm/abc/models/{key}/run',
				'/crm/abc/models/{key}/summary',
				'/crm/abc/models/{key}/pareto',
				'/crm/abc/models/{key}/customers/{id}',
				'/crm/abc/models/{key}/changes',
				'/crm/abc/models/preview',
				'/crm/abc/effort',
				'/crm/loyalty/accounts',
				'/crm/loyalty/accounts/{id}',
				'/crm/loyalty/accounts/{id}/redemptions',
				'/crm/loyalty/holds/{id}/post',
				'/crm/loyalty/programs/{key}/liability',
			]),
		);
	});

	it('every route answers as described: no described route is unknown', async () => {
		const { paths } = await read();
		for (const [path, methods] of Object.entries(paths)) {
			for (const method of Object.keys(methods)) {
				const url = path.replaceAll(/\{\w+\}/g, 'pareto');
				const { text, status } = await crm.call(method.toUpperCase(), url, method === 'post' ? {} : undefined);
				expect(text, `${method} ${path}`).not.toContain('ROUTE_NOT_FOUND');
				expect(status, `${method} ${path}`).toBeLessThan(500);
			}
		}
	});

	it('every route that is not public is closed to callers without a login', async () => {
		const { paths } = await read();
		for (const [path, methods] of Object.entries(paths)) {
			for (const [method, { security }] of Object.entries(methods)) {
				if (security.length === 0) continue;
				const url = path.replaceAll(/\{\w+\}/g, 'pareto');
				const answer = await crm.call(method.toUpperCase(), url, method === 'post' ? {} : undefined, { token: null });
				expect([401, 403], `${method} ${path}`).toContain(answer.status);
			}
		}
	});
});
