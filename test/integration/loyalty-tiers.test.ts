import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { crmDone } from '../support/crm.ts';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Answer, type Instance } from '../support/instance.ts';
import { runOn } from '../support/loyalty/tables.ts';

interface Standing {
	customer: string;
	status: string;
	tier: string | null;
	tier_name: string | null;
	tier_since: string | null;
	tier_until: string | null;
	tier_at_risk: boolean;
	tier_locked_until: string | null;
	tier_points: number;
	points_to_keep_tier: number | null;
	next_tier: string | null;
	points_to_next_tier: number | null;
}

eachInstance('tiers', ({ reference }) => {
	let crm: Instance;
	let program: { id: string; tiers: { key: string; name: string }[] };
	beforeAll(async () => {
		crm = await startInstance(reference);
		program = (await crm.call<(typeof program)[]>('GET', '/items/crm_loyalty_programs?filter[key][_eq]=club')).data[0]!;
	});
	afterAll(() => crm.stop());

	const post = <T = Record<string, never>>(path: string, body: object): Promise<Answer<T>> =>
		crm.call<T>('POST', `/crm/loyalty/accounts/${path}`, body, { headers: { 'idempotency-key': randomUUID() } });
	const read = async (id: string): Promise<Standing> => (await crm.call<Standing>('GET', `/crm/loyalty/accounts/${id}`)).data;
	const member = async (): Promise<string> => {
		const customer = (await crm.call<{ id: string }>('POST', '/items/crm_customers', { name: 'Member' })).data.id;
		return (await crm.call<{ id: string }>('POST', '/crm/loyalty/accounts', { program: 'club', customer })).data.id;
	};
	const earn = async (account: string, tier_points: number): Promise<void> => {
		const input = { account, points: 0, tier_points };
		expect(await runOn(crm.knex, { command: 'accrue', input, key: null, at: new Date() })).toMatchObject({ kind: 'done' });
	};
	const refusal = ({ status, errors }: Pick<Answer, 'status' | 'errors'>): unknown[] =>
		[status, errors[0]?.extensions.reason, errors[0]?.extensions.field];
	const change = (body: object) => crm.call('PATCH', `/items/crm_loyalty_programs/${program.id}`, body);
	const today = dayIn(0);
	const name = (key: string): string => program.tiers.find((tier) => tier.key === key)!.name;

	it('a new member has none, and sees what is missing', async () => {
		expect(await read(await member())).toMatchObject({
			tier: null, tier_name: null, tier_until: null, tier_points: 0, points_to_keep_tier: null, next_tier: 'silver', points_to_next_tier: 1000,
		});
	});

	it('who has enough rises at once, and the customer shows it', async () => {
		const id = await member();
		await earn(id, 4000);
		const account = await read(id);
		expect(account).toMatchObject({
			tier: 'silver', tier_name: name('silver'), tier_since: today, tier_until: monthsLater(12), tier_at_risk: false, tier_locked_until: null,
			tier_points: 4000, points_to_keep_tier: 1000, next_tier: 'gold', points_to_next_tier: 1000,
		});
		await earn(id, 20_000);
		expect(await read(id)).toMatchObject({ tier: 'platinum', next_tier: null, points_to_next_tier: null });
		const shown = await crm.call<{ loyalty_tier: string }>('GET', `/items/crm_customers/${account.customer}?fields=loyalty_tier`);
		expect(shown.data.loyalty_tier).toBe(name('platinum'));
	});

	it('the sweep looks at tiers whose last day is over, and flows hear of it', async () => {
		const id = await member();
		const longAgo = new Date(Date.now() - 800 * 86_400_000);
		await crm.knex('crm_loyalty_accounts').where({ id }).update({ enrolled_at: longAgo });
		const input = { account: id, points: 0, tier_points: 1000 };
		await runOn(crm.knex, { command: 'accrue', input, key: null, at: longAgo });
		expect((await read(id)).tier, 'decided without the sweep').toBeNull();
		expect(await crm.knex('crm_loyalty_accounts').where({ id }).first('tier')).toEqual({ tier: 'silver' });
		expect(await crmDone(crm.env, 'sweep')).toMatchObject({ done: expect.arrayContaining(['tiers looked at: 1']) as unknown });
		expect(await crm.knex('crm_loyalty_accounts').where({ id }).first('tier')).toEqual({ tier: null });
		const { customer } = await read(id);
		const told = await crm.call<object[]>('GET', `/items/crm_events?filter[customer][_eq]=${customer}&filter[type][_eq]=crm.loyalty.tier_changed&sort=occurred_at`);
		expect(told.data).toMatchObject([
			{ payload: { from: null, to: 'silver', why: 'qualified' } },
			{ payload: { from: 'silver', to: null, why: 'downgraded' } },
		]);
	});

	it('a tier by hand, until a day, with a reason; and released', async () => {
		const id = await member();
		const until = dayIn(30);
		const set = await post<Standing>(`${id}/tier`, { tier: 'gold', until, reason: 'Opening party' });
		expect([set.status, set.data]).toEqual([200, { tier: 'gold', tier_since: today, tier_until: until, tier_at_risk: false, tier_locked_until: until }]);
		expect(await read(id)).toMatchObject({ tier: 'gold', points_to_keep_tier: null, next_tier: 'platinum' });
		expect((await post<Standing>(`${id}/tier/release`, { reason: 'Over' })).data).toMatchObject({ tier: null, tier_locked_until: null });
		expect(refusal(await post(`${id}/tier/release`, { reason: 'Over' }))).toEqual([409, 'tier_not_locked', undefined]);
	});

	it.each([
		['a tier that the program has not', { tier: 'diamond', until: dayIn(3), reason: 'x' }, [422, 'unknown_tier', 'tier']],
		['a day that is over', { tier: 'gold', until: '2020-01-01', reason: 'x' }, [422, 'day_is_over', 'until']],
		['no day', { tier: 'gold', until: 'soon', reason: 'x' }, [400, 'invalid_format', 'until']],
		['no reason', { tier: 'gold', until: dayIn(3) }, [400, 'invalid_type', 'reason']],
	])('by hand: %s is refused', async (_why, body, expected) => {
		expect(refusal(await post(`${await member()}/tier`, body))).toEqual(expected);
	});

	it('a frozen account stands still until it is unfrozen', async () => {
		const id = await member();
		expect((await post(`${id}/freeze`, { reason: 'Looks odd' })).data).toEqual({ status: 'frozen' });
		expect(refusal(await post(`${id}/accruals`, { points: 5 }))).toEqual([409, 'account_frozen', undefined]);
		expect(refusal(await post(`${id}/freeze`, { reason: 'Again' }))).toEqual([409, 'account_frozen', undefined]);
		expect((await post(`${id}/unfreeze`, { reason: 'All is well' })).data).toEqual({ status: 'active' });
		expect(refusal(await post(`${id}/unfreeze`, { reason: 'Again' }))).toEqual([409, 'account_is_active', undefined]);
		expect((await post(`${id}/accruals`, { points: 5 })).status).toBe(200);
	});

	it('tiers that could not be used are refused, naming the field', async () => {
		const wrong = program.tiers.map((tier) => ({ ...tier, qualify_min: 1000, keep_min: null }));
		expect(refusal(await change({ tiers: wrong }))).toEqual([400, 'tier_not_above', 'tiers.1.qualify_min']);
		expect(refusal(await change({ tier_window_length: null }))).toEqual([400, 'length_missing', 'tier_window_length']);
		const made = { key: 'other', name: 'Other', timezone: 'UTC', tiers: [{ key: 'a', name: 'A', qualify_min: 1, keep_min: 2 }] };
		expect(refusal(await crm.call('POST', '/items/crm_loyalty_programs', made))).toEqual([400, 'keep_above_qualify', 'tiers.0.keep_min']);
	});

	it('a tier that members have cannot be removed, but renamed and made easier; who has enough then rises with the next movement', async () => {
		const id = await member();
		await earn(id, 900);
		const other = await member();
		await earn(other, 1000);
		expect(refusal(await change({ tiers: program.tiers.slice(1) }))).toEqual([400, 'tier_in_use', 'tiers']);
		const tiers = program.tiers.map((tier) => (tier.key === 'silver' ? { ...tier, name: 'Silber', qualify_min: 900 } : tier));
		expect((await change({ tiers })).status).toBe(200);
		const { customer } = await read(other);
		const shown = async () => (await crm.call<{ loyalty_tier: string }>('GET', `/items/crm_customers/${customer}?fields=loyalty_tier`)).data.loyalty_tier;
		await expect.poll(shown, { timeout: 10_000 }).toBe('Silber');
		await post(`${id}/accruals`, { points: 1 });
		expect(await crm.knex('crm_loyalty_accounts').where({ id }).first('tier')).toEqual({ tier: 'silver' });
		expect((await change({ tiers: program.tiers })).status).toBe(200);
	});

	it('the audit finds every tier again, and names one that somebody changed', async () => {
		const id = await member();
		await earn(id, 5000);
		const wrong = async (): Promise<string[]> => {
			const audit = await crm.call<{ checks: { name: string; ok: boolean; examples: string[] }[] }>('POST', '/crm/system/audit', {});
			return audit.data.checks.filter(({ name: check, ok }) => check.startsWith('loyalty.') && !ok).flatMap(({ examples }) => examples);
		};
		expect(await wrong()).toEqual([]);
		await crm.knex('crm_loyalty_accounts').where({ id }).update({ tier: 'platinum' });
		expect((await wrong()).join()).toContain(`${id}: tier_equals_replay`);
		await crm.knex('crm_loyalty_accounts').where({ id }).update({ tier: 'gold' });
		expect(await wrong()).toEqual([]);
	});
}, { isLong: true });

/** A day in Shanghai, counted from today. */
function dayIn(days: number): string {
	return new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
}

function monthsLater(months: number): string {
	const [year, month, day] = dayIn(0).split('-').map(Number) as [number, number, number];
	const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
	return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}
