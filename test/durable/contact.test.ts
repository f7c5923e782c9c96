import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { passContact, type ContactRequest } from '../../extensions/core/src/api/contact/pass-contact.ts';
import { eachDatabase } from '../support/databases.ts';
import { createStampTables, newCard } from '../support/stamp-card.ts';

const NOON = new Date('2026-03-02T04:00:00Z');
const DAY_MS = 86_400_000;

eachDatabase('the contact policy', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createStampTables(knex);
	});
	const pass = (customer: string, dedupeKey: string, rest: Partial<ContactRequest> = {}) =>
		knex.transaction((trx) =>
			passContact(trx, { customer, dedupeKey, channel: 'email', purpose: 'survey', plugin: 'test', now: NOON, ...rest }),
		);

	it('of eight messages at once from two plugins, two pass on a channel and four in all', async () => {
		const { customer } = await newCard(knex, 0);
		const asked = Array.from({ length: 8 }, (_, i) =>
			pass(customer, `m${i}`, { channel: i % 2 ? 'email' : 'sms', plugin: i < 4 ? 'surveys' : 'loyalty' }),
		);
		const verdicts = await Promise.all(asked);
		expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(4);
		const logged = await knex('crm_contact_log').where({ customer }).groupBy('channel').select('channel').count({ n: '*' });
		expect(logged.map(({ n }) => Number(n))).toEqual([2, 2]);
	});

	it('the same message asked for again passes again and is counted once', async () => {
		const { customer } = await newCard(knex, 0);
		await Promise.all(Array.from({ length: 4 }, () => pass(customer, 'same')));
		expect(await pass(customer, 'same')).toEqual({ allowed: true });
		expect(await knex('crm_contact_log').where({ customer })).toHaveLength(1);
		expect(await pass(customer, 'second')).toEqual({ allowed: true });
		expect(await pass(customer, 'third')).toMatchObject({ reason: 'limit_channel', tryAgainAt: new Date(NOON.getTime() + 30 * DAY_MS) });
		expect(await pass(customer, 'third', { now: new Date(NOON.getTime() + 30 * DAY_MS) })).toEqual({ allowed: true });
	});

	it('a message that passed and was not sent is asked about again', async () => {
		const { customer } = await newCard(knex, 0);
		expect(await pass(customer, 'late')).toEqual({ allowed: true });
		expect(await pass(customer, 'late', { now: new Date('2026-03-02T15:00:00Z') }), 'at night').toMatchObject({ reason: 'quiet_hours' });
		await knex('crm_customers').where({ id: customer }).update({ do_not_contact: true });
		expect(await pass(customer, 'late')).toEqual({ allowed: false, reason: 'do_not_contact' });
	});

	it('a message whose transaction fails is not counted', async () => {
		const { customer } = await newCard(knex, 0);
		const failing = knex.transaction(async (trx) => {
			await passContact(trx, { customer, dedupeKey: 'x', channel: 'email', purpose: 'survey', plugin: 'test', now: NOON });
			throw new Error('the mail server is away');
		});
		await expect(failing).rejects.toThrow('away');
		expect(await knex('crm_contact_log').where({ customer })).toHaveLength(0);
	});

	it.each([
		['do not contact', { do_not_contact: true }, 'do_not_contact'],
		['a withdrawn consent', { consent_email: false }, 'consent_refused'],
		['an archived customer', { status: 'archived' }, 'customer_archived'],
	])('%s is read from the customer', async (_what, fields, reason) => {
		const { customer } = await newCard(knex, 0, fields);
		expect(await pass(customer, 'm')).toEqual({ allowed: false, reason });
	});

	it('the settings decide', async () => {
		const { customer } = await newCard(knex, 0);
		await knex('crm_settings').update({ contact_max_per_channel: 0 });
		expect(await pass(customer, 'm')).toMatchObject({ reason: 'limit_channel' });
		await knex('crm_settings').update({ contact_max_per_channel: null, contact_max_total: null, quiet_from: '11:00', quiet_to: '13:00' });
		expect(await pass(customer, 'm')).toMatchObject({ reason: 'quiet_hours', tryAgainAt: new Date('2026-03-02T05:00:00Z') });
		await knex('crm_settings').update({ quiet_from: null });
		expect(await pass(customer, 'm')).toEqual({ allowed: true });
	});

	it('an unknown customer gets nothing', async () => {
		expect(await pass('00000000-0000-4000-8000-000000000000', 'm')).toMatchObject({ reason: 'customer_archived' });
	});
});
