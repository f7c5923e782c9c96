import type { Knex } from 'knex';
import { beforeAll, expect, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { auditCard, createStampTables, followUps, newCard, NOON_IN_SHANGHAI, redeem, thankYouAtNoon } from '../support/stamp-card.ts';
import { startWorker } from '../support/workers.ts';
import { enqueueActions } from '../../extensions/core/src/api/actions/enqueue.ts';
import { LEASE_MS, actionStore } from '../../extensions/core/src/api/actions/store.ts';
import { sweepActions, type Swept } from '../../extensions/core/src/application/actions/sweep-actions.ts';

const COMMAND_STEPS = ['begun', 'locked', 'looked_up', 'loaded', 'decided', 'writing', 'written', 'committed'];

eachDatabase('kill -9', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createStampTables(knex);
	});

	it.each(COMMAND_STEPS)('of a command at "%s": sent again, it has happened once', async (step) => {
		const { card, customer } = await newCard(knex, 10);
		const keys = [{ key: `kill-${step}`, card }];
		const worker = await startWorker(knex, { redeem: { keys, clients: 1 }, dieAt: step });
		expect(await worker.run(), 'the process died').toBeNull();
		const again = await redeem(knex, { card, stamps: 1 }, `kill-${step}`);
		expect(again).toMatchObject({ kind: 'done', answer: { left: 9 }, replayed: step === 'committed' });
		expect(await auditCard(knex, card)).toEqual({ balance: 9, ledger: 9, redemptions: 1 });
		expect(await followUps(knex, customer), 'one fact and one letter').toEqual(['core.announce', 'example.thank-you']);
	});

	it.each(['claimed', 'finished'])('of a sweep at "%s": every letter is written once', async (step) => {
		await knex('crm_actions').del();
		await knex('example_letters').del();
		for (let i = 0; i < 3; i++) {
			const { card } = await newCard(knex, 10);
			await redeem(knex, { card, stamps: 1 }, `sweep-${step}-${i}`, { now: NOON_IN_SHANGHAI });
		}
		await knex('crm_actions').where({ kind: 'core.announce' }).del();
		const worker = await startWorker(knex, { sweep: true, dieAt: step });
		expect(await worker.run(), 'the process died').toBeNull();
		const held = await knex('crm_actions').where({ state: 'leased' }).count({ n: '*' }).first();
		expect(Number(held?.['n']), 'the dead process still holds some').toBeGreaterThan(0);
		const swept = await sweepAt(knex, new Date(Date.now() + LEASE_MS + 60_000));
		expect(swept.failed).toBe(0);
		expect(Number((await knex('example_letters').count({ n: '*' }).first())?.['n'])).toBe(3);
		expect(await knex('crm_actions').distinct('state').pluck('state')).toEqual(['done']);
	});
	it('of a sweep after a call was made: the call is made once more, by its key, and no other one is', async () => {
		await knex('crm_actions').del();
		await knex('example_calls').del();
		const drafts = [0, 1, 2].map((i) => ({ kind: 'example.call', dueAt: new Date(0), payload: {}, dedupeKey: `call-${i}` }));
		await knex.transaction((trx) => enqueueActions(trx, drafts, new Date()));
		const worker = await startWorker(knex, { sweep: true, dieAt: 'performed' });
		expect(await worker.run(), 'the process died').toBeNull();
		expect(await callsByKey(knex), 'before the crash').toEqual([1]);
		const survivor = await startWorker(knex, { sweep: true, skewMs: LEASE_MS + 60_000, ownClock: true });
		expect(await survivor.run()).toMatchObject({ done: 3, failed: 0 });
		expect(await callsByKey(knex), 'one doubled, none lost').toEqual([1, 1, 2]);
	});
});

async function callsByKey(knex: Knex): Promise<number[]> {
	const rows = await knex('example_calls').groupBy('dedupe_key').count({ n: '*' });
	return rows.map(({ n }) => Number(n)).sort();
}

/** Whoever survives looks after the dead one's leases have run out. */
function sweepAt(knex: Knex, now: Date): Promise<Swept> {
	return sweepActions({
		store: actionStore(knex, () => Promise.resolve(now)),
		handlers: [thankYouAtNoon],
		owner: 'survivor',
		spread: () => 0,
		onFailure: () => undefined,
	});
}
