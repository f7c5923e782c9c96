import { EventEmitter } from 'node:events';
import type { Knex } from 'knex';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { enqueueActions } from '../../extensions/core/src/api/actions/enqueue.ts';
import { doNow } from '../../extensions/core/src/api/actions/worker.ts';
import type { Emitter, Host } from '../../extensions/core/src/api/directus.ts';
import { addPlugin } from '../../extensions/core/src/api/plugin.ts';
import type { ActionHandler } from '../../extensions/core/src/application/actions/ports.ts';
import { eachDatabase } from '../support/databases.ts';
import { createStampTables } from '../support/stamp-card.ts';

eachDatabase('what a transaction of somebody else put down', (_name, connect) => {
	let host: Host;
	let done: string[];
	const note: ActionHandler<Knex> = { kind: 'test.note', perform: ({ payload }) => Promise.resolve(void done.push(String(payload['key']))) };

	beforeAll(async () => {
		const knex = await connect();
		await createStampTables(knex);
		host = { database: knex, emitter: emitter(), env: { CRM_SCHEDULES: 'off' }, logger: console } as unknown as Host;
		addPlugin(host, () => undefined, { schema: { plugin: 'example' } as never, actions: [note] });
	});
	beforeEach(() => (done = []));

	const put = async (trx: Knex, key: string): Promise<void> => {
		await enqueueActions(trx, [{ kind: 'test.note', dueAt: new Date(0), payload: { key }, dedupeKey: key }], new Date());
		await doNow({ ...host, database: trx }, 'test.note', [key]);
	};

	it('is done once it has committed, also from within a part of it', async () => {
		await host.database.transaction(async (trx) => {
			await put(trx, 'whole');
			await trx.transaction((part) => put(part, 'part'));
			await trx.raw('SELECT 1');
			expect(done).toEqual([]);
		});
		await vi.waitUntil(() => done.length === 2);
		expect(done, 'in the order in which it was put down').toEqual(['whole', 'part']);
	});

	it('is not done when it is rolled back', async () => {
		const failed = host.database.transaction(async (trx) => {
			await trx.transaction((part) => put(part, 'never'));
			throw new Error('no');
		});
		await expect(failed).rejects.toThrow('no');
		await put(host.database, 'after');
		expect(done).toEqual(['after']);
	});
});

/** Filters in turn, as Directus calls them. */
function emitter(): Emitter {
	const events = new EventEmitter();
	return {
		onFilter: (event: string, handler: never) => void events.on(event, handler),
		emitFilter: async (event: string, payload: unknown, meta: unknown) => {
			let value = payload;
			for (const listener of events.listeners(event)) value = await (listener as (...all: unknown[]) => unknown)(value, meta);
			return value;
		},
	} as unknown as Emitter;
}
