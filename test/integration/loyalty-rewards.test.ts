import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Answer, type Instance } from '../support/instance.ts';

type Json = Record<string, unknown>;
interface Voucher { id: string; code: string; state: string; account: string; reward: { key: string }; points: number; customer: { name: string } }
interface Told { key: string; available: boolean; reason: string | null; message: string | null; left: number | null; left_for_member: number | null }
interface Benefits { discount_percent: number | null; programs: { program: string; tier: string | null; discount_percent: number | null }[] }

eachInstance('rewards and vouchers', ({ reference }) => {
	let crm: Instance;
	let program: string;
	let customer: string;
	let account: string;
	beforeAll(async () => {
		crm = await startInstance(reference);
		const tiers = [{ key: 'gold', name: 'Gold', qualify_min: 50, discount_percent: 5, benefits: 'Coffee' }];
		program = await newRow('crm_loyalty_programs', { key: 'p', name: 'P', timezone: 'UTC', tiers });
		customer = await newRow('crm_customers', { name: 'Member', region: 'north' });
		account = (await post<{ id: string }>('accounts', { program: 'p', customer })).data.id;
		await post(`accounts/${account}/accruals`, { points: 100 });
	});
	afterAll(() => crm.stop());

	const newRow = async (collection: string, row: Json): Promise<string> => {
		const { data, text } = await crm.call<{ id: string }>('POST', `/items/${collection}`, row);
		if (!data) throw new Error(text);
		return data.id;
	};
	const rewardRow = (row: Json = {}): Json => ({ key: `r${randomUUID().slice(0, 8)}`, name: 'Coffee', program, status: 'active', points: 10, ...row });
	const post = <T = Json>(path: string, body: Json = {}, key: string = randomUUID()): Promise<Answer<T>> =>
		crm.call<T>('POST', `/crm/loyalty/${path}`, body, { headers: { 'idempotency-key': key } });
	const redeem = (body: Json, key?: string) => post<{ voucher: Voucher; available: number }>(`accounts/${account}/redemptions`, body, key);
	const refused = ({ status, errors }: Answer<unknown>): unknown[] => [status, errors?.[0]?.extensions.field, errors?.[0]?.extensions.reason];

	it.each([
		{ row: { points: 0 }, field: 'points', reason: 'not_whole' },
		{ row: { program: randomUUID() }, field: 'program', reason: 'unknown_program' },
		{ row: { min_tier: 'platinum' }, field: 'min_tier', reason: 'unknown_lowest_tier' },
		{ row: { eligibility: { gone: { _eq: 1 } } }, field: 'eligibility.gone', reason: 'unknown_field' },
		{ row: { eligibility: { 'year(date_created)': { _eq: 2026 } } }, field: 'eligibility.year(date_created)', reason: 'function_in_memory' },
		{ row: { eligibility: { owner: { _eq: '$CURRENT_USER' } } }, field: 'eligibility.owner._eq', reason: 'depends_on_user' },
	])('refuses $field of a reward: $reason', async ({ row, field, reason }) => {
		expect(refused(await crm.call('POST', '/items/crm_loyalty_rewards', rewardRow(row)))).toEqual([400, field, reason]);
	});

	it('how many were given is not for anybody to write, and a reward with vouchers stays', async () => {
		expect((await crm.call('POST', '/items/crm_loyalty_rewards', rewardRow({ issued: 3 }))).status).toBe(403);
		const reward = await newRow('crm_loyalty_rewards', rewardRow({ points: 1 }));
		expect((await redeem({ reward })).status).toBe(200);
		const other = await newRow('crm_loyalty_programs', { key: 'q', name: 'Q', timezone: 'UTC' });
		expect(refused(await crm.call('PATCH', `/items/crm_loyalty_rewards/${reward}`, { program: other }))).toEqual([400, 'program', 'reward_has_vouchers']);
		expect(refused(await crm.call('DELETE', `/items/crm_loyalty_rewards/${reward}`))).toEqual([409, undefined, 'reward_in_use']);
		expect((await crm.call('PATCH', `/items/crm_loyalty_rewards/${reward}`, { status: 'ended' })).status).toBe(200);
	});

	it('a member sees what is to be had, redeems by key, and the till looks up the code and uses it once', async () => {
		await newRow('crm_loyalty_rewards', rewardRow({ key: 'coffee', stock: 2, limit_customer: 1, voucher_days: 30, eligibility: { region: { _eq: 'north' } } }));
		await newRow('crm_loyalty_rewards', rewardRow({ key: 'south', eligibility: { region: { _eq: 'south' } } }));
		await newRow('crm_loyalty_rewards', rewardRow({ key: 'car', points: 100_000 }));
		const rewards = async (language = 'en'): Promise<Told[]> =>
			(await crm.call<{ rewards: Told[] }>('GET', `/crm/loyalty/accounts/${account}/rewards`, undefined, { headers: { 'accept-language': language } })).data.rewards;
		expect((await rewards()).map(({ key, available, reason }) => [key, available, reason])).toEqual([
			['coffee', true, null], ['south', false, 'not_eligible'], ['car', false, 'insufficient_points'],
		]);
		expect((await rewards('zh-CN'))[2]!.message).toContain('可用积分');
		const key = randomUUID();
		const first = await redeem({ reward: 'coffee' }, key);
		expect(first.data).toMatchObject({ points: 10, voucher: { state: 'issued', points: 10, reward: { key: 'coffee', name: 'Coffee' } } });
		expect((await redeem({ reward: 'coffee' }, key)).data).toEqual(first.data);
		expect(refused(await redeem({ points: 10 }, key))).toEqual([409, undefined, 'idempotency_mismatch']);
		expect(refused(await redeem({ reward: 'coffee' }))).toEqual([409, 'reward', 'reward_limit_reached']);
		expect(refused(await redeem({ reward: 'south' }))).toEqual([422, 'reward', 'not_eligible']);
		expect(refused(await redeem({ reward: 'car' }))).toEqual([409, 'reward', 'insufficient_points']);
		expect((await redeem({ reward: 'none' })).status).toBe(404);
		expect(refused(await redeem({ reward: 'coffee', points: 1 }))).toEqual([400, 'points', 'points_or_reward']);
		expect(refused(await redeem({}))).toEqual([400, 'points', 'points_or_reward']);
		expect((await rewards())[0]).toMatchObject({ left: 1, left_for_member: 0, reason: 'reward_limit_reached' });
		const { code, id } = first.data.voucher;
		const written = `${code.slice(0, 5).toLowerCase()}-${code.slice(5)}`;
		const found = await crm.call<Voucher>('GET', `/crm/loyalty/vouchers?code=${written}`);
		expect(found.data).toMatchObject({ id, account, customer: { name: 'Member' }, state: 'issued' });
		expect((await post<{ voucher: Voucher }>(`vouchers/${id}/use`)).data.voucher.state).toBe('used');
		expect(refused(await post(`vouchers/${id}/use`))).toEqual([409, undefined, 'already_used']);
		expect((await post(`vouchers/${randomUUID()}/use`)).status).toBe(404);
	});

	it('a cancelled voucher gives its points back; vouchers are listed by state', async () => {
		const before = (await crm.call<{ available: number }>('GET', `/crm/loyalty/accounts/${account}`)).data.available;
		const reward = await newRow('crm_loyalty_rewards', rewardRow());
		const { voucher } = (await redeem({ reward })).data;
		expect((await post(`vouchers/${voucher.id}/cancel`)).data).toMatchObject({ points: 10, available: before, voucher: { state: 'cancelled' } });
		expect(refused(await post(`vouchers/${voucher.id}/cancel`))).toEqual([409, undefined, 'already_cancelled']);
		const listed = async (query: string): Promise<string[]> =>
			(await crm.call<{ vouchers: Voucher[] }>('GET', `/crm/loyalty/accounts/${account}/vouchers${query}`)).data.vouchers.map(({ state }) => state);
		expect((await listed('')).sort()).toEqual(['cancelled', 'issued', 'used']);
		expect(await listed('?state=cancelled')).toEqual(['cancelled']);
		expect(await listed('?state=expired')).toEqual([]);
		expect((await crm.call<{ issued: number }>('GET', `/items/crm_loyalty_rewards/${reward}`)).data.issued).toBe(0);
	});

	it('plain rows of vouchers are ours alone', async () => {
		expect((await crm.call('POST', '/items/crm_loyalty_vouchers', { code: 'MINE' })).status).toBe(403);
	});

	it('a till asks what a customer’s tiers are worth', async () => {
		const benefits = async (): Promise<Benefits> => (await crm.call<Benefits>('GET', `/crm/loyalty/customers/${customer}/benefits`)).data;
		expect(await benefits()).toMatchObject({ discount_percent: null, programs: [{ program: 'p', name: 'P', tier: null, next_tier: 'gold', points_to_next_tier: 50 }] });
		await post(`accounts/${account}/tier`, { tier: 'gold', until: '2099-12-31', reason: 'x' });
		expect(await benefits()).toMatchObject({ discount_percent: 5, programs: [{ tier: 'gold', tier_name: 'Gold', discount_percent: 5, benefits: 'Coffee', next_tier: null }] });
		const stranger = await newRow('crm_customers', { name: 'Stranger' });
		expect((await crm.call<Benefits>('GET', `/crm/loyalty/customers/${stranger}/benefits`)).data).toEqual({ discount_percent: null, programs: [] });
	});

	it('the audit finds nothing', async () => {
		const { data } = await crm.call<{ checks: { name: string; violations: string[] }[] }>('POST', '/crm/system/audit', {});
		expect(JSON.stringify(data)).not.toMatch(/voucher .* cost|reward .* counted/);
	});
}, { isLong: true });
