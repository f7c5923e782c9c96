import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRefused } from '../rights/attempts.ts';
import { OPERATIONS } from '../rights/rights-table.ts';
import { createWorld, EVERYBODY, type Who, type World } from '../rights/world.ts';

interface ClassRow { code: string; customers: number; customer_share: number; value: number; value_share: number }
interface Summary { scope: string; customers: number; value: number; classes: ClassRow[] }
interface Changes { transitions: { customers: number }[]; classes: { customers_to: number }[]; changes: { customer: string }[] }

const FILE = 'number,placed_at,customer,amount\nR-1,2026-03-01,Own,10\n';
const CLASSES = [{ code: 'A', label: 'A', bound: 1000 }, { code: 'B', label: 'B', bound: null }];
const MODEL = '/crm/abc/models/turnover';
const FILED = { name: 'Li', phone: '13800138000', subject: 'Broken', body: 'It broke.' };

describe('rights of our own endpoints', () => {
	let world: World;
	const imports: Partial<Record<Who, string>> = {};
	let asset: string;
	let members: { own: string; friend: string };
	let card: { number: string; token: string };
	let friendCode: string;
	const holds: string[] = [];
	/** Vouchers of the representative's customer: one to look up, the others to be used or cancelled. */
	const vouchers: { id: string; code: string }[] = [];
	const paid = randomUUID();
	/** Of the representative's customer: one for each time that a case is moved or looked at. */
	const complaints: string[] = [];
	let status: string;
	beforeAll(async () => {
		world = await createWorld('reference');
		const { crm, customers } = world;
		const { data: assets } = await crm.call<Record<string, string>>('GET', '/crm/assets');
		asset = Object.values(assets)[0]!.split('/').at(-1)!;
		const order = (number: string, customer: string, amount: number) =>
			crm.knex('crm_orders').insert({ id: number === 'E-1' ? paid : randomUUID(), number, customer, amount, status: 'paid', currency: 'CNY', placed_at: new Date('2026-06-15') });
		await order('E-1', customers.own, 6_000_000);
		await order('E-2', customers.foreign, 2_000_000);
		await crm.call('POST', `${MODEL}/run`, { as_of: '2026-10-01' });
		// Both fall a class, so that there is something to tell about each.
		await crm.knex('crm_orders').update({ amount: 10 });
		await crm.call('POST', `${MODEL}/run`, { as_of: '2026-11-01' });
		const talk = (customer: string, user: string) =>
			crm.knex('crm_interactions').insert({ id: randomUUID(), customer, user, channel: 'phone', occurred_at: new Date('2026-06-15'), duration_minutes: 60 });
		await talk(customers.own, world.users.representative);
		await talk(customers.foreign, world.users.colleague);
		for (let i = 0; i < 6 * EVERYBODY.length; i++) complaints.push(await world.plant('crm_complaints', 'representative', 'own'));
		const { data: filed } = await crm.call<{ status_url: string }>('POST', '/crm/complaints/intake', FILED, { token: null });
		status = filed.status_url.split('/').at(-1)!;
		members = { own: await enrol(customers.own), friend: await enrol(customers.foreign) };
		friendCode = String((await world.crm.knex('crm_loyalty_accounts').where({ id: members.friend }).first('referral_code')).referral_code);
		await ask('directus', 'POST', `/crm/loyalty/accounts/${members.own}/accruals`, { points: 1000 });
		const { data: account } = await ask<{ card: { number: string } }>('directus', 'GET', `/crm/loyalty/accounts/${members.own}`);
		const { data: link } = await ask<{ url: string }>('directus', 'POST', `/crm/loyalty/accounts/${members.own}/link`, {});
		card = { number: account.card.number, token: link.url.split('/').at(-1)! };
		const hold = `/crm/loyalty/accounts/${members.own}/holds`;
		for (let i = 0; i < 2 * EVERYBODY.length; i++) holds.push((await ask<{ hold: string }>('directus', 'POST', hold, { points: 1 })).data.hold);
		const program = (await crm.knex('crm_loyalty_programs').where({ key: 'club' }).first('id')).id;
		await ask('directus', 'POST', '/items/crm_loyalty_rewards', { key: 'coffee', name: 'Coffee', program, status: 'active', points: 1 });
		for (let i = 0; i < 2 * EVERYBODY.length + 1; i++) {
			const path = `/crm/loyalty/accounts/${members.own}/redemptions`;
			vouchers.push((await ask<{ voucher: { id: string; code: string } }>('directus', 'POST', path, { reward: 'coffee' })).data.voucher);
		}
	});
	afterAll(() => world.stop());

	/** Keys are required where points move, and taken everywhere. */
	const ask = <T>(who: Who, method: string, path: string, body?: unknown) =>
		world.crm.call<T>(method, path, body, { token: world.tokenOf(who), headers: { 'idempotency-key': randomUUID() } });
	const enrol = async (customer: string): Promise<string> =>
		(await ask<{ id: string }>('directus', 'POST', '/crm/loyalty/accounts', { program: 'club', customer })).data.id;

	it('every described operation has its row in the table, and the other way round', async () => {
		const { text } = await world.as('public', 'GET', '/crm/openapi.json');
		const { paths } = JSON.parse(text) as { paths: Record<string, object> };
		const described = Object.entries(paths).flatMap(([path, methods]) =>
			Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
		);
		expect(described.sort()).toEqual(Object.keys(OPERATIONS).sort());
	});

	const bodyOf = (operation: string): unknown => {
		if (operation.includes('/imports')) return FILE;
		if (operation.endsWith('/preview')) return { model: { method: 'thresholds', classes: CLASSES } };
		if (operation === 'POST /crm/loyalty/accounts') return { program: 'club', customer: world.customers.own };
		if (operation.endsWith('{token}/redemptions')) return { reward: 'coffee', key: randomUUID() };
		if (operation.endsWith('/intake')) return FILED;
		if (operation.endsWith('/mails')) return { message_id: randomUUID(), from: { address: 'li@example.com' }, subject: 'Broken' };
		if (operation.endsWith('/transitions')) return { to: 'acknowledged' };
		if (operation.endsWith('/merge')) return { into: complaints.pop() };
		if (operation.endsWith('/approvals')) return { amount: 1 };
		if (operation.endsWith('/simulate')) return { program: 'club', customer: world.customers.own, order: { amount: 10 } };
		if (operation.endsWith('/backtest')) return { rule: 'club_purchase', from: '2026-01-01', to: '2026-12-31' };
		if (operation.endsWith('/refunds')) return { amount: 0.01 };
		if (operation.endsWith('/referrer')) return { code: friendCode };
		if (operation.endsWith('/tier')) return { tier: null, until: '2099-12-31', reason: 'x' };
		if (/(release|freeze)$/.test(operation)) return { reason: 'x' };
		if (operation.endsWith('/adjustments')) return { points: 1, reason: 'x' };
		if (operation.endsWith('/transfers')) return { to: members.friend, points: 1 };
		if (/POST .*\/loyalty\/accounts\/.*s$/.test(operation)) return { points: 1 };
		return operation.startsWith('POST') ? {} : undefined;
	};
	const urlOf = (operation: string, who: Who): string =>
		operation
			.split(' ')[1]!
			.replace('/imports/{id}', `/imports/${imports[who] ?? randomUUID()}`)
			.replace('/complaints/{id}', () => `/complaints/${complaints.pop()}`)
			.replace('/complaints/public/{token}', `/complaints/public/${status}`)
			.replace('/orders/{id}', `/orders/${paid}`)
			.replace('/accounts/{id}', `/accounts/${members.own}`)
			.replace('/holds/{id}', () => `/holds/${holds.pop()}`)
			.replace('{token}/vouchers/{id}', `{token}/vouchers/${vouchers[0]!.id}`)
			.replace(/\{token\}\/redemptions$/, (path) => (operation.startsWith('GET') ? `${path}?reward=coffee` : path))
			.replace('/vouchers/{id}', () => `/vouchers/${vouchers.pop()!.id}`)
			.replace(/loyalty\/vouchers$/, `loyalty/vouchers?code=${vouchers[0]!.code}`)
			.replace(/^\/crm\/loyalty\/accounts$/, (path) => (operation.startsWith('GET') ? `${path}?card=${card.number}` : path))
			.replace('{token}', card.token)
			.replace('{name}', asset)
			.replace('/programs/{key}', '/programs/club')
			.replace('{key}', 'turnover')
			.replace('{id}', world.customers.own);

	it('figures of a representative are about their own customers', async () => {
		const [all, own] = await Promise.all((['manager', 'representative'] as const).map(
			async (who) => (await world.as<Summary>(who, 'GET', `${MODEL}/summary`)).data,
		)) as [Summary, Summary];
		expect([all.scope, own.scope]).toEqual(['company', 'own']);
		expect(all.customers).toBeGreaterThanOrEqual(3);
		expect(own.customers).toBe(1);
		expect(own.value).toBe(10);
		expect(own.classes.reduce((sum, row) => sum + row.value_share, 0)).toBeCloseTo(1);
		const curve = (await world.as<{ value_share: number }[]>('representative', 'GET', `${MODEL}/pareto?points=3`)).data;
		expect(curve.map(({ value_share: share }) => share)).toEqual([0, 0.5, 1]);
	});

	it('so are moves between classes', async () => {
		const read = async (who: Who): Promise<Changes> => (await world.as<Changes>(who, 'GET', `${MODEL}/changes`)).data;
		const moved = ({ transitions }: Changes): number => transitions.reduce((sum, row) => sum + row.customers, 0);
		const [all, own] = [await read('manager'), await read('representative')];
		// All three customers were scored for the first time, or fell since.
		expect(moved(all)).toBe(3);
		expect(moved(own)).toBe(1);
		expect([...new Set(own.changes.map(({ customer }) => customer))]).toEqual([world.customers.own]);
		expect(own.classes.reduce((sum, row) => sum + row.customers_to, 0)).toBe(1);
	});

	it('effort is one’s own; that of a colleague is refused', async () => {
		const effort = (who: Who, owner?: string) =>
			world.as<{ interactions: number; owners: { owner: string }[] }>(who, 'GET', `/crm/abc/effort?model=turnover${owner ? `&owner=${owner}` : ''}`);
		expect((await effort('manager')).data.interactions).toBe(2);
		expect((await effort('manager', world.users.colleague)).data.interactions).toBe(1);
		const own = (await effort('representative')).data;
		expect(own.owners.map(({ owner }) => owner)).toEqual([world.users.representative]);
		expect((await effort('representative', world.users.colleague)).status).toBe(403);
	});

	it('why a foreign customer has its class is not told', async () => {
		expect((await world.as('representative', 'GET', `${MODEL}/customers/${world.customers.foreign}`)).status).toBe(403);
	});

	it.each(EVERYBODY)('%s reaches what the table says', async (who) => {
		for (const [operation, cells] of Object.entries(OPERATIONS)) {
			const [method] = operation.split(' ');
			const answer = await ask<{ id: string }>(who, method!, urlOf(operation, who), method === 'POST' ? bodyOf(operation) : undefined);
			if (operation === 'POST /crm/system/imports' && answer.status === 202) imports[who] = answer.data.id;
			const told = `${operation} (${cells[who]}): ${answer.status} ${answer.text.slice(0, 200)}`;
			// An import without refused rows has no file of them, which is no refusal of the caller.
			const done = answer.status < 300 || (operation.endsWith('/rejects') && answer.status === 404);
			expect.soft(cells[who] === '-' ? isRefused(answer) : done, told).toBe(true);
		}
		await world.as('admin', 'POST', '/crm/abc/models/pareto/primary', {});
	});

	it('a representative sees the points and complaints of own customers, not of others', async () => {
		expect((await ask('representative', 'GET', `/crm/loyalty/accounts/${members.friend}`)).status).toBe(403);
		const foreign = await world.plant('crm_complaints', 'representative', 'foreign');
		const taken = await world.as('service', 'PATCH', `/items/crm_complaints/${foreign}`, { assignee: world.users.service });
		expect(taken.status, `service agents take cases on: ${taken.text}`).toBe(200);
		for (const method of ['GET', 'POST']) expect((await ask('representative', method, `/crm/complaints/${foreign}/transitions`, method === 'POST' ? { to: 'acknowledged' } : undefined)).status).toBe(403);
		expect((await ask('representative', 'GET', `/crm/loyalty/accounts/${members.friend}/entries`)).status).toBe(403);
		for (const what of ['rewards', 'vouchers']) expect((await ask('representative', 'GET', `/crm/loyalty/accounts/${members.friend}/${what}`)).status).toBe(403);
		expect((await ask('representative', 'GET', `/crm/loyalty/customers/${world.customers.foreign}/benefits`)).status).toBe(403);
		expect((await ask('representative', 'GET', '/crm/loyalty/vouchers?code=NONE')).status).toBe(403);
		expect((await ask('service', 'GET', '/crm/loyalty/vouchers?code=NONE')).status).toBe(404);
		const { data } = await ask<{ card: { number: string } }>('directus', 'GET', `/crm/loyalty/accounts/${members.friend}`);
		const found = await Promise.all([data.card.number, '9000000000000000'].map((number) => ask('representative', 'GET', `/crm/loyalty/accounts?card=${number}`)));
		expect(found.map(({ status }) => status), 'a foreign card is as unknown as no card').toEqual([403, 403]);
	});

	it('an import belongs to who started it', async () => {
		expect((await world.as('manager', 'GET', `/crm/system/imports/${imports.integrator}`)).status).toBe(404);
		const { data } = await world.as<{ id: string }[]>('manager', 'GET', '/crm/system/imports');
		expect(data.map(({ id }) => id)).toEqual([imports.manager]);
	});
});
