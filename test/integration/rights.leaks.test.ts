import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../rights/world.ts';

const REP = 'representative';
type Row = Record<string, unknown>;

/** Ways to learn of rows without opening them. */
describe('what can be found out indirectly', () => {
	let world: World;
	let task: string;
	beforeAll(async () => {
		world = await createWorld('reference', { WEBSOCKETS_ENABLED: 'true' });
		const { crm, customers, users } = world;
		// Somebody else's customer shines through: as the parent of an own one, and in a task that was assigned.
		await crm.knex('crm_customers').where({ id: customers.own }).update({ parent: customers.foreign });
		await crm.knex('crm_customers').where({ id: customers.foreign }).update({ referred_by: customers.own });
		task = await world.plant('crm_tasks', REP, 'foreign');
		await crm.knex('crm_tasks').where({ id: task }).update({ assignee: users.representative });
		await world.plant('crm_tasks', REP, 'own');
	});
	afterAll(() => world.stop());

	const get = <T = Row[]>(path: string) => world.as<T>(REP, 'GET', path);

	it('an assigned task is seen, its foreign customer is not', async () => {
		const { data } = await get<Row>(`/items/crm_tasks/${task}?fields=title,customer.name,customer.phone`);
		expect(data['customer']).toBeNull();
	});

	it.each([
		['a task’s customer', '/items/crm_tasks?filter[customer][phone][_starts_with]=555-F'],
		['the parent', '/items/crm_customers?filter[parent][phone][_starts_with]=555-F'],
		['the parent, from a contact', '/items/crm_contacts?filter[customer][parent][phone][_starts_with]=555-F'],
		['a parent within a group', '/items/crm_customers?filter[_or][0][parent][phone][_starts_with]=555-F'],
		['a list of the parent', '/items/crm_customers?filter[parent][contacts][name][_nnull]=true'],
		['own rows that a foreign one names', '/items/crm_customers?filter[$FOLLOW(crm_customers,referred_by)][name][_nnull]=true'],
	])('a condition on %s finds nothing', async (_what, path) => {
		await world.plant('crm_contacts', REP, 'own');
		await world.plant('crm_contacts', REP, 'foreign');
		const { status, data } = await get(path);
		expect(status).toBe(200);
		expect(data).toEqual([]);
	});

	it.each(['filter[customer:crm_contacts][phone][_starts_with]=555-F', 'sort=customer:crm_contacts.phone'])(
		'the name of another collection opens nothing: %s',
		async (question) => {
			const { status, data } = await get(`/items/crm_tasks?fields=id&${question}`);
			if (question.startsWith('sort')) expect(status).toBe(200);
			else expect(data ?? []).toEqual([]);
		},
	);

	it('what colleagues said, and were told, cannot be asked for', async () => {
		const { crm, customers, users } = world;
		const about = { collection: 'crm_customers', item: customers.foreign };
		const comment = await world.as('manager', 'POST', '/comments', { ...about, comment: 'whispered' });
		expect(comment.status).toBe(200);
		await crm.knex('directus_notifications').insert({ recipient: users.colleague, subject: 'whispered', ...about });
		for (const [collection, by, field] of [['directus_comments', 'user_created', 'comment'], ['directus_notifications', 'recipient', 'subject']]) {
			const { data } = await get(`/users?fields=id&filter[$FOLLOW(${collection},${by})][${field}][_eq]=whispered`);
			expect(data ?? [], collection).toEqual([]);
		}
	});

	it('a condition on what one may see finds it', async () => {
		expect((await get('/items/crm_tasks?filter[customer][phone][_starts_with]=555-O')).data).toHaveLength(1);
		expect((await get('/items/crm_contacts?filter[customer][name][_eq]=Own')).data.length).toBeGreaterThan(0);
		const all = await world.as<Row[]>('manager', 'GET', '/items/crm_tasks?filter[customer][phone][_starts_with]=555-F');
		expect(all.data.length).toBeGreaterThan(0);
	});

	it('nested conditions are held to the same', async () => {
		const deep = encodeURIComponent(JSON.stringify({ tasks: { _filter: { customer: { parent: { phone: { _starts_with: '555-F' } } } } } }));
		const { data } = await get(`/items/crm_customers?fields=name,tasks.title&deep=${deep}`);
		expect(data.flatMap((row) => row['tasks'])).toEqual([]);
	});

	it('sorting by a foreign row is left out', async () => {
		const { status, data } = await get('/items/crm_tasks?sort=customer.phone&fields=id');
		expect(status).toBe(200);
		expect(data.length).toBe(2);
	});

	it.each(['PATCH', 'DELETE'])('%s of all rows that match tells nothing of foreign ones', async (method) => {
		const ask = (phone: string) => {
			const query = { filter: { customer: { phone: { _eq: phone } } } };
			return world.as(REP, method, '/items/crm_contacts', method === 'PATCH' ? { query, data: { title: 'x' } } : { query });
		};
		const [there, nowhere] = [await ask('555-Foreign'), await ask('555-Nobody')];
		expect([there.status, there.text]).toEqual([nowhere.status, nowhere.text]);
		expect(there.status).toBeLessThan(300);
	});

	it('fields that a role may not read cannot be asked about either', async () => {
		for (const question of ['filter[owner][token][_nnull]=true', 'sort=owner.last_access', 'fields=owner.token']) {
			expect((await get(`/items/crm_customers?${question}`)).status, question).toBe(403);
		}
	});

	it('search and grouping stay within what one may see', async () => {
		expect((await get('/items/crm_customers?search=Foreign')).data).toEqual([]);
		const { data } = await get('/items/crm_customers?aggregate[count]=*&groupBy[]=owner');
		expect(data.map((row) => row['owner'])).toEqual([world.users.representative]);
	});

	it('revisions are closed to those with row rules, and tell managers about our collections only', async () => {
		await world.as('manager', 'PATCH', `/items/crm_customers/${world.customers.foreign}`, { notes: 'secret' });
		expect((await get('/revisions')).status).toBe(403);
		const own = await get<{ user: string }[]>('/activity?fields=user&limit=-1');
		expect(new Set(own.data.map(({ user }) => user))).toEqual(new Set(own.data.length > 0 ? [world.users.representative] : []));
		const seen = await world.as<{ collection: string }[]>('manager', 'GET', '/revisions?fields=collection,data&limit=-1');
		expect(seen.data.length).toBeGreaterThan(0);
		expect(seen.data.filter(({ collection }) => !collection.startsWith('crm_'))).toEqual([]);
		expect(seen.text).not.toContain('password');
	});

	it('an order that is only thought of tells nothing of the rows that it is said to be linked with', async () => {
		const { crm, customers, users } = world;
		await crm.knex('directus_users').where({ id: users.colleague }).update({ location: 'whispered' });
		const { id: program } = await crm.knex('crm_loyalty_programs').where({ key: 'club' }).first('id');
		const rule = await world.plant('crm_loyalty_rules', 'manager', 'own', {
			program, status: 'active', version: 1, trigger: 'order_paid', order_filter: JSON.stringify({ user_created: { location: { _eq: 'whispered' } } }),
		});
		const outcome = async (who: 'directus' | typeof REP): Promise<unknown> => {
			const order = { amount: 10, user_created: users.colleague };
			const { data } = await world.as<{ rules: Row[] }>(who, 'POST', '/crm/loyalty/simulate', { program: 'club', customer: customers.own, order });
			return data.rules.find((told) => told['rule'] === rule)!['outcome'];
		};
		expect([await outcome('directus'), await outcome(REP)]).toEqual(['applied', 'not_matched']);
	});

	it('a till learns whose voucher it is only where it may read customers', async () => {
		const { crm, users } = world;
		const account = await world.plant('crm_loyalty_accounts', 'manager', 'own');
		const { program } = await crm.knex('crm_loyalty_accounts').where({ id: account }).first('program');
		const reward = await world.plant('crm_loyalty_rewards', 'manager', 'own', { program });
		const voucher = { account, reward, code: '7K3QMW9XPA', points: 0, issued_to: account, state: 'issued', expires_on: '9999-12-31', issued_at_ms: 0 };
		await crm.knex('crm_loyalty_vouchers').insert({ id: account, ...voucher });
		const policy = randomUUID();
		await world.as('directus', 'POST', '/policies', { id: policy, name: 'Till', app_access: false });
		for (const collection of ['crm_loyalty_accounts', 'crm_loyalty_rewards']) {
			await world.as('directus', 'POST', '/permissions', { policy, collection, action: 'read', fields: ['*'], permissions: {} });
		}
		await world.as('directus', 'POST', '/access', { policy, user: users.representative });
		const path = `/crm/loyalty/vouchers?code=${voucher.code}`;
		expect((await get<Row>(path)).data['customer']).toMatchObject({ name: null });
		expect((await world.as<Row>('manager', 'GET', path)).data['customer']).toMatchObject({ name: expect.any(String) as string });
	});

	it('a subscription hears of own rows only', async () => {
		const socket = new WebSocket(`${world.crm.url.replace('http', 'ws')}/websocket`);
		const heard: { type: string; event?: string; data?: { name: string }[] }[] = [];
		const next = (matches: (message: (typeof heard)[number]) => boolean) => expect.poll(() => heard.some(matches)).toBe(true);
		socket.onmessage = ({ data }) => heard.push(JSON.parse(String(data)));
		await new Promise((resolve) => (socket.onopen = resolve));
		socket.send(JSON.stringify({ type: 'auth', access_token: `token-${REP}` }));
		await next(({ type }) => type === 'auth');
		socket.send(JSON.stringify({ type: 'subscribe', collection: 'crm_contacts', query: { fields: ['name'] } }));
		await next(({ event }) => event === 'init');
		const make = (name: string, customer: string) => world.as('manager', 'POST', '/items/crm_contacts', { name, customer });
		await make('Foreign news', world.customers.foreign);
		await make('Own news', world.customers.own);
		await next(({ event, data }) => event === 'create' && data?.[0]?.name === 'Own news');
		expect(JSON.stringify(heard)).not.toContain('Foreign news');
		socket.close();
	});
});
