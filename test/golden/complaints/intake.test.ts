import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { openCommand, receiveCommand } from '../../../extensions/complaints/src/api/intake/commands.ts';
import type { Filed, Filing } from '../../../extensions/complaints/src/domain/intake/receive.ts';
import { SCHEMA, createComplaintTables, factsOf, newComplaint, newCustomer, runOn } from '../../support/complaints/tables.ts';
import { eachDatabase } from '../../support/databases.ts';

const FILING: Filing = {
	type: 'complaint', channel: 'web', name: 'Li', phone: null, email: null, order_number: null, category: null, subject: 'Broken cup', body: 'It came in two pieces.',
	remedy_sought: null, external_id: null, language: null, reply_to: [],
};
const DAY_MS = 86_400_000;

eachDatabase('what comes in', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createComplaintTables(knex);
	});

	const file = async (given: Partial<Filing>, key: string | null = null, now?: Date): Promise<Filed> => {
		const outcome = await runOn(knex, receiveCommand(SCHEMA), { ...FILING, ...given }, { key, now });
		if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
		return outcome.answer;
	};
	const rowOf = (id: string): Promise<Record<string, unknown>> => knex('crm_complaints').where({ id }).first() as Promise<Record<string, unknown>>;
	const receiptsOf = async (ids: string[]): Promise<number> => (await knex('crm_actions').where({ kind: 'complaints.send-receipt' }).whereIn('subject_id', ids)).length;
	const order = async (customer: string): Promise<string> => {
		const number = `O-${randomUUID()}`;
		await knex('crm_orders').insert({ id: randomUUID(), number, customer, status: 'paid', amount: 1, placed_at: new Date() });
		return number;
	};

	it('every case has its own reference, however many come at once', async () => {
		const filed = await Promise.all(Array.from({ length: 25 }, (_, index) => file({ phone: `1390000${1000 + index}` })));
		expect(new Set(filed.map(({ reference }) => reference)).size).toBe(25);
		expect(filed.every(({ reference }) => /^T\d{6}$/.test(reference))).toBe(true);
		const facts = await factsOf(knex, filed[0]!.complaint);
		expect(facts.map(({ type }) => type)).toEqual(['crm.complaints.complaint_received']);
		expect(await rowOf(filed[0]!.complaint)).toMatchObject({ state: 'received', channel: 'web', acknowledged_at: null });
	});

	it('the same external id, and the same form, is taken once', async () => {
		const external_id = randomUUID();
		const both = await Promise.all([file({ external_id, phone: '13911112222' }), file({ external_id, phone: '13911112222', subject: 'Other words' })]);
		expect(both[0]).toEqual(both[1]);
		expect(await knex('crm_complaints').where({ external_id })).toHaveLength(1);
		const key = randomUUID();
		const form = await Promise.all([file({ phone: '13911113333' }, key), file({ phone: '13911113333' }, key)]);
		expect(form[0]).toEqual(form[1]);
	});

	it('the customer is found by phone, mail, contact or order, or left to staff', async () => {
		const [one, two] = [await newCustomer(knex, { phone: '138 1234 5678' }), await newCustomer(knex, { email: 'two@example.com' })];
		await knex('crm_contacts').insert({ id: randomUUID(), customer: two, name: 'Wang', phone: '13700001111' });
		const customerOf = async (given: Partial<Filing>): Promise<unknown> => (await rowOf((await file(given)).complaint))['customer'];
		await knex('crm_customers').where({ id: one }).update({ phone: '13812345678' });
		expect(await customerOf({ phone: '+86 138 1234 5678', subject: 'a' })).toBe(one);
		expect(await customerOf({ email: 'Two@example.com', subject: 'b' })).toBe(two);
		expect(await customerOf({ phone: '13700001111', subject: 'c' })).toBe(two);
		expect(await customerOf({ phone: '13799998888', order_number: await order(one), subject: 'd' })).toBe(one);
		expect(await customerOf({ phone: '13812345678', email: 'two@example.com', subject: 'e' })).toBeNull();
		const other = await file({ phone: '13812345678', order_number: await order(two), subject: 'f' });
		expect(await rowOf(other.complaint)).toMatchObject({ customer: one, order: null });
		await knex('crm_customers').where({ id: one }).update({ status: 'archived' });
		expect(await customerOf({ phone: '13812345678', subject: 'g' })).toBeNull();
	});

	it('more about the same joins the open case; of somebody else it never does', async () => {
		const customer = await newCustomer(knex, { phone: '13600000001' });
		const number = await order(customer);
		const about = { phone: '13600000001', order_number: number, category: 'Delivery' };
		const first = await file(about);
		const second = await file({ ...about, category: 'delivery', subject: 'Still waiting', body: 'Nobody called.', external_id: randomUUID() });
		expect(second).toEqual({ complaint: first.complaint, reference: first.reference, joined: true });
		expect(await knex('crm_actions').where({ kind: 'complaints.resume', subject_id: first.complaint })).toHaveLength(1);
		expect(await knex('crm_interactions').where({ complaint: first.complaint })).toMatchObject([{ customer, direction: 'inbound', kind: 'complaint', subject: 'Still waiting', body: 'Nobody called.' }]);
		expect((await factsOf(knex, first.complaint)).map(({ type }) => type)).toEqual(['crm.complaints.complaint_received', 'crm.complaints.message_received']);
		expect((await knex('crm_customers').where({ id: customer }).first('last_interaction_at')).last_interaction_at).not.toBeNull();

		await newCustomer(knex, { phone: '13600000002' });
		const stranger = await file({ ...about, phone: '13600000002' });
		expect(stranger.joined).toBe(false);
		await knex('crm_complaints').where({ id: first.complaint }).update({ state: 'closed' });
		expect((await file(about)).joined).toBe(false);
	});

	it('what only looks like a duplicate is proposed', async () => {
		await newCustomer(knex, { phone: '13600000009' });
		const first = await file({ phone: '13600000009' });
		const second = await file({ phone: '13600000009' });
		expect(second.joined).toBe(false);
		expect(await rowOf(second.complaint)).toMatchObject({ possible_duplicate_of: first.complaint });
		const later = await file({ phone: '13600000009' }, null, new Date(Date.now() + 20 * DAY_MS));
		expect(await rowOf(later.complaint)).toMatchObject({ possible_duplicate_of: null });
	});

	it('a mail that answers joins its case when it comes from the same person', async () => {
		const customer = await newCustomer(knex, { email: 'mail@example.com' });
		const first = await file({ channel: 'email', email: 'mail@example.com', external_id: '<1@x>' });
		const answer = { channel: 'email', email: 'mail@example.com', subject: `Re: [${first.reference}]`, reply_to: [first.reference] } as const;
		expect(await file({ ...answer, external_id: '<2@x>', reply_to: [...answer.reply_to] })).toMatchObject({ complaint: first.complaint, joined: true });
		expect(await file({ ...answer, external_id: '<3@x>', reply_to: ['<2@x>'] })).toMatchObject({ complaint: first.complaint, joined: true });
		expect(await file({ ...answer, external_id: '<3@x>', reply_to: ['<2@x>'] }), 'the same mail again').toMatchObject({ complaint: first.complaint, joined: true });
		expect(await knex('crm_interactions').where({ complaint: first.complaint, customer })).toHaveLength(2);
		expect((await file({ ...answer, email: 'thief@example.com', external_id: '<4@x>', reply_to: [...answer.reply_to] })).joined).toBe(false);
		await knex('crm_interactions').insert({ id: randomUUID(), customer, channel: 'email', occurred_at: new Date(), external_id: '<5@x>' });
		expect(await file({ ...answer, external_id: '<5@x>', reply_to: [...answer.reply_to] }), 'already logged as a contact').toMatchObject({ joined: true });
	});

	it('an address gets three receipts in an hour, and none is without an address', async () => {
		const email = 'loop@example.com';
		const filed: string[] = [];
		const at = new Date();
		for (let i = 0; i < 5; i++) filed.push((await file({ email, subject: `Auto ${i}`, body: String(i).repeat(50) }, null, new Date(at.getTime() + i * 60_000))).complaint);
		expect(await receiptsOf(filed)).toBe(3);
		const later = await file({ email, subject: 'Later', body: 'x' }, null, new Date(at.getTime() + 3 * 3_600_000));
		expect(await receiptsOf([later.complaint])).toBe(1);
		expect(await receiptsOf([(await file({ phone: '13500000000' })).complaint])).toBe(0);
	});

	it('what staff file is opened once, and gets its receipt where there is an address', async () => {
		const customer = await newCustomer(knex, { email: 'own@example.com' });
		const id = await newComplaint(knex, { customer });
		for (let i = 0; i < 2; i++) expect((await runOn(knex, openCommand(SCHEMA), { complaint: id })).kind).toBe('done');
		expect((await factsOf(knex, id)).map(({ type }) => type)).toEqual(['crm.complaints.complaint_received']);
		expect(await receiptsOf([id])).toBe(1);
		expect((await runOn(knex, openCommand(SCHEMA), { complaint: randomUUID() })).kind, 'deleted meanwhile').toBe('missing');
	});
});
