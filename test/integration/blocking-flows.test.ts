import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Instance } from '../support/instance.ts';

const SOON = { timeout: 20_000, interval: 200 };

/** A Flow that looks at a row before it is saved works within the save: what it does happens with the row, or not at all. */
eachInstance('points that a blocking Flow moves', ({ reference }) => {
	let crm: Instance;
	let customer: string;
	let account: string;
	beforeAll(async () => {
		crm = await startInstance(reference);
		customer = (await crm.call<{ id: string }>('POST', '/items/crm_customers', { name: 'Member' })).data.id;
		account = (await crm.call<{ id: string }>('POST', '/crm/loyalty/accounts', { program: 'club', customer })).data.id;
		await accrueOnVisit();
	});
	afterAll(() => crm.stop());

	/** Gives 5 points, then takes as many as the visit says: more than there are refuse the visit. */
	async function accrueOnVisit(): Promise<void> {
		const options = { type: 'filter', scope: ['items.create'], collections: ['crm_interactions'], return: '$trigger.payload' };
		const { data: flow } = await crm.call<{ id: string }>('POST', '/flows', { name: 'visit', status: 'active', trigger: 'event', options });
		const place = { flow: flow.id, position_x: 1, position_y: 1 };
		const [give, take] = [randomUUID(), randomUUID()];
		const steps = [
			{ id: take, key: 'take', type: 'crm-loyalty-redeem', options: { account, points: '{{ $trigger.payload.duration_minutes }}' } },
			{ id: give, key: 'give', type: 'crm-loyalty-accrue', options: { account, points: 5, reason: 'Visit' }, resolve: take },
		];
		for (const step of steps) expect((await crm.call('POST', '/operations', { ...place, name: step.key, ...step })).status).toBe(200);
		await crm.call('PATCH', `/flows/${flow.id}`, { operation: give });
	}
	const visit = (takes: number) =>
		crm.call('POST', '/items/crm_interactions', { customer, channel: 'visit', occurred_at: new Date().toISOString(), duration_minutes: takes });
	const rows = async (table: string): Promise<number> => Number((await crm.knex(table).count({ n: '*' }).first())!['n']);
	const told = (): Promise<string[]> => crm.knex('crm_events').where({ subject_id: account }).whereIn('type', ['crm.loyalty.points_accrued', 'crm.loyalty.points_redeemed']).orderBy('seq').pluck('type');
	const available = async (): Promise<number> => Number((await crm.knex('crm_loyalty_accounts').where({ id: account }).first('available')).available);

	it('are told of once the row is saved, and at once', async () => {
		expect((await visit(2)).status).toBe(200);
		await expect.poll(told, SOON).toEqual(['crm.loyalty.points_accrued', 'crm.loyalty.points_redeemed']);
		expect(await available()).toBe(3);
	});

	it('and of a row that is refused are neither moved nor told of', async () => {
		const before = await rows('crm_interactions');
		expect((await visit(1_000_000)).status).toBeGreaterThanOrEqual(400);
		expect((await visit(1)).status).toBe(200);
		await expect.poll(told, { ...SOON, message: 'what comes after is told, and nothing of what was refused before it' }).toHaveLength(4);
		expect(await available()).toBe(7);
		expect(await rows('crm_interactions')).toBe(before + 1);
		expect(await crm.knex('crm_actions').where({ kind: 'core.announce' }).whereNot({ state: 'done' })).toEqual([]);
	});
});
