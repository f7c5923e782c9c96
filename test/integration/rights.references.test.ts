import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../rights/world.ts';
import type { Answer } from '../support/instance.ts';

type Row = Record<string, unknown>;
const REP = 'representative';
const NOWHERE = '11111111-1111-4111-8111-111111111111';

/** A row hangs on what it names: whoever may not open that may not hang anything on it, by whatever way. */
describe('what a written row refers to', () => {
	let world: World;
	let own: { customer: string; contact: string; order: string; interaction: string; task: string };
	let foreign: typeof own;
	/** Of the representative's own customer. */
	let paid: { order: string; line: string };
	let draftLine: string;
	beforeAll(async () => {
		world = await createWorld('reference');
		const make = async (whose: 'own' | 'foreign'): Promise<typeof own> => ({
			customer: world.customers[whose],
			contact: await world.plant('crm_contacts', REP, whose),
			order: await world.plant('crm_orders', REP, whose),
			interaction: await world.plant('crm_interactions', REP, whose),
			task: await world.plant('crm_tasks', REP, whose),
		});
		own = await make('own');
		foreign = await make('foreign');
		const order = await world.plant('crm_orders', REP, 'own', { status: 'paid' });
		paid = { order, line: await world.plant('crm_order_lines', REP, 'own', { order }) };
		draftLine = await world.plant('crm_order_lines', REP, 'own', { order: own.order });
	});
	afterAll(() => world.stop());

	const post = (path: string, body: unknown): Promise<Answer> => world.as(REP, 'POST', path, body);
	const patch = (path: string, body: unknown): Promise<Answer> => world.as(REP, 'PATCH', path, body);
	const contact = (customer: unknown): Row => ({ name: 'Forged', customer });
	const talk = (more: Row): Row => ({ customer: own.customer, channel: 'phone', occurred_at: '2026-01-01T00:00:00Z', ...more });

	const REFUSED: [string, () => Promise<Answer>][] = [
		['a new row on a foreign customer', () => post('/items/crm_contacts', contact(foreign.customer))],
		['one on a customer of nobody', () => post('/items/crm_contacts', contact(world.customers.pool))],
		['one on a customer that does not exist', () => post('/items/crm_contacts', contact(NOWHERE))],
		['one on something that is no key', () => post('/items/crm_contacts', contact('nonsense'))],
		['the customer as an object', () => post('/items/crm_contacts', contact({ id: foreign.customer }))],
		['the customer in a list', () => post('/items/crm_contacts', contact([foreign.customer]))],
		['an object that forges the owner', () => post('/items/crm_contacts', contact({ id: foreign.customer, owner: world.users.representative }))],
		['one bad row among good ones', () => post('/items/crm_contacts', [contact(own.customer), contact(foreign.customer)])],
		['moving a row of one’s own', () => patch(`/items/crm_contacts/${own.contact}`, { customer: foreign.customer })],
		['moving rows by keys', () => patch('/items/crm_contacts', { keys: [own.contact], data: { customer: foreign.customer } })],
		['moving rows in a batch', () => patch('/items/crm_contacts', [{ id: own.contact, customer: foreign.customer }])],
		['moving rows that match a query', () => patch('/items/crm_contacts', { query: { filter: { id: { _eq: own.contact } } }, data: { customer: foreign.customer } })],
		['an order line on a foreign order', () => post('/items/crm_order_lines', { order: foreign.order })],
		['an order line on a paid order of one’s own', () => post('/items/crm_order_lines', { order: paid.order })],
		['moving a line to a paid order', () => patch(`/items/crm_order_lines/${draftLine}`, { order: paid.order })],
		['moving a line out of a paid order', () => patch(`/items/crm_order_lines/${paid.line}`, { order: own.order })],
		['taking a line of a paid order over', () => patch(`/items/crm_orders/${own.order}`, { lines: [draftLine, paid.line] })],
		['lines below a paid order', () => patch(`/items/crm_orders/${paid.order}`, { lines: { create: [{ description: 'x' }], update: [], delete: [] } })],
		['an interaction with a foreign contact', () => post('/items/crm_interactions', talk({ contact: foreign.contact }))],
		['a task from a foreign interaction', () => post('/items/crm_tasks', { title: 'x', interaction: foreign.interaction })],
		['a foreign parent', () => patch(`/items/crm_customers/${own.customer}`, { parent: foreign.customer })],
		['a foreign referrer', () => post('/items/crm_customers', { name: 'x', referred_by: foreign.customer })],
		['taking a foreign order over', () => patch(`/items/crm_customers/${own.customer}`, { orders: [foreign.order] })],
		['nested below one’s own customer', () => patch(`/items/crm_customers/${own.customer}`, { interactions: { create: [{ channel: 'phone', occurred_at: '2026-01-01T00:00:00Z', contact: foreign.contact }] } })],
		['nested below a new customer', () => post('/items/crm_customers', { name: 'x', tasks: [{ title: 'x', interaction: foreign.interaction }] })],
		['naming another owner', () => post('/items/crm_customers', { name: 'x', owner: world.users.colleague })],
		['giving a customer away', () => patch(`/items/crm_customers/${own.customer}`, { owner: world.users.colleague })],
		['giving a customer to nobody', () => patch(`/items/crm_customers/${own.customer}`, { owner: null })],
		['taking a customer of nobody', () => patch(`/items/crm_customers/${world.customers.pool}`, { owner: world.users.representative })],
	];

	it.each(REFUSED)('refuses %s, and nothing is written', async (_why, write) => {
		const counts = () => Promise.all(['crm_customers', 'crm_contacts', 'crm_interactions', 'crm_tasks', 'crm_order_lines'].map(
			async (table) => Number((await world.crm.knex(table).count({ n: '*' }).first())?.n),
		));
		const before = await counts();
		const { status, errors } = await write();
		expect(status).toBe(403);
		expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
		expect(await counts()).toEqual(before);
		expect((await world.crm.knex('crm_contacts').where({ id: own.contact }).first('customer')).customer).toBe(own.customer);
	});

	it('tells a foreign customer from one that does not exist by nothing', async () => {
		const answers = await Promise.all([foreign.customer, NOWHERE].map((id) => post('/items/crm_contacts', contact(id))));
		expect(answers[0]!.text).toBe(answers[1]!.text);
		expect(answers[0]!.errors[0]?.message).toContain('"customer"');
	});

	it('GraphQL comes to the same end', async () => {
		const create = `mutation { create_crm_contacts_item(data: { name: "x", customer: { id: "${foreign.customer}", name: "x" } }) { id } }`;
		const move = `mutation { update_crm_contacts_item(id: "${own.contact}", data: { customer: { id: "${foreign.customer}" } }) { id } }`;
		for (const query of [create, move]) {
			const { errors } = await world.as(REP, 'POST', '/graphql', { query });
			expect(errors[0]?.extensions.code, query).toBe('FORBIDDEN');
		}
	});

	it('so does an import of Directus', async () => {
		const form = new FormData();
		const rows = JSON.stringify([contact(own.customer), contact(foreign.customer)]);
		form.append('file', new Blob([rows], { type: 'application/json' }), 'contacts.json');
		const headers = { authorization: `Bearer token-${REP}` };
		const answer = await fetch(`${world.crm.url}/utils/import/crm_contacts`, { method: 'POST', body: form, headers });
		expect(answer.status).toBe(403);
		expect(await world.crm.knex('crm_contacts').where({ name: 'Forged' })).toEqual([]);
	});

	it('one’s own work goes through: nested, new and moved', async () => {
		const made = await world.as<Row>(REP, 'POST', '/items/crm_customers?fields=owner,contacts.name,orders.lines.description', {
			name: 'Mine', contacts: [{ name: 'A' }], orders: [{ number: 'N-1', amount: 1, placed_at: '2026-01-01T00:00:00Z', lines: [{ description: 'L' }] }],
		});
		expect(made.data).toEqual({ owner: world.users.representative, contacts: [{ name: 'A' }], orders: [{ lines: [{ description: 'L' }] }] });
		expect((await post('/items/crm_contacts', contact({ name: 'New with its contact' }))).status).toBe(200);
		expect((await post('/items/crm_interactions', talk({ contact: own.contact }))).status).toBe(200);
		expect((await post('/items/crm_order_lines', { order: own.order })).status).toBe(200);
		const confirmed = await world.plant('crm_orders', REP, 'own', { status: 'confirmed' });
		expect((await patch(`/items/crm_order_lines/${draftLine}`, { order: confirmed })).status).toBe(200);
		expect((await world.as('manager', 'POST', '/items/crm_order_lines', { order: paid.order })).status).toBe(200);
		expect((await patch(`/items/crm_customers/${own.customer}`, { parent: null, notes: 'x' })).status).toBe(200);
	});

	it('a manager assigns customers, also those of nobody', async () => {
		const answer = await world.as('manager', 'PATCH', `/items/crm_customers/${world.customers.pool}`, { owner: world.users.colleague });
		expect(answer.status).toBe(200);
	});

	it('"do not contact" is noted by everybody who talks with the customer, and taken back by managers', async () => {
		const set = (who: 'representative' | 'service' | 'manager', value: boolean) =>
			world.as(who, 'PATCH', `/items/crm_customers/${own.customer}`, { do_not_contact: value });
		for (const who of ['representative', 'service'] as const) {
			expect((await set(who, true)).status, who).toBe(200);
			expect((await set(who, false)).status, who).toBe(400);
		}
		expect((await set('manager', false)).status).toBe(200);
	});

	it('a representative books no payments and leaves paid orders alone', async () => {
		expect((await patch(`/items/crm_orders/${own.order}`, { status: 'paid' })).status).toBe(400);
		expect((await patch(`/items/crm_orders/${own.order}`, { refunded_amount: 1 })).status).toBe(403);
		await world.crm.knex('crm_orders').where({ id: own.order }).update({ status: 'paid' });
		expect((await patch(`/items/crm_orders/${own.order}`, { amount: 9 })).status).toBe(403);
	});
});
