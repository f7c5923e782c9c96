import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { crmDone } from '../support/crm.ts';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Answer, type Instance } from '../support/instance.ts';

interface View { metric: string; state: string; target: number; remaining: number; due_at: string | null; calendar: string }

eachInstance('clocks of complaints over the API', ({ reference }) => {
	let crm: Instance;
	beforeAll(async () => {
		crm = await startInstance(reference, { CRM_PUBLIC_LIMIT: '1000' });
	});
	afterAll(() => crm?.stop());

	const clocksOf = async (id: string): Promise<Record<string, View>> =>
		Object.fromEntries((await crm.call<View[]>('GET', `/crm/complaints/${id}/clocks`)).data.map((clock) => [clock.metric, clock]));
	const refused = ({ status, errors }: Answer): unknown[] => [status, errors[0]?.extensions.field];

	it('run when the intake answers; the receipt stops none, a person who answers does', async () => {
		const filed = await crm.call<{ reference: string }>('POST', '/crm/complaints/intake', { name: 'Li', email: 'li@example.com', subject: 'Broken', body: 'x' }, { token: null });
		const { id } = await crm.knex('crm_complaints').where({ reference: filed.data.reference }).first('id');
		const begun = await clocksOf(id);
		expect(begun).toMatchObject({ ack: { state: 'running', target: 120 }, first_response: { state: 'running' }, resolution: { state: 'running' } });
		// Of 2,700 minutes some may be over where the machine is busy.
		expect(Math.abs(Number(begun['resolution']!['remaining']) - 2698)).toBeLessThanOrEqual(2);
		await crmDone(crm.env, 'sweep');
		expect(await clocksOf(id)).toMatchObject({ ack: { state: 'running' }, first_response: { state: 'running' } });
		const moved = await crm.call('POST', `/crm/complaints/${id}/transitions`, { to: 'acknowledged' }, { headers: { 'idempotency-key': randomUUID() } });
		expect(moved.status).toBe(200);
		const customer = (await crm.call<{ id: string }>('POST', '/items/crm_customers', { name: 'Li' })).data.id;
		const note = (direction: string) => crm.call('POST', '/items/crm_interactions', { customer, complaint: id, channel: 'phone', direction, occurred_at: new Date().toISOString() });
		expect((await note('internal')).status).toBe(200);
		await crmDone(crm.env, 'sweep');
		expect(await clocksOf(id)).toMatchObject({ ack: { state: 'met' }, first_response: { state: 'running' } });
		expect((await note('outbound')).status).toBe(200);
		await crmDone(crm.env, 'sweep');
		expect(await clocksOf(id)).toMatchObject({ first_response: { state: 'met' }, resolution: { state: 'running' } });
	});

	it('a policy that could not be kept to is refused, with the line', async () => {
		const { id: calendar } = await crm.knex('crm_calendars').first('id');
		const policy = (more: object) => crm.call('POST', '/items/crm_sla_policies', { key: randomUUID().slice(0, 8), name: 'x', calendar, ...more });
		expect(refused(await policy({ targets: [{ metric: 'ack', amount: 0, unit: 'business_minutes' }] }))).toEqual([400, 'targets.0.amount']);
		expect(refused(await policy({ customer_filter: { speed: { _eq: 1 } } }))).toEqual([400, 'customer_filter.speed']);
		expect((await policy({ targets: [{ metric: 'ack', amount: 5, unit: 'business_minutes' }], complaint_filter: { customer: { value_class: { _eq: 'A' } } } })).status).toBe(200);
	});
});
