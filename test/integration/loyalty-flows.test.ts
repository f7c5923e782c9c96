import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../rights/world.ts';

interface Moved { points: number; available: number; txn: string }

describe('Flows that move points', () => {
	let world: World;
	let account: string;
	let customer: string;
	beforeAll(async () => {
		world = await createWorld('reference');
		customer = world.customers.own;
		account = (await world.crm.call<{ id: string }>('POST', '/crm/loyalty/accounts', { program: 'club', customer })).data.id;
	});
	afterAll(() => world.stop());

	/** A Flow with one operation; the answer of that is the Flow's. */
	async function flowOf(trigger: string, flowOptions: object, type: string, options: object): Promise<string> {
		const { crm } = world;
		const { data } = await crm.call<{ id: string }>('POST', '/flows', { name: type, status: 'active', trigger, options: { return: '$last', ...flowOptions } });
		const operation = randomUUID();
		const place = { flow: data.id, key: 'move', name: 'move', position_x: 1, position_y: 1 };
		expect((await crm.call('POST', '/operations', { id: operation, ...place, type, options })).status).toBe(200);
		expect((await crm.call('PATCH', `/flows/${data.id}`, { operation })).status).toBe(200);
		return data.id;
	}
	const hook = (type: string, options: object): Promise<string> => flowOf('webhook', { method: 'POST', async: false }, type, options);
	const call = async <T>(flow: string, body: object = {}): Promise<T> => {
		const { text } = await world.as('manager', 'POST', `/flows/trigger/${flow}`, body);
		return JSON.parse(text) as T;
	};
	const available = async (): Promise<number> => Number((await world.crm.knex('crm_loyalty_accounts').where({ id: account }).first('available')).available);

	it('gives, takes and corrects, with the points from what set the Flow off, and hands on the answer', async () => {
		const accrue = await hook('crm-loyalty-accrue', { customer: '{{ $trigger.body.customer }}', points: '{{ $trigger.body.points }}', reason: 'Gift' });
		expect(await call<Moved>(accrue, { customer, points: 500 })).toMatchObject({ points: 500, available: 500 });
		const redeem = await hook('crm-loyalty-redeem', { account, points: '200' });
		expect(await call<Moved>(redeem)).toMatchObject({ points: 200, available: 300 });
		const adjust = await hook('crm-loyalty-adjust', { customer, program: 'club', points: -50, reason: 'Mistake' });
		expect(await call<Moved>(adjust)).toMatchObject({ points: -50, available: 250 });
		const told: { actor: string }[] = await world.crm.knex('crm_events').where({ type: 'crm.loyalty.points_adjusted' }).select('actor');
		expect(told.map(({ actor }) => actor)).toEqual([world.users.manager]);
	});

	it('takes a reward instead of points, and hands on the code of its voucher', async () => {
		const program: string = (await world.crm.knex('crm_loyalty_programs').where({ key: 'club' }).first('id')).id;
		expect((await world.crm.call('POST', '/items/crm_loyalty_rewards', { key: 'tea', name: 'Tea', program, status: 'active', points: 40 })).status).toBe(200);
		const before = await available();
		const redeem = await hook('crm-loyalty-redeem', { account, reward: 'tea', key: 'once' });
		const first = await call<Moved & { voucher: { code: string } }>(redeem);
		expect(first).toMatchObject({ points: 40, available: before - 40, voucher: { reward: { key: 'tea' }, state: 'issued', code: expect.any(String) as string } });
		expect(await call(redeem)).toEqual(first);
		const both = await call<{ extensions: object }>(await hook('crm-loyalty-redeem', { account, reward: 'tea', points: 5 }));
		expect(both.extensions).toMatchObject({ code: 'INVALID_PAYLOAD', reason: 'points_or_reward' });
	});

	it('a stated key counts once, and nothing is done twice by it', async () => {
		const before = await available();
		const accrue = await hook('crm-loyalty-accrue', { account, points: 10, key: 'march {{ $trigger.body.round }}' });
		const first = await call<Moved>(accrue, { round: 1 });
		expect(await call<Moved>(accrue, { round: 1 })).toEqual(first);
		expect(await available()).toBe(before + 10);
		await call<Moved>(accrue, { round: 2 });
		expect(await available()).toBe(before + 20);
	});

	it('a created row moves points once; a manual Flow each time that its button is pressed', async () => {
		const before = await available();
		const scope = { type: 'action', scope: ['items.create'], collections: ['crm_interactions'] };
		await flowOf('event', scope, 'crm-loyalty-accrue', { customer: '{{ $trigger.payload.customer }}', points: 5, reason: 'Visit' });
		const visit = { customer, channel: 'visit', occurred_at: new Date().toISOString() };
		expect((await world.crm.call('POST', '/items/crm_interactions', visit)).status).toBe(200);
		await expect.poll(available).toBe(before + 5);
		const manual = await flowOf('manual', { collections: ['crm_customers'], async: false }, 'crm-loyalty-accrue', { customer: '{{ $trigger.body.keys[0] }}', points: 7 });
		for (let press = 1; press <= 2; press++) {
			const { status } = await world.crm.call('POST', `/flows/trigger/${manual}`, { collection: 'crm_customers', keys: [customer] });
			expect(status).toBe(200);
		}
		expect(await available()).toBe(before + 19);
	});

	it('two equal movements of one Flow are two, for each row once; a correction by nothing is refused', async () => {
		const { crm } = world;
		const before = await available();
		const [first, second] = [randomUUID(), randomUUID()];
		const scope = { type: 'action', scope: ['items.create'], collections: ['crm_contacts'] };
		const { data } = await crm.call<{ id: string }>('POST', '/flows', { name: 'Twice', status: 'active', trigger: 'event', options: scope });
		const place = { flow: data.id, type: 'crm-loyalty-accrue', options: { account, points: 3 }, position_x: 1, position_y: 1 };
		await crm.call('POST', '/operations', { id: second, ...place, key: 'second', name: 'second' });
		await crm.call('POST', '/operations', { id: first, ...place, key: 'first', name: 'first', resolve: second });
		expect((await crm.call('PATCH', `/flows/${data.id}`, { operation: first })).status).toBe(200);
		expect((await crm.call('POST', '/items/crm_contacts', { customer, name: 'Twice' })).status).toBe(200);
		await expect.poll(available, { timeout: 10_000 }).toBe(before + 6);
		const nothing = await call<{ extensions: object }>(await hook('crm-loyalty-adjust', { account, points: '0', reason: 'Nothing' }));
		expect(nothing.extensions).toMatchObject({ code: 'INVALID_PAYLOAD', field: 'points', reason: 'zero' });
	});

	it.each([
		{ why: 'more than there is', options: () => ({ account, points: 1_000_000 }), code: 'CONFLICT', reason: 'insufficient_points' },
		{ why: 'no number', options: () => ({ account, points: 'many' }), code: 'INVALID_PAYLOAD', field: 'points' },
		{ why: 'nobody named', options: () => ({ points: 1 }), code: 'INVALID_PAYLOAD', reason: 'account_or_customer' },
		{ why: 'no member', options: () => ({ customer: world.customers.foreign, points: 1 }), code: 'NOT_FOUND' },
	])('a refusal reaches the Flow in the form of the contract: $why', async ({ options, code, reason, field }) => {
		const flow = await hook('crm-loyalty-redeem', options());
		const answer = await call<{ message: string; extensions: { code: string; reason?: string; problems?: { field?: string; reason: string }[] } }>(flow);
		expect(answer).toMatchObject({ message: expect.any(String) as string, extensions: { code } });
		const { reason: said, problems = [] } = answer.extensions;
		if (reason) expect([said, ...problems.map((problem) => problem.reason)]).toContain(reason);
		if (field) expect(problems.map((problem) => problem.field)).toContain(field);
	});
});
