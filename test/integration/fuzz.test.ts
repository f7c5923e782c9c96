import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STAMP_TABLES } from '../../docs/examples/stamp-card.ts';
import { loyaltyRuleRows } from '../../seeds/reference/loyalty-rules.ts';
import { OPERATIONS } from '../rights/rights-table.ts';
import { createWorld, type World } from '../rights/world.ts';
import { operationsOf, type Operation } from '../support/api-document.ts';
import { spoiledRequests, validRequests, type Known } from '../support/api-requests.ts';
import { eachInstance } from '../support/each-instance.ts';
import type { Instance } from '../support/instance.ts';
import { newCard } from '../support/stamp-card.ts';
import { createTestTables } from '../support/tables.ts';
import { ADMIN_TOKEN } from '../support/templates.ts';
import { extensionsWith } from '../support/third-party.ts';
import { send, type WireAnswer, type WireRequest } from '../support/wire.ts';

/** The same requests every time; another seed looks elsewhere. It is printed with what it found. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_122);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 20);

eachInstance('every operation of /crm/openapi.json', ({ reference }) => {
	let world: World;
	let crm: Instance;
	let extensions: Awaited<ReturnType<typeof extensionsWith>>;
	let operations: Operation[];
	let known: Known;

	beforeAll(async () => {
		// A third party's operations stand beside ours: they have what ours do not yet have, such as keys and public POSTs.
		extensions = await extensionsWith('stamps');
		// So many requests from one address would soon be too many.
		world = await createWorld(reference, { EXTENSIONS_PATH: extensions.path, CRM_PUBLIC_LIMIT: '10000' });
		crm = world.crm;
		known = await makeKnown(world);
		const { text } = await crm.call('GET', '/crm/openapi.json', undefined, { token: null });
		operations = operationsOf(JSON.parse(text) as Parameters<typeof operationsOf>[0]);
	});
	afterAll(async () => {
		await world.stop();
		extensions.remove();
	});

	const ask = (request: WireRequest, token: string | null): Promise<WireAnswer> => {
		const login: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
		return send(crm.url, { ...request, headers: { ...login, ...request.headers } });
	};

	/** One property per operation: whatever is asked, the answer is one that the document describes. Returns what was answered. */
	async function holds(token: string | null, requests: typeof validRequests, numRuns: number): Promise<Set<string>> {
		const answered = new Set<string>();
		for (const operation of operations) {
			const name = nameOf(operation);
			const property = fc.asyncProperty(requests(operation, known), async (request) => {
				const answer = await ask(request, token);
				if (operation.isSuccess(answer)) {
					answered.add(name);
					if (!token && !operation.isPublic) throw new Error(`${name} answers callers without a login`);
				}
				expect(operation.faults(answer), `${name}, asked ${shown(request)}`).toEqual([]);
			});
			await fc.assert(property, { seed: SEED, numRuns, endOnFailure: true });
		}
		return answered;
	}

	it('answers valid requests of an administrator as described, each of them with success at least once', async () => {
		const answered = await holds(ADMIN_TOKEN, validRequests, RUNS);
		expect(operations.map(nameOf).filter((name) => !answered.has(name))).toEqual([]);
	});

	it('refuses wrong requests of an administrator in the form of the contract', async () => {
		await holds(ADMIN_TOKEN, spoiledRequests, RUNS * 2);
	});

	it('answers a sales representative what the table of rights says, valid or wrong', async () => {
		// The same requests as the administrator's, who has moved those cases already.
		cases.splice(0, CASES_EACH);
		const answered = await holds('token-representative', validRequests, RUNS);
		const wrongly = await holds('token-representative', spoiledRequests, RUNS);
		const rows = Object.entries(OPERATIONS).map(([name, cells]) => ({ name, may: cells.representative !== '-' }));
		expect(rows.filter(({ name, may }) => may && !answered.has(name))).toEqual([]);
		expect(rows.filter(({ name, may }) => !may && (answered.has(name) || wrongly.has(name)))).toEqual([]);
	});

	it('tells callers without a login nothing but what is public', async () => {
		await holds(null, validRequests, 3);
		await holds(null, spoiledRequests, RUNS / 2);
	});

	it('a query beyond what Node reads is refused, and the server goes on', async () => {
		const request = { method: 'GET', path: `/crm/abc/effort?model=${'x'.repeat(20_000)}`, headers: {}, body: null };
		expect((await ask(request, ADMIN_TOKEN)).status).toBe(431);
	});

	it('nothing of this ended the server or left a promise that nobody looked at', async () => {
		expect((await crm.call('GET', '/server/ping')).text).toBe('pong');
		expect(crm.log()).not.toMatch(/nobody looked at it|Unhandled/i);
	});
}, { isLong: true });

const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;

/** A scored customer of the representative, an import with refused rows, a card with stamps, and the name of an asset. */
async function makeKnown({ crm, users }: World): Promise<Known> {
	const owner = users.representative;
	const customer = await crm.call<{ id: string }>('POST', '/items/crm_customers', { name: 'Fuzz & Co', owner });
	await createTestTables(crm.knex, { collections: [], tables: STAMP_TABLES });
	const { card } = await newCard(crm.knex, 100_000);
	const placed = new Date(Date.now() - 86_400_000).toISOString();
	const order = { number: `F-${randomUUID()}`, customer: customer.data.id, placed_at: placed, amount: 50, status: 'paid' };
	expect((await crm.call('POST', '/items/crm_orders', order)).status).toBe(200);
	const visit = { customer: customer.data.id, channel: 'visit', occurred_at: placed, duration_minutes: 30 };
	expect((await crm.call('POST', '/items/crm_interactions', visit)).status).toBe(200);
	expect((await crm.call('POST', '/crm/abc/models/pareto/run', {})).status).toBe(200);
	const upload = await crm.call<{ id: string }>('POST', '/crm/system/imports', 'number,placed_at,customer,amount\nX,never,C,5\n');
	while ((await crm.call<{ state: string }>('GET', `/crm/system/imports/${upload.data.id}`)).data.state !== 'done') await setTimeout(50);
	const assets = await crm.call<Record<string, string>>('GET', '/crm/assets');
	const names = Object.values(assets.data).map((url) => url.split('/').at(-1)!);
	const loyalty = await makeMembers(crm, customer.data.id);
	const complaints = await makeComplaints(crm, customer.data.id);
	return ({ path }, parameter) => {
		const meant = path.startsWith('/crm/loyalty/') ? loyalty(path, parameter) : path.startsWith('/crm/complaints/') ? complaints(parameter) : undefined;
		if (meant) return meant;
		if (parameter === 'key') return ['pareto', 'turnover', 'pyramid'];
		if (parameter === 'name') return names;
		if (parameter === 'card') return [card];
		if (parameter === 'action') return [];
		return path.includes('/imports/') ? [upload.data.id] : [customer.data.id];
	};
}

/** Two members with so many points that no request spends them all, and holds to be resolved. */
async function makeMembers(crm: Instance, customer: string): Promise<(path: string, parameter: string) => string[] | undefined> {
	const post = async <T>(path: string, body: object): Promise<T> => {
		const { data, text } = await crm.call<T>('POST', `/crm/loyalty/${path}`, body, { headers: { 'idempotency-key': randomUUID() } });
		if (!data) throw new Error(text);
		return data;
	};
	const friend = await crm.call<{ id: string }>('POST', '/items/crm_customers', { name: 'Friend' });
	const members: string[] = [];
	for (const id of [customer, friend.data.id]) {
		const { id: account } = await post<{ id: string }>('accounts', { program: 'club', customer: id });
		await post(`accounts/${account}/accruals`, { points: 900_000_000_000 });
		members.push(account);
	}
	const { data: account } = await crm.call<{ card: { number: string } }>('GET', `/crm/loyalty/accounts/${members[0]}`);
	const friendCode = (await crm.call<{ code: string }>('GET', `/crm/loyalty/accounts/${members[1]}/referral`)).data.code;
	// Not of the member whose links are renewed.
	const { url } = await post<{ url: string }>(`accounts/${members[1]}/link`, {});
	const holds: string[] = [];
	for (let i = 0; i < 12; i++) holds.push((await post<{ hold: string }>(`accounts/${members[0]}/holds`, { points: 2_000_000_000, expires_in_minutes: 600 })).hold);
	const program = (await crm.knex('crm_loyalty_programs').where({ key: 'club' }).first('id')).id;
	const reward = await crm.call('POST', '/items/crm_loyalty_rewards', { key: 'coffee', name: 'Coffee', program, status: 'active', points: 1 });
	expect(reward.status).toBe(200);
	const vouchers: { id: string; code: string }[] = [];
	const { voucher: cardVoucher } = await post<{ voucher: { id: string } }>(`accounts/${members[1]}/redemptions`, { reward: 'coffee' });
	for (let i = 0; i < 12; i++) vouchers.push((await post<{ voucher: { id: string; code: string } }>(`accounts/${members[0]}/redemptions`, { reward: 'coffee' })).voucher);
	const orders: string[] = [];
	for (let i = 0; i < 8; i++) {
		const order = { number: `FO-${i}-${randomUUID()}`, customer, placed_at: new Date(), paid_at: new Date(), amount: 100_000_000, status: 'paid' };
		orders.push((await crm.call<{ id: string }>('POST', '/items/crm_orders', order)).data.id);
	}
	return (path, parameter) => {
		if (path.includes('/orders/') || parameter === 'order') return orders;
		if (parameter === 'card') return [account.card.number];
		if (parameter === 'token') return [url.split('/').at(-1)!];
		if (parameter === 'key') return ['club'];
		if (parameter === 'rule') return [loyaltyRuleRows[0]!.key];
		if (parameter === 'customer') return [customer];
		if (parameter === 'reward') return ['coffee'];
		if (parameter === 'code') return [path.endsWith('/referrer') ? friendCode : vouchers[0]!.code];
		if (path.includes('/card/') && parameter === 'id') return [cardVoucher.id];
		if (path.includes('/vouchers/')) return vouchers.slice(...(path.endsWith('/use') ? [0, 6] : [6])).map(({ id }) => id);
		if (path.includes('/customers/')) return [customer];
		if (parameter === 'to') return [members[1]!];
		if (!path.includes('/holds/')) return [members[0]!];
		return path.endsWith('/post') ? holds.slice(0, 6) : holds.slice(6);
	};
}

/** Cases that nobody has moved yet. */
const cases: string[] = [];
const CASES_EACH = 150;

/** New cases for every kind of request, and the link of one. */
async function makeComplaints(crm: Instance, customer: string): Promise<(parameter: string) => string[] | undefined> {
	const filed = await crm.call<{ status_url: string }>('POST', '/crm/complaints/intake', { name: 'Li', phone: '13800138000', subject: 'x', body: 'y' });
	cases.length = 0;
	for (let i = 0; i < 2 * CASES_EACH; i++) cases.push((await crm.call<{ id: string }>('POST', '/items/crm_complaints', { subject: `F-${i}`, customer, type: 'inquiry' })).data.id);
	return (parameter) => {
		if (parameter === 'token') return [filed.data.status_url.split('/').at(-1)!];
		// Most states take more than one step to get to.
		if (parameter === 'to') return ['acknowledged'];
		return ['id', 'duplicate_of', 'into'].includes(parameter) ? cases.slice(0, CASES_EACH) : undefined;
	};
}

function shown({ method, path, headers, body }: WireRequest): string {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return `${method} ${path.slice(0, 500)} ${JSON.stringify(headers)} ${String(text).slice(0, 500)}`;
}
