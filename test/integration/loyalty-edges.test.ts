import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Answer, type Instance } from '../support/instance.ts';

eachInstance('/crm/loyalty at its edges', ({ reference }) => {
	let crm: Instance;
	beforeAll(async () => {
		crm = await startInstance(reference);
	});
	afterAll(() => crm.stop());

	const post = <T = Record<string, never>>(path: string, body: object, token?: string): Promise<Answer<T>> =>
		crm.call<T>('POST', `/crm/loyalty/${path}`, body, { headers: { 'idempotency-key': randomUUID() }, ...(token ? { token } : {}) });
	const member = async (name = 'Member'): Promise<string> => {
		const { data: customer } = await crm.call<{ id: string }>('POST', '/items/crm_customers', { name });
		const { data } = await post<{ id: string }>('accounts', { program: 'club', customer: customer.id });
		await post(`accounts/${data.id}/accruals`, { points: 100 });
		return data.id;
	};
	const hold = async (account: string): Promise<string> => (await post<{ hold: string }>(`accounts/${account}/holds`, { points: 10 })).data.hold;
	const said = ({ status, errors }: Answer): unknown[] => [status, errors[0]?.extensions.code, errors[0]?.extensions.reason];

	it('who may not see an account is told the same of its holds as of none', async () => {
		const token = `clerk-${randomUUID()}`;
		const { data: policy } = await crm.call<{ id: string }>('POST', '/policies', { name: 'clerk', app_access: true });
		const permissions = { customer: { name: { _eq: 'Mine' } } };
		for (const action of ['read', 'update']) {
			const right = { policy: policy.id, collection: 'crm_loyalty_accounts', action, permissions, fields: ['id'] };
			expect((await crm.call('POST', '/permissions', right)).status).toBe(200);
		}
		const user = { email: `${token}@example.com`, token, policies: [{ policy: policy.id }] };
		expect((await crm.call('POST', '/users', user)).status).toBe(200);
		const [mine, theirs] = [await hold(await member('Mine')), await hold(await member('Theirs'))];
		for (const end of ['post', 'void']) {
			const none = said(await post(`holds/${randomUUID()}/${end}`, {}, token));
			expect(none[0]).toBe(403);
			expect(said(await post(`holds/${theirs}/${end}`, {}, token))).toEqual(none);
		}
		expect((await post(`holds/${mine}/void`, {}, token)).status).toBe(200);
		expect((await post(`holds/${randomUUID()}/void`, {})).status, 'who sees all accounts').toBe(404);
	});

	it('an account that contradicts itself is shown as it is stored, and frozen', async () => {
		const account = await member();
		await hold(account);
		await crm.knex('crm_loyalty_accounts').where({ id: account }).update({ available: 500 });
		const { status, data } = await crm.call('GET', `/crm/loyalty/accounts/${account}`);
		expect([status, data]).toMatchObject([200, { status: 'frozen', available: 500, held: 10, lots: [{ open_points: 90 }] }]);
		expect(said(await post(`accounts/${account}/redemptions`, { points: 1 }))).toEqual([409, expect.anything(), 'account_frozen']);
	});

	it('a date is the start of that day where the company is', async () => {
		const { data } = await crm.call('GET', '/crm/loyalty/programs/club/liability?as_of=2026-12-31');
		expect(data).toMatchObject({ as_of: '2026-12-30T16:00:00.000Z' });
	});
});
