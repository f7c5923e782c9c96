import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { STAMP_TABLES } from '../../docs/examples/stamp-card.ts';
import { createWorld, type World } from '../rights/world.ts';
import { eachInstance } from '../support/each-instance.ts';
import type { Answer } from '../support/instance.ts';
import { auditCard, followUps, newCard } from '../support/stamp-card.ts';
import { createTestTables } from '../support/tables.ts';
import { extensionsWith } from '../support/third-party.ts';

/** Operations as a third party states them (test/fixtures/stamps), served by a real Directus. */
eachInstance('operations', ({ reference }, name) => {
	let world: World;
	let extensions: Awaited<ReturnType<typeof extensionsWith>>;
	beforeAll(async () => {
		extensions = await extensionsWith('stamps');
		world = await createWorld(reference, { EXTENSIONS_PATH: extensions.path, CRM_PUBLIC_LIMIT: '5', IP_TRUST_PROXY: '1' });
		await createTestTables(world.crm.knex, { collections: [], tables: STAMP_TABLES });
	});
	afterAll(async () => {
		await world.stop();
		extensions.remove();
	});

	interface Request { card: string; body?: unknown; key?: string; token?: string | null }
	const redeem = ({ card, body = { stamps: 4 }, key, token }: Request): Promise<Answer<{ left: number }>> =>
		world.crm.call('POST', `/stamps/cards/${card}/redemptions`, body, {
			headers: key === undefined ? {} : { 'idempotency-key': key },
			...(token === undefined ? {} : { token }),
		});
	const told = ({ status, data, errors }: Answer<unknown>): unknown[] => [status, data ?? errors[0]?.extensions];
	const card = async (stamps: number): Promise<string> => (await newCard(world.crm.knex, stamps)).card;

	it('rights come first, then ids, then the key, then the body', async () => {
		const bad = { card: 'no-id', body: { stamps: 'many' } };
		expect((await redeem({ ...bad, token: null })).status).toBe(403);
		expect((await redeem({ ...bad, token: 'wrong' })).status).toBe(401);
		expect((await redeem(bad)).errors[0]).toMatchObject({ message: 'Card was not found.', extensions: { code: 'NOT_FOUND' } });
		expect(told(await redeem({ ...bad, card: randomUUID() }))).toMatchObject([400, { field: 'Idempotency-Key' }]);
		expect(told(await redeem({ ...bad, card: randomUUID(), key: 'k' }))).toMatchObject([400, { field: 'stamps' }]);
	});

	it.each(['', ' ', 'x'.repeat(256)])('the key "%s" is refused', async (key) => {
		expect(told(await redeem({ card: await card(10), key }))).toMatchObject([400, { field: 'Idempotency-Key' }]);
	});

	it('the same key and body again gets the first answer, another body 409', async () => {
		const mine = await card(10);
		const first = await redeem({ card: mine, key: 'again' });
		expect(told(first)).toEqual([200, { left: 6 }]);
		await redeem({ card: mine, body: { stamps: 1 }, key: 'between' });
		expect(told(await redeem({ card: mine, key: 'again' }))).toEqual(told(first));
		const mismatch = { code: 'CONFLICT', reason: 'idempotency_mismatch' };
		expect(told(await redeem({ card: mine, body: { stamps: 5 }, key: 'again' }))).toMatchObject([409, mismatch]);
		expect(told(await redeem({ card: await card(10), key: 'again' }))).toMatchObject([409, mismatch]);
		expect(await auditCard(world.crm.knex, mine)).toEqual({ balance: 5, ledger: 5, redemptions: 2 });
	});

	it('a refusal stays with its key, also when it would be granted now', async () => {
		const mine = await card(3);
		const refused = await redeem({ card: mine, key: 'stays' });
		expect(told(refused)).toMatchObject([409, { code: 'CONFLICT', reason: 'not_enough_stamps' }]);
		await world.crm.knex('example_cards').where({ id: mine }).update({ stamps: 50 });
		expect((await redeem({ card: mine, key: 'stays' })).text).toBe(refused.text);
		expect((await redeem({ card: mine, key: 'a new one' })).status).toBe(200);
	});

	it('two callers may use the same key, and neither hears the other’s answer', async () => {
		const mine = await card(10);
		expect(told(await redeem({ card: mine, key: 'shared' }))).toEqual([200, { left: 6 }]);
		expect(told(await redeem({ card: mine, key: 'shared', token: 'token-manager' }))).toEqual([200, { left: 2 }]);
	});

	it('what is not there is not found, and its key stays free', async () => {
		expect(told(await redeem({ card: randomUUID(), key: 'free' }))).toMatchObject([404, { code: 'NOT_FOUND' }]);
		expect(told(await redeem({ card: await card(10), key: 'free' }))).toEqual([200, { left: 6 }]);
	});

	it('16 clients who send every fifth request twice: nothing is lost, nothing happens twice', async () => {
		const { card: hot, customer } = await newCard(world.crm.knex, 120);
		const keys = Array.from({ length: 200 }, (_, index) => `hot${index % 5 === 4 ? index - 2 : index}`);
		const answers: { key: string; text: string; status: number }[] = [];
		const queue = [...keys];
		const client = async (): Promise<void> => {
			for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
				const { text, status } = await redeem({ card: hot, body: { stamps: 1 }, key });
				answers.push({ key, text, status });
			}
		};
		await Promise.all(Array.from({ length: 16 }, client));
		const byKey = Map.groupBy(answers, ({ key }) => key);
		const done = [...byKey.values()].filter(([first]) => first!.status === 200);
		const refused = [...byKey.values()].filter(([first]) => first!.status === 409);
		const twice = [...byKey.values()].filter((list) => list.length === 2);
		const follow = await followUps(world.crm.knex, customer);
		const count = (kind: string): number => follow.filter((item) => item === kind).length;
		process.stdout.write(
			`${name}: ${answers.length} requests with ${byKey.size} keys, ${twice.length} of them twice: ${done.length} done, ` +
				`${refused.length} refused, ${count('core.announce')} facts, ${count('example.thank-you')} letters\n`,
		);
		expect([byKey.size, twice.length, done.length, refused.length]).toEqual([160, 40, 120, 40]);
		expect([...byKey.values()].filter((list) => new Set(list.map(({ text }) => text)).size > 1)).toEqual([]);
		expect(new Set(done.map(([first]) => first!.text)).size, 'each balance was answered once').toBe(120);
		expect(await auditCard(world.crm.knex, hot)).toEqual({ balance: 0, ledger: 0, redemptions: 120 });
		expect([count('core.announce'), count('example.thank-you')]).toEqual([120, 120]);
	});

	it('says in the document what it takes and refuses', async () => {
		const { paths } = JSON.parse((await world.crm.call('GET', '/crm/openapi.json')).text) as {
			paths: Record<string, { post: { parameters: { in: string }[]; responses: object; requestBody?: object } }>;
		};
		const { parameters, responses } = paths['/stamps/cards/{card}/redemptions']!.post;
		const header = parameters.find(({ in: place }) => place === 'header');
		expect(header).toMatchObject({ name: 'Idempotency-Key', required: true });
		expect(Object.keys(responses)).toEqual(['200', '400', '401', '403', '404', '409']);
		expect(Object.keys(paths['/stamps/wishes']!.post.responses)).toEqual(['200', '400', '401', '403', '429']);
		const forms = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'];
		expect(paths['/stamps/wishes']!.post.requestBody).toMatchObject({ content: Object.fromEntries(forms.map((type) => [type, {}])) });
	});

	const may = async (token: string | undefined, action: string, id: string): Promise<number> =>
		(await world.crm.call('GET', `/stamps/may/${action}/${id}`, undefined, token ? { token } : {})).status;

	it('a row is for those whose row rules allow it, by the action', async () => {
		const { own, foreign } = world.customers;
		const asked = async (token: string | undefined, action: string): Promise<number[]> =>
			Promise.all([own, foreign, randomUUID(), 'no-id'].map((id) => may(token, action, id)));
		expect(await asked('token-representative', 'read')).toEqual([200, 403, 403, 404]);
		expect(await asked('token-representative', 'update')).toEqual([200, 403, 403, 404]);
		expect(await asked('token-representative', 'delete')).toEqual([403, 403, 403, 403]);
		expect(await asked('token-manager', 'update')).toEqual([200, 200, 404, 404]);
		expect(await asked(undefined, 'delete')).toEqual([200, 200, 404, 404]);
		const readable = await world.crm.call('POST', '/stamps/readable', { ids: [own, foreign] }, { token: 'token-representative' });
		expect(readable.data).toEqual([own]);
		expect((await world.crm.call('POST', '/stamps/readable', { ids: [own] }, { token: null })).data).toEqual([]);
	});

	it('a failing database is not taken for a "no"', async () => {
		const { knex } = world.crm;
		const rename = (from: string, to: string) =>
			knex.schema.alterTable('crm_customers', (table) => table.renameColumn(from, to));
		await rename('owner', 'elsewhere');
		try {
			expect(await may('token-representative', 'read', world.customers.own)).toBe(500);
			expect(await may('token-representative', 'update', world.customers.own)).toBe(500);
		} finally {
			await rename('elsewhere', 'owner');
		}
		expect(await may('token-representative', 'update', world.customers.own)).toBe(200);
	});

	const wishes = (body: BodyInit, from: string, type?: string) =>
		fetch(`${world.crm.url}/stamps/wishes`, { method: 'POST', body, headers: { 'x-forwarded-for': from, ...(type ? { 'content-type': type } : {}) } });

	it('what everybody may send, forms may send as well', async () => {
		const form = new FormData();
		form.set('wish', '雨 & <sun>');
		const answers = await Promise.all([wishes(new URLSearchParams({ wish: '雨 & <sun>' }), '203.0.113.1'), wishes(form, '203.0.113.1')]);
		expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([{ data: { heard: '雨 & <sun>' } }, { data: { heard: '雨 & <sun>' } }]);
	});

	const file = new FormData();
	file.set('wish', new Blob(['x']), 'wish.txt');
	it.each([
		{ why: 'a field left empty is not there', body: new URLSearchParams({ wish: '' }), field: 'wish' },
		{ why: 'a field that is not asked for', body: new URLSearchParams({ wish: 'x', more: 'y' }), field: 'more' },
		{ why: 'the same field twice is a list', body: new URLSearchParams('wish=a&wish=b'), field: 'wish' },
		{ why: 'a file', body: file, field: 'wish' },
		{ why: 'more than we read', body: new URLSearchParams({ wish: 'x'.repeat(100_001) }), field: 'body' },
		{ why: 'a multipart form without its bounds', body: 'x', type: 'multipart/form-data', field: 'body' },
	])('a form with $why is refused', async ({ why, body, type, field }) => {
		const answer = await wishes(body, `203.0.113.${50 + why.length}`, type);
		const { errors } = (await answer.json()) as { errors: { extensions: object }[] };
		expect([answer.status, errors[0]!.extensions]).toMatchObject([400, { code: 'INVALID_PAYLOAD', field }]);
	});

	it('public POSTs are limited by address, and the answer says when to come again', async () => {
		// Behind one proxy, as this server was told it is: each address has room of its own.
		const from = (address: string) => ({ token: null, headers: { 'x-forwarded-for': address } });
		const wish = () => world.crm.call('POST', '/stamps/wishes', { wish: 'rain' }, from('203.0.113.6'));
		const answers: Answer[] = [];
		for (let index = 0; index < 7; index++) answers.push(await wish());
		const refused = answers.filter(({ status }) => status === 429);
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
		expect(refused[0]!.errors[0]?.extensions.code).toBe('REQUESTS_EXCEEDED');
		expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
		expect((await redeem({ card: await card(10), key: 'not limited' })).status).toBe(200);
		expect((await world.crm.call('POST', '/stamps/wishes', { wish: 'sun' }, from('203.0.113.7'))).status).toBe(200);
	});
});
