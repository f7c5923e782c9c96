import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { crmDone } from '../support/crm.ts';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Answer, type Instance } from '../support/instance.ts';

interface Balance { available: number; pending: number; held: number; debt: number }
interface Account extends Balance {
	id: string;
	program: string;
	customer: string;
	lots: { open_points: number; status: string; expires_on: string }[];
}

eachInstance('/crm/loyalty', ({ reference }) => {
	let crm: Instance;
	beforeAll(async () => {
		crm = await startInstance(reference);
	});
	afterAll(() => crm.stop());

	const post = <T = Record<string, never>>(path: string, body: object, key: string | null = randomUUID()): Promise<Answer<T>> =>
		crm.call<T>('POST', `/crm/loyalty/${path}`, body, { headers: key === null ? {} : { 'idempotency-key': key } });
	const read = async (id: string): Promise<Account> => (await crm.call<Account>('GET', `/crm/loyalty/accounts/${id}`)).data;
	const newCustomer = async (): Promise<string> => (await crm.call<{ id: string }>('POST', '/items/crm_customers', { name: 'Member' })).data.id;
	const member = async (points = 0): Promise<string> => {
		const { data } = await post<{ id: string }>('accounts', { program: 'club', customer: await newCustomer() });
		if (points > 0) expect((await post(`accounts/${data.id}/accruals`, { points })).status).toBe(200);
		return data.id;
	};
	const refusal = ({ status, errors }: Pick<Answer, 'status' | 'errors'>): unknown[] => [status, errors[0]?.extensions.code, errors[0]?.extensions.reason];

	it('enrols a customer, and again gives the same account', async () => {
		const customer = await newCustomer();
		const first = await post<{ id: string; created: boolean }>('accounts', { program: 'club', customer }, null);
		expect([first.status, first.data.created]).toEqual([200, true]);
		const again = await post<{ id: string; created: boolean }>('accounts', { program: 'club', customer: customer.toUpperCase() }, null);
		expect(again.data).toEqual({ id: first.data.id, created: false });
		expect(await read(first.data.id)).toEqual({
			id: first.data.id, program: 'club', customer, status: 'active', available: 0, pending: 0, held: 0, debt: 0, lots: [],
			card: { number: expect.stringMatching(/^9\d{15}$/), qr_svg: expect.stringMatching(/^<svg .*<title>9\d{15}<\/title>/) },
			tier: null, tier_name: null, tier_since: null, tier_until: null, tier_at_risk: false, tier_locked_until: null,
			tier_points: 0, points_to_keep_tier: null, next_tier: 'silver', points_to_next_tier: 1000,
		});
	});

	it('many who enrol one customer at once get one account', async () => {
		const customer = await newCustomer();
		const answers = await Promise.all(Array.from({ length: 8 }, () => post<{ id: string }>('accounts', { program: 'club', customer }, null)));
		expect(new Set(answers.map(({ data }) => data.id)).size).toBe(1);
	});

	it.each([
		{ why: 'no such program', body: () => ({ program: 'nope', customer: '' }), says: 'Loyalty program was not found.' },
		{ why: 'no such customer', body: () => ({ program: 'club', customer: randomUUID() }), says: 'Customer was not found.' },
	])('enrolling: $why', async ({ body, says }) => {
		const given = body();
		const answer = await post('accounts', { ...given, customer: given.customer || (await newCustomer()) });
		expect([answer.status, answer.errors[0]?.message]).toEqual([404, says]);
	});

	it('earns and spends; the entries tell how', async () => {
		const id = await member(100);
		const spent = await post<Balance & { txn: string }>(`accounts/${id}/redemptions`, { points: 30, reason: 'Coffee' });
		expect(spent.data).toMatchObject({ points: 30, available: 70, pending: 0, held: 0, debt: 0 });
		const account = await read(id);
		expect(account.lots).toMatchObject([{ open_points: 70, status: 'open' }]);
		// Two years, up to the end of the month.
		expect(account.lots[0]!.expires_on).toBe(monthEndInTwoYears());
		const { data } = await crm.call<{ entries: object[]; next: number | null }>('GET', `/crm/loyalty/accounts/${id}/entries`);
		expect(data.entries).toMatchObject([
			{ seq: 2, type: 'redemption', points: -30, contra: 'redemption', reason: 'Coffee', txn: spent.data.txn },
			{ seq: 1, type: 'accrual', points: 100, contra: 'issuance', open_points: 70 },
		]);
		const page = await crm.call<{ entries: { seq: number }[]; next: number | null }>('GET', `/crm/loyalty/accounts/${id}/entries?limit=1`);
		expect([page.data.entries.map(({ seq }) => seq), page.data.next]).toEqual([[2], 2]);
		const rest = await crm.call<{ entries: { seq: number }[]; next: number | null }>('GET', `/crm/loyalty/accounts/${id}/entries?before=2`);
		expect([rest.data.entries.map(({ seq }) => seq), rest.data.next]).toEqual([[1], null]);
	});

	it('the customer shows the points, and flows hear of them', async () => {
		const id = await member(100);
		const { customer } = await read(id);
		const row = await crm.call<{ points_available: string | number }>('GET', `/items/crm_customers/${customer}?fields=points_available`);
		expect(Number(row.data.points_available)).toBe(100);
		const events = await crm.call<{ type: string }[]>('GET', `/items/crm_events?filter[customer][_eq]=${customer}&sort=seq&fields=type,payload`);
		expect(events.data).toMatchObject([
			{ type: 'crm.loyalty.member_enrolled' },
			{ type: 'crm.loyalty.points_accrued', payload: { account: id, points: 100, available: 100 } },
		]);
	});

	it('a key is required; the same one is one movement; with another request it is a mismatch', async () => {
		const id = await member(100);
		expect((await post(`accounts/${id}/redemptions`, { points: 5 }, null)).errors[0]?.extensions).toMatchObject({ code: 'INVALID_PAYLOAD', field: 'Idempotency-Key' });
		const key = randomUUID();
		const first = await post(`accounts/${id}/redemptions`, { points: 5 }, key);
		expect((await post(`accounts/${id}/redemptions`, { points: 5 }, key)).data).toEqual(first.data);
		expect(refusal(await post(`accounts/${id}/redemptions`, { points: 6 }, key))).toEqual([409, 'CONFLICT', 'idempotency_mismatch']);
		expect((await read(id)).available).toBe(95);
	});

	it('a refusal sticks to its key, also when there are points now', async () => {
		const id = await member();
		const key = randomUUID();
		const first = await post(`accounts/${id}/redemptions`, { points: 50 }, key);
		expect(refusal(first)).toEqual([409, 'CONFLICT', 'insufficient_points']);
		await post(`accounts/${id}/accruals`, { points: 100 });
		expect((await post(`accounts/${id}/redemptions`, { points: 50 }, key)).text).toBe(first.text);
		expect((await post(`accounts/${id}/redemptions`, { points: 50 })).status).toBe(200);
	});

	it.each([
		{ why: 'nothing', body: { points: 0 } },
		{ why: 'less than nothing', body: { points: -5 } },
		{ why: 'half a point', body: { points: 0.5 } },
		{ why: 'a text', body: { points: '5' } },
		{ why: 'something else besides', body: { points: 5, reward: 'x' } },
	])('$why is no number of points: 400', async ({ body }) => {
		const id = await member(10);
		expect((await post(`accounts/${id}/redemptions`, body)).status).toBe(400);
	});

	it('an unknown or malformed account is not found', async () => {
		for (const id of [randomUUID(), 'nonsense']) {
			expect((await crm.call('GET', `/crm/loyalty/accounts/${id}`)).status).toBe(404);
			expect((await post(`accounts/${id}/redemptions`, { points: 1 })).status).toBe(404);
			expect((await post(`holds/${id}/void`, {})).status).toBe(404);
		}
	});

	it('a hold takes at once, is posted in part, and only once', async () => {
		const id = await member(100);
		const { data: held } = await post<Balance & { id: string; hold: string }>(`accounts/${id}/holds`, { points: 60, expires_in_minutes: 5 });
		expect(held.id).toBe(held.hold);
		expect(held).toMatchObject({ points: 60, available: 40, held: 60 });
		expect(refusal(await post(`accounts/${id}/redemptions`, { points: 41 }))).toEqual([409, 'CONFLICT', 'insufficient_points']);
		expect(refusal(await post(`holds/${held.hold}/post`, { points: 61 }))).toEqual([422, 'UNPROCESSABLE_CONTENT', 'more_than_held']);
		const key = randomUUID();
		const posted = await post<Balance>(`holds/${held.hold}/post`, { points: 50 }, key);
		expect(posted.data).toMatchObject({ state: 'posted', points: 50, available: 50, held: 0 });
		expect((await post(`holds/${held.hold}/post`, { points: 50 }, key)).data).toEqual(posted.data);
		expect(refusal(await post(`holds/${held.hold}/void`, {}))).toEqual([409, 'CONFLICT', 'already_posted']);
		const { data: other } = await post<{ hold: string }>(`accounts/${id}/holds`, { points: 50 });
		expect((await post<Balance>(`holds/${other.hold}/void`, {})).data).toMatchObject({ state: 'voided', points: 0, available: 50 });
		expect(refusal(await post(`holds/${other.hold}/post`, {}))).toEqual([409, 'CONFLICT', 'already_voided']);
	});

	it('a hold that nobody resolves ends by itself, and the sweep writes it down', async () => {
		const id = await member(100);
		const { data: held } = await post<{ hold: string }>(`accounts/${id}/holds`, { points: 60 });
		await crm.knex('crm_loyalty_holds').where({ id: held.hold }).update({ expires_at_ms: Date.now() - 1000 });
		expect((await read(id)).available).toBe(100);
		expect(refusal(await post(`holds/${held.hold}/post`, {}))).toEqual([409, 'CONFLICT', 'hold_expired']);
		expect(Number((await crm.knex('crm_loyalty_accounts').where({ id }).first('held')).held)).toBe(60);
		expect(await crmDone(crm.env, 'sweep')).toMatchObject({ done: expect.arrayContaining(['holds that ran out: 1']) as unknown });
		expect(Number((await crm.knex('crm_loyalty_accounts').where({ id }).first('held')).held)).toBe(0);
	});

	it('a balance is corrected by hand, but never below nothing', async () => {
		const id = await member();
		expect((await post<Balance>(`accounts/${id}/adjustments`, { points: 20, reason: 'Sorry' })).data).toMatchObject({ points: 20, available: 20 });
		expect((await post<Balance>(`accounts/${id}/adjustments`, { points: -5, reason: 'Typo' })).data).toMatchObject({ points: -5, available: 15 });
		expect(refusal(await post(`accounts/${id}/adjustments`, { points: -16, reason: 'Typo' }))).toEqual([409, 'CONFLICT', 'insufficient_points']);
		expect((await post(`accounts/${id}/adjustments`, { points: 5 })).errors[0]?.extensions).toMatchObject({ field: 'reason' });
	});

	it('points are given to another member with their last days', async () => {
		const [from, to] = [await member(100), await member()];
		expect((await post<Balance>(`accounts/${from}/transfers`, { to, points: 40 })).data).toMatchObject({ available: 60 });
		expect((await read(to)).lots.map(({ expires_on: last }) => last)).toEqual((await read(from)).lots.map(({ expires_on: last }) => last));
		expect(refusal(await post(`accounts/${from}/transfers`, { to: from, points: 1 }))).toEqual([422, 'UNPROCESSABLE_CONTENT', 'same_account']);
		expect((await post(`accounts/${from}/transfers`, { to: randomUUID(), points: 1 })).status).toBe(404);
	});

	it('16 clients at once spend what is there, and no more', async () => {
		const id = await member(10);
		const answers = await Promise.all(Array.from({ length: 16 }, () => post(`accounts/${id}/redemptions`, { points: 1 })));
		expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(10).fill(200), ...Array<number>(6).fill(409)]);
		expect((await read(id)).available).toBe(0);
	});

	it('nobody writes balances or entries by hand, administrators included', async () => {
		const id = await member(10);
		const { data } = await crm.call<{ entries: { id: string }[] }>('GET', `/crm/loyalty/accounts/${id}/entries`);
		const attempts = [
			crm.call('PATCH', `/items/crm_loyalty_accounts/${id}`, { available: 1000 }),
			crm.call('POST', '/items/crm_loyalty_accounts', { available: 1000 }),
			crm.call('PATCH', `/items/crm_loyalty_entries/${data.entries[0]!.id}`, { points: 1000 }),
			crm.call('DELETE', `/items/crm_loyalty_entries/${data.entries[0]!.id}`),
			crm.call('POST', '/items/crm_loyalty_entries', { points: 1000 }),
		];
		for (const { status, errors } of await Promise.all(attempts)) {
			expect([status, errors[0]?.message]).toEqual([403, expect.stringContaining('computed by the plugin "loyalty"')]);
		}
	});

	it('the books: liability by month, a trial balance that adds up, and an audit that finds nothing', async () => {
		await member(250);
		const { data: owed } = await crm.call<{ points: number; value: number; by_month_of_expiry: { points: number; value: number }[] }>(
			'GET', '/crm/loyalty/programs/club/liability',
		);
		expect(owed).toMatchObject({ program: 'club', currency: 'CNY', breakage: { share: 0, points: 0 } });
		expect(owed.value).toBeCloseTo(owed.points / 100, 2);
		expect(owed.by_month_of_expiry.reduce((sum, { points }) => sum + points, 0)).toBe(owed.points);
		const before = await crm.call<{ points: number }>('GET', '/crm/loyalty/programs/club/liability?as_of=2020-01-01');
		expect(before.data.points).toBe(0);
		const { data: books } = await crm.call<{ lines: { account: string; points: number }[]; total: number; agrees: boolean }>(
			'GET', '/crm/loyalty/programs/club/trial-balance',
		);
		expect([books.total, books.agrees]).toEqual([0, true]);
		expect(books.lines.reduce((sum, { points }) => sum + points, 0)).toBe(0);
		expect(books.lines.find(({ account }) => account === 'members')!.points).toBe(owed.points);
		const audit = await crm.call<{ checks: { name: string; ok: boolean; examples: string[]; error: string | null }[] }>('POST', '/crm/system/audit', {});
		const ours = audit.data.checks.filter(({ name }) => name.startsWith('loyalty.'));
		expect(ours.length).toBeGreaterThan(3);
		expect(ours.filter(({ ok }) => !ok)).toEqual([]);
		expect((await crm.call('GET', '/crm/loyalty/programs/nope/liability')).status).toBe(404);
		expect((await crm.call('GET', '/crm/loyalty/programs/club/liability?as_of=soon')).status).toBe(400);
	});

	it('a program with members stays in its time zone', async () => {
		await member();
		const [{ id }] = (await crm.call<{ id: string }[]>('GET', '/items/crm_loyalty_programs?filter[key][_eq]=club')).data as [{ id: string }];
		const moved = await crm.call('PATCH', `/items/crm_loyalty_programs/${id}`, { timezone: 'UTC' });
		expect([moved.status, moved.errors[0]?.extensions.field]).toEqual([400, 'timezone']);
		expect((await crm.call('PATCH', `/items/crm_loyalty_programs/${id}`, { timezone: 'Asia/Shanghai', unit_name: '星' })).status).toBe(200);
		const made = await crm.call('POST', '/items/crm_loyalty_programs', { key: 'moon', name: 'Moon', timezone: 'Moon/Base' });
		expect([made.status, made.errors[0]?.extensions.field]).toEqual([400, 'timezone']);
	});
}, { isLong: true });

function monthEndInTwoYears(): string {
	const shanghai = new Date(Date.now() + 8 * 3_600_000);
	return new Date(Date.UTC(shanghai.getUTCFullYear() + 2, shanghai.getUTCMonth() + 1, 0)).toISOString().slice(0, 10);
}
