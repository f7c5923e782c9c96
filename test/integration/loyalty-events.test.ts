import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { crmDone } from '../support/crm.ts';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Answer, type Instance } from '../support/instance.ts';

interface Made { id: string }

/** What members earn besides orders, as administrators set it and staff see it. */
eachInstance('rules for other events', ({ reference }) => {
	let crm: Instance;
	let program: string;
	beforeAll(async () => {
		crm = await startInstance(reference);
		program = (await crm.knex('crm_loyalty_programs').where({ key: 'club' }).first('id')).id;
	});
	afterAll(() => crm.stop());

	const post = <T = Record<string, never>>(path: string, body: object, key = randomUUID()): Promise<Answer<T>> =>
		crm.call<T>('POST', `/crm/loyalty/${path}`, body, { headers: { 'idempotency-key': key } });
	const rule = async (values: object): Promise<string> => {
		const row = { key: `r${randomUUID().slice(0, 8)}`, name: 'Event', program, status: 'active', effect: 'fixed', points: 30, ...values };
		const { status, data, text } = await crm.call<Made>('POST', '/items/crm_loyalty_rules', row);
		expect([status, text]).toEqual([200, expect.anything()]);
		return data.id;
	};
	const member = async (values: object = {}): Promise<{ account: string; customer: string }> => {
		const customer = (await crm.call<Made>('POST', '/items/crm_customers', { name: 'Member', kind: 'person', ...values })).data.id;
		const { data } = await post<Made>('accounts', { program: 'club', customer });
		return { account: data.id, customer };
	};
	const available = async (account: string): Promise<number> => (await crm.call<{ available: number }>('GET', `/crm/loyalty/accounts/${account}`)).data.available;
	const soon = (account: string, points: number) => expect.poll(() => available(account), { timeout: 20_000, interval: 200 }).toBe(points);

	it('enrolment at once; an interaction noted through Directus; a birthday of today by the sweep', async () => {
		await rule({ trigger: 'enrolment', points: 5 });
		await rule({ trigger: 'interaction', interaction_kind: 'care', interaction_filter: { channel: { _eq: 'visit' } }, points: 10 });
		await rule({ trigger: 'birthday', points: 100 });
		const { timezone } = await crm.knex('crm_loyalty_programs').where({ id: program }).first('timezone');
		const today = new Date().toLocaleDateString('en-CA', { timeZone: timezone });
		const { account, customer } = await member({ birthday: `1992-${today.slice(5)}` });
		expect(await available(account)).toBe(5);
		const touch = { customer, occurred_at: new Date(), channel: 'visit', kind: 'care' };
		const { data } = await crm.call<Made>('POST', '/items/crm_interactions', touch);
		await soon(account, 15);
		await crm.call('PATCH', `/items/crm_interactions/${data.id}`, { outcome: 'happy' });
		await crmDone(crm.env, 'sweep');
		await soon(account, 115);
		await crmDone(crm.env, 'sweep');
		expect(await available(account)).toBe(115);
	});

	it('by hand, named by its id or key, once for a request; else it says why not', async () => {
		const { account } = await member();
		const before = await available(account);
		const key = `k${randomUUID().slice(0, 8)}`;
		const id = await rule({ key, trigger: 'manual', points: 30 });
		const request = randomUUID();
		const first = await post<{ points: number }>(`accounts/${account}/accruals`, { rule: key, reason: 'a broken cup' }, request);
		expect([first.status, first.data.points]).toEqual([200, 30]);
		await post(`accounts/${account}/accruals`, { rule: key, reason: 'a broken cup' }, request);
		await post(`accounts/${account}/accruals`, { rule: id });
		expect(await available(account)).toBe(before + 60);
		const refused = async (body: object): Promise<unknown[]> => {
			const { status, errors } = await post(`accounts/${account}/accruals`, body);
			return [status, errors?.[0]?.extensions?.['reason']];
		};
		expect(await refused({ rule: 'club_purchase' })).toEqual([422, 'rule_not_by_hand']);
		expect(await refused({ rule: 'nothing' })).toEqual([404, 'not_found']);
		expect(await refused({ rule: key, points: 5 })).toEqual([400, 'points_order_or_rule']);
		expect(await refused({})).toEqual([400, 'points_order_or_rule']);
	});

	it('tried before it is published: what an event would earn a member, and why', async () => {
		const { customer } = await member({ name: 'Tried' });
		const draft = await rule({ status: 'draft', trigger: 'birthday', points: 77, customer_filter: { name: { _eq: 'Tried' } } });
		const simulate = (body: object) => post<{ points: number; rules: { rule: string; outcome: string }[] }>('simulate', { program: 'club', customer, ...body });
		const tried = await simulate({ event: { trigger: 'birthday' }, rule: draft });
		expect(tried.data.rules.find(({ rule: id }) => id === draft)).toMatchObject({ outcome: 'applied' });
		expect(tried.data.points).toBeGreaterThanOrEqual(77);
		expect((await simulate({ event: { trigger: 'manual' }, rule: draft })).data).toMatchObject({ points: 0, rules: [{ rule: draft, outcome: 'other_trigger' }] });
		expect((await simulate({ event: { trigger: 'order_paid' } })).status).toBe(400);
		expect((await simulate({})).errors?.[0]?.extensions?.['reason']).toBe('order_or_event');
		expect((await simulate({ event: { trigger: 'interaction', interaction: randomUUID() } })).status).toBe(404);
	});

	it('what does not fit a trigger is refused on save, by its field', async () => {
		const refused = async (values: object): Promise<unknown[]> => {
			const row = { key: `r${randomUUID().slice(0, 8)}`, name: 'Event', program, status: 'active', effect: 'fixed', points: 30, ...values };
			const { status, errors } = await crm.call('POST', '/items/crm_loyalty_rules', row);
			return [status, errors?.[0]?.extensions?.['field'], errors?.[0]?.extensions?.['reason']];
		};
		expect(await refused({ trigger: 'birthday', effect: 'per_amount', per_amount: 1 })).toEqual([400, 'effect', 'no_amount']);
		expect(await refused({ trigger: 'manual', effect: 'multiplier', percent: 200 })).toEqual([400, 'effect', 'nothing_to_multiply']);
		expect(await refused({ trigger: 'birthday', anniversary_year: 1 })).toEqual([400, 'anniversary_year', 'not_for_trigger']);
		expect(await refused({ trigger: 'interaction', interaction_filter: { gone: { _eq: 1 } } })).toEqual([400, 'interaction_filter.gone', 'unknown_field']);
	});
}, { isLong: true });
