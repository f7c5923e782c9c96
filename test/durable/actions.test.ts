import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { enqueueActions } from '../../extensions/core/src/api/actions/enqueue.ts';
import { LEASE_MS, actionStore } from '../../extensions/core/src/api/actions/store.ts';
import { actionStatus, retryDead } from '../../extensions/core/src/api/actions/status.ts';
import { sweeper } from '../../extensions/core/src/api/actions/worker.ts';
import type { ActionHandler } from '../../extensions/core/src/application/actions/ports.ts';
import { sweepActions, type Swept } from '../../extensions/core/src/application/actions/sweep-actions.ts';
import type { ActionDraft } from '../../extensions/core/src/domain/command/decision.ts';
import { eachDatabase } from '../support/databases.ts';
import { createStampTables, newCard } from '../support/stamp-card.ts';
import { startWorker } from '../support/workers.ts';

const START = Date.parse('2026-03-02T04:00:00Z');
const MINUTE_MS = 60_000;

eachDatabase('durable actions', (name, connect) => {
	let knex: Knex;
	let nowMs = START;
	const calls = new Map<string, number>();
	const call: ActionHandler<Knex> = {
		kind: 'test.call',
		perform: ({ payload }) => {
			const key = String(payload['key']);
			calls.set(key, (calls.get(key) ?? 0) + 1);
			return Promise.resolve();
		},
	};

	beforeAll(async () => {
		knex = await connect();
		await createStampTables(knex);
	});
	beforeEach(async () => {
		await knex('crm_actions').del();
		calls.clear();
		nowMs = START;
	});

	const draft = (key: string, dueMs: number, rest: Partial<ActionDraft> = {}): ActionDraft => ({
		kind: 'test.call',
		dueAt: new Date(dueMs),
		payload: { key },
		dedupeKey: key,
		...rest,
	});
	const put = (...drafts: ActionDraft[]) => enqueueActions(knex, drafts, new Date(nowMs));
	const sweep = (handlers: ActionHandler<Knex>[] = [call]): Promise<Swept> =>
		sweepActions({
			store: actionStore(knex, () => Promise.resolve(new Date(nowMs))),
			handlers,
			owner: randomUUID(),
			spread: () => 0,
			onFailure: () => undefined,
		});
	const stateOf = async (key: string): Promise<string> => {
		const rows: { state: string; payload: string }[] = await knex('crm_actions').select('state', 'payload');
		return rows.find(({ payload }) => payload.includes(`"${key}"`))!.state;
	};

	it('waits until it is due, then happens once', async () => {
		await put(draft('later', START + MINUTE_MS));
		expect(await sweep()).toMatchObject({ done: 0 });
		nowMs += MINUTE_MS;
		expect(await sweep()).toMatchObject({ done: 1, kinds: { 'test.call': 1 } });
		expect(await sweep()).toMatchObject({ done: 0 });
		expect([...calls]).toEqual([['later', 1]]);
	});

	it('the same key asked for again is not done again', async () => {
		await put(draft('twice', START), draft('twice', START));
		await sweep();
		await put(draft('twice', START));
		await sweep();
		expect([...calls]).toEqual([['twice', 1]]);
	});

	it('six hours of outage, then 5,000 ticks at once on three instances: nothing lost, nothing twice', async () => {
		const keys = Array.from({ length: 500 }, (_, i) => `outage${i}`);
		await put(...keys.map((key, i) => draft(key, START + i * 43_000)));
		nowMs = START + 6 * 60 * MINUTE_MS;
		let sweeps = 0;
		const instances = [1, 2, 3].map(() =>
			sweeper(() => {
				sweeps++;
				return sweep();
			}),
		);
		await Promise.all(Array.from({ length: 5000 }, (_, i) => instances[i % 3]!()));
		process.stdout.write(`${name}: ${calls.size} keys, most calls for one key: ${Math.max(...calls.values())}, ${sweeps} sweeps\n`);
		expect(calls.size).toBe(500);
		expect([...calls.values()]).toEqual(keys.map(() => 1));
		expect(sweeps).toBeLessThanOrEqual(6);
	});

	it('what a killed worker held is taken over when its lease has run out', async () => {
		await put(draft('orphan', START));
		const store = actionStore(knex);
		await store.claim('dead', { kinds: ['test.call'], now: new Date(nowMs), limit: 10 });
		expect(await sweep(), 'still held').toMatchObject({ done: 0 });
		nowMs += LEASE_MS + 1;
		expect(await sweep()).toMatchObject({ done: 1 });
	});

	it('a worker that lost its lease writes nothing', async () => {
		await put(draft('slow', START));
		const store = actionStore(knex);
		const [slow] = await store.claim('slow', { kinds: ['test.call'], now: new Date(nowMs), limit: 1 });
		nowMs += LEASE_MS + 1;
		await sweep();
		const write = () => Promise.reject(new Error('must not be called'));
		expect(await store.finish('slow', slow!, { now: new Date(nowMs), write })).toBe('lost');
	});

	it('a worker that slept past its lease sends nothing that another one has sent', async () => {
		await put(draft('asleep', START));
		const awake = actionStore(knex, () => Promise.resolve(new Date(nowMs)));
		const sleepy = {
			...awake,
			claim: async (...args: Parameters<typeof awake.claim>) => {
				const claimed = await awake.claim(...args);
				nowMs += LEASE_MS + 1;
				if (claimed.length > 0) await sweep();
				return claimed;
			},
		};
		await sweepActions({ store: sleepy, handlers: [call], owner: 'sleepy', spread: () => 0, onFailure: () => undefined });
		expect([...calls]).toEqual([['asleep', 1]]);
	});

	it('a call that hangs is given up; its kind waits for the next sweep and holds up no other kind', async () => {
		await put(draft('hangs', START), draft('same kind', START + 1), draft('other kind', START + 2, { kind: 'test.other' }));
		nowMs += 2;
		const { perform } = call as Performer;
		const hanging: ActionHandler<Knex> = {
			kind: 'test.call',
			perform: (action, now) => (action.payload['key'] === 'hangs' ? new Promise(() => undefined) : perform(action, now)),
		};
		const store = actionStore(knex, () => Promise.resolve(new Date(nowMs)));
		const handlers = [hanging, { kind: 'test.other', perform }];
		const swept = await sweepActions({ store, handlers, owner: 'patient', limitMs: 50, spread: () => 0, onFailure: () => undefined });
		expect(swept).toMatchObject({ done: 1, failed: 1 });
		expect([...calls]).toEqual([['other kind', 1]]);
		nowMs += LEASE_MS + 1;
		expect(await sweep()).toMatchObject({ done: 2 });
		expect([...calls].sort()).toEqual([['hangs', 1], ['other kind', 1], ['same kind', 1]]);
	});

	it('of a kind that is merely slow nothing more is begun in the same sweep either', async () => {
		await put(draft('first', START), draft('second', START + 1));
		nowMs += 1;
		const slow: ActionHandler<Knex> = {
			kind: 'test.call',
			perform: async (action, now) => {
				await new Promise((resolve) => setTimeout(resolve, 200));
				await (call as Performer).perform(action, now);
			},
		};
		const store = actionStore(knex, () => Promise.resolve(new Date(nowMs)));
		const swept = await sweepActions({ store, handlers: [slow], owner: 'patient', limitMs: 500, spread: () => 0, onFailure: () => undefined });
		expect(swept).toMatchObject({ done: 1, failed: 0 });
		nowMs += LEASE_MS + 1;
		expect(await sweep()).toMatchObject({ done: 1 });
	});

	it('what kills its process each time is given up in the end', async () => {
		await put(draft('poison', START));
		for (let death = 0; death < 8; death++) {
			const store = actionStore(knex);
			const [action] = await store.claim(`victim${death}`, { kinds: ['test.call'], now: new Date(nowMs), limit: 1 });
			await store.begin(`victim${death}`, action!, new Date(nowMs));
			nowMs += LEASE_MS + 1;
		}
		expect(await sweep()).toMatchObject({ failed: 1 });
		expect(await stateOf('poison')).toBe('dead');
	});

	it('put off to a moment that has passed, it does not spin', async () => {
		await put(draft('past', START));
		const past: ActionHandler<Knex> = { kind: 'test.call', write: () => Promise.resolve({ again: new Date(START - MINUTE_MS) }) };
		expect(await sweep([past])).toMatchObject({ done: 0, failed: 0 });
		nowMs += 1000;
		expect(await sweep()).toMatchObject({ done: 1 });
	});

	it('a changed guard makes it void', async () => {
		const { card } = await newCard(knex, 10);
		const guard = { table: 'example_cards', id: card, match: { stamps: 10 } };
		await put(draft('holds', START, { guard }), draft('void', START + 1, { guard }));
		nowMs += 1;
		const spoil: ActionHandler<Knex> = {
			kind: 'test.call',
			write: async (trx) => {
				await trx('example_cards').where({ id: card }).update({ stamps: 9 });
			},
		};
		expect(await sweep([spoil])).toMatchObject({ done: 1, cancelled: 1 });
		expect([await stateOf('holds'), await stateOf('void')]).toEqual(['done', 'cancelled']);
	});

	it('what its handler puts off waits, and does not count as a failure', async () => {
		await put(draft('quiet', START));
		const later: ActionHandler<Knex> = { kind: 'test.call', write: () => Promise.resolve({ again: new Date(START + MINUTE_MS) }) };
		expect(await sweep([later])).toMatchObject({ done: 0, failed: 0 });
		expect(await knex('crm_actions').first('state', 'attempts')).toEqual({ state: 'scheduled', attempts: 0 });
		nowMs += MINUTE_MS;
		expect(await sweep()).toMatchObject({ done: 1 });
	});

	it('an action whose plugin is switched off stays until it is back', async () => {
		await put(draft('patient', START));
		expect(await sweep([])).toMatchObject({ done: 0, failed: 0 });
		expect(await sweep()).toMatchObject({ done: 1 });
	});

	it('one instance whose clock is ten minutes ahead: every call is made once', async (test) => {
		if (name === 'SQLite') return test.skip('one process has one clock');
		await knex('example_calls').del();
		const soon = Date.now();
		await put(...Array.from({ length: 200 }, (_, i) => draft(`skew${i}`, soon, { kind: 'example.call' })));
		const workers = await Promise.all([0, 600_000].map((skewMs) => startWorker(knex, { sweep: true, skewMs })));
		const swept = (await Promise.all(workers.map((worker) => worker.run<Swept>()))).map((answer) => answer!.done);
		expect(swept[0]! + swept[1]!).toBe(200);
		const made: string[] = await knex('example_calls').pluck('dedupe_key');
		process.stdout.write(`${name}: ${new Set(made).size} keys in ${made.length} calls, ${swept.join(' + ')}\n`);
		expect(made).toHaveLength(200);
		expect(new Set(made).size).toBe(200);
		return undefined;
	});

	describe('failures', () => {
		const failing: ActionHandler<Knex> = { kind: 'test.call', perform: () => Promise.reject(new Error('no mail today')) };

		it('are tried again with growing pauses, then given up and shown', async () => {
			await put(draft('fails', START), draft('fine', START, { kind: 'test.fine' }));
			const fine: ActionHandler<Knex> = { kind: 'test.fine', perform: () => Promise.resolve() };
			expect(await sweep([failing, fine]), 'one failure does not stop the others').toMatchObject({ done: 1, failed: 1 });
			const pauses = [];
			for (let attempt = 2; attempt <= 8; attempt++) {
				const { due_at_ms: due } = await knex('crm_actions').where({ kind: 'test.call' }).first('due_at_ms');
				pauses.push((Number(due) - nowMs) / 1000);
				nowMs = Number(due);
				await sweep([failing, fine]);
			}
			expect(pauses).toEqual([30, 60, 120, 240, 480, 960, 1920]);
			expect(await stateOf('fails')).toBe('dead');
			expect(await actionStatus(knex, new Date(nowMs))).toMatchObject({
				dead: 1,
				dead_examples: [{ kind: 'test.call', attempts: 8, last_error: 'no mail today' }],
			});
			expect(await retryDead(knex, new Date(nowMs))).toBe(1);
			expect(await sweep()).toMatchObject({ done: 1 });
			expect([...calls]).toEqual([['fails', 1]]);
		});

		it('of a write leave nothing of it behind', async () => {
			const { card } = await newCard(knex, 10);
			await put(draft('half', START));
			const half: ActionHandler<Knex> = {
				kind: 'test.call',
				write: async (trx) => {
					await trx('example_cards').where({ id: card }).update({ stamps: 0 });
					throw new Error('power cut');
				},
			};
			expect(await sweep([half])).toMatchObject({ failed: 1 });
			expect((await knex('example_cards').where({ id: card }).first('stamps')).stamps).toBe(10);
			expect(await stateOf('half')).toBe('scheduled');
		});
	});
});

type Performer = Extract<ActionHandler<Knex>, { perform: unknown }>;
