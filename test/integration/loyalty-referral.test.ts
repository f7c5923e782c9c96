import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { crmDone } from '../support/crm.ts';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Answer, type Instance } from '../support/instance.ts';

interface Made { id: string; created: boolean; referral?: Brought }
interface Brought { account: string; referrer: string; state: string; reason: string | null }
interface Sides { code: string; referrer: { name: string | null; state: string } | null; referees: { name: string | null; state: string; reason: string | null }[]; referee_count: number }

/** Over the API; each way a referral can go: test/golden/loyalty/referral. */
eachInstance('members bring members', ({ reference }) => {
	let crm: Instance;
	beforeAll(async () => {
		crm = await startInstance(reference);
		const program = (await crm.knex('crm_loyalty_programs').where({ key: 'club' }).first('id')).id as string;
		const rule = { name: 'A friend', program, status: 'active', version: 1, trigger: 'referral_qualified', effect: 'fixed', points: 500, gives: 'points', priority: 1, exclusive: false };
		await crm.knex('crm_loyalty_rules').insert({ ...rule, id: randomUUID(), key: 'friends' });
	});
	afterAll(() => crm?.stop());

	const post = <T = Record<string, never>>(path: string, body: object, key: string = randomUUID()): Promise<Answer<T>> =>
		crm.call<T>('POST', `/crm/loyalty/${path}`, body, { headers: { 'idempotency-key': key } });
	const customer = async (name: string): Promise<string> => (await crm.call<Made>('POST', '/items/crm_customers', { name })).data.id;
	const enrol = async (of: string, more: object = {}, key?: string) => post<Made>('accounts', { program: 'club', customer: of, ...more }, key);
	const sides = async (account: string): Promise<Sides> => (await crm.call<Sides>('GET', `/crm/loyalty/accounts/${account}/referral`)).data;
	const stateOf = async (account: string): Promise<string | undefined> => (await sides(account)).referrer?.state;
	const balance = async (account: string) => (await crm.call<{ available: number; pending: number }>('GET', `/crm/loyalty/accounts/${account}`)).data;
	const soon = <T>(what: () => Promise<T>, is: T) => expect.poll(what, { timeout: 60_000, interval: 300 }).toEqual(is);

	it('with a code at enrolment; both earn, wait, and lose it when the order comes back', async () => {
		const { id: referrer } = (await enrol(await customer('Old friend'))).data;
		const { code } = await sides(referrer);
		const newcomer = await customer('New friend');
		const key = randomUUID();
		const refused = await enrol(newcomer, { referral_code: 'AAA-AAA-AAA' });
		expect([refused.status, refused.errors[0]!.extensions.reason, refused.errors[0]!.extensions.field]).toEqual([422, 'unknown_referral_code', 'referral_code']);
		expect(await crm.knex('crm_loyalty_accounts').where({ customer: newcomer })).toEqual([]);
		const typed = code.toLowerCase().replaceAll('-', ' ');
		const made = await enrol(newcomer, { referral_code: typed }, key);
		const account = made.data.id;
		expect(made.data).toEqual({ id: account, created: true, referral: { account, referrer, state: 'attributed', reason: null } });
		expect((await enrol(newcomer, { referral_code: typed }, key)).data).toEqual(made.data);
		expect((await enrol(newcomer, {}, key)).errors[0]!.extensions.reason).toBe('idempotency_mismatch');
		expect((await sides(referrer)).referees).toEqual([{ account, customer: newcomer, name: 'New friend', state: 'attributed', reason: null }]);
		const order = (await crm.call<Made>('POST', '/items/crm_orders', { number: randomUUID(), customer: newcomer, placed_at: new Date(Date.now() + 5000), amount: 120, status: 'paid' })).data.id;
		await soon(() => stateOf(account), 'qualified');
		await crmDone(crm.env, 'sweep');
		await soon(async () => [(await balance(account)).pending, (await balance(referrer)).pending], [500, 500]);
		await crm.call('PATCH', `/items/crm_orders/${order}`, { status: 'cancelled' });
		await soon(() => stateOf(account), 'reversed');
		await crmDone(crm.env, 'sweep');
		await soon(async () => [(await balance(account)).pending, (await balance(referrer)).pending], [0, 0]);
	});

	it('later, while nothing was bought; what does not count says why, and somebody else may be named', async () => {
		const [a, b] = [(await enrol(await customer('A'))).data.id, (await enrol(await customer('B'))).data.id];
		const [codeA, codeB] = [(await sides(a)).code, (await sides(b)).code];
		expect((await post<Brought>(`accounts/${a}/referrer`, { code: codeA })).data).toMatchObject({ state: 'rejected', reason: 'self_referral' });
		expect((await post<Brought>(`accounts/${a}/referrer`, { code: codeB })).data).toMatchObject({ state: 'attributed', referrer: b });
		const other = (await sides((await enrol(await customer('C'))).data.id)).code;
		const again = await post(`accounts/${a}/referrer`, { code: other });
		expect([again.status, again.errors[0]!.extensions.reason]).toEqual([409, 'has_referrer']);
		expect((await crm.call<{ referred_by: string }>('GET', `/items/crm_customers/${(await crm.knex('crm_loyalty_accounts').where({ id: a }).first('customer')).customer}`)).data.referred_by).toBeTruthy();
		expect((await crm.call('POST', `/crm/loyalty/accounts/${a}/referrer`, { code: other })).status, 'a key is needed').toBe(400);
	});
}, { isLong: true });
