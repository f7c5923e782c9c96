import type { Knex } from 'knex';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { commandStore } from '../../extensions/core/src/api/command/store.ts';
import { runCommand } from '../../extensions/core/src/application/command/run-command.ts';
import type { ActionDraft, Effect } from '../../extensions/core/src/domain/command/decision.ts';
import { eachDatabase } from '../support/databases.ts';
import { createStampTables } from '../support/stamp-card.ts';

const NUMBERS = 'write_numbers';

eachDatabase('what a command writes', (_name, connect) => {
	let knex: Knex;
	beforeAll(async () => {
		knex = await connect();
		await createStampTables(knex);
		await knex.schema.dropTableIfExists(NUMBERS);
		await knex.schema.createTable(NUMBERS, (table) => {
			table.increments('seq');
			table.string('id', 40).unique();
			table.integer('value').notNullable();
			table.integer('other').nullable();
		});
	});
	beforeEach(async () => {
		await knex(NUMBERS).del();
		await knex('crm_actions').del();
		await knex('crm_counters').del();
		await knex('crm_counters').insert({ name: 'write', value: 0 });
	});

	/** A command that decides nothing: it writes what it is told. */
	const write = (effects: Effect[], actions: ActionDraft[] = []): Promise<unknown> =>
		runCommand(
			commandStore(knex, () => Promise.resolve()),
			{
				name: 'tester.write',
				locks: () => [{ name: 'writes' }, { counter: 'write' }],
				load: () => Promise.resolve({}),
				decide: () => ({ answer: null, effects, actions }),
			},
			{ input: {}, caller: 'tester', idempotencyKey: null },
		);
	const insert = (...ids: string[]): Effect => ({ insert: NUMBERS, rows: ids.map((id) => ({ id, value: 1 })) });
	const add = (id: string, more: number, atLeast?: number): Effect =>
		({ update: NUMBERS, where: { id }, add: { value: more }, ...(atLeast === undefined ? {} : { atLeast: { value: atLeast } }) });
	const values = async (): Promise<Record<string, number>> =>
		Object.fromEntries((await knex(NUMBERS).orderBy('id')).map(({ id, value }: { id: string; value: number }) => [id, value]));

	it('a row that was inserted, or changed, is met again', async () => {
		await write([insert('a'), add('a', 5), add('a', 10), { update: NUMBERS, where: { value: 16 }, set: { other: 3 } }, add('a', 1)]);
		expect(await values()).toEqual({ a: 17 });
		expect(await knex(NUMBERS).pluck('other')).toEqual([3]);
	});

	it('a counter counts twice, and its limit is asked each time', async () => {
		await write([{ count: 'write', add: 2 }, { count: 'write', add: 3, atMost: 5 }]);
		expect(Number((await knex('crm_counters').where({ name: 'write' }).first())?.value)).toBe(5);
		await expect(write([{ count: 'write', add: 1 }, { count: 'write', add: 1, atMost: 6 }])).rejects.toThrow(/would exceed 6/);
		expect(Number((await knex('crm_counters').where({ name: 'write' }).first())?.value)).toBe(5);
	});

	it('more writes than go into one statement', async () => {
		const ids = Array.from({ length: 100 }, (_, i) => `n${i}`);
		await write([insert(...ids), ...ids.map((id, i) => add(id, i))]);
		expect(await values()).toEqual(Object.fromEntries(ids.map((id, i) => [id, i + 1])));
	});

	it('rows by the thousand, in their order', async () => {
		const ids = Array.from({ length: 5_000 }, (_, i) => `n${i}`);
		await write([insert(...ids)]);
		expect(await knex(NUMBERS).orderBy('seq').pluck('id')).toEqual(ids);
	});

	it('actions by the hundred, in their order', async () => {
		const actions = Array.from({ length: 300 }, (_, i) => ({ kind: 'tester.act', dueAt: new Date(), payload: { i }, dedupeKey: `act ${i}` }));
		await write([insert('a')], actions);
		const payloads: string[] = await knex('crm_actions').orderBy('id').pluck('payload');
		expect(payloads.map((payload) => (JSON.parse(payload) as { i: number }).i)).toEqual(actions.map((_, i) => i));
	});

	it('a guard that is not met, in the middle, leaves nothing', async () => {
		await knex(NUMBERS).insert({ id: 'a', value: 1 });
		await expect(write([insert('b'), add('a', 1, 100), insert('c')])).rejects.toThrow(/guarded write on write_numbers met 0 rows/);
		expect(await values()).toEqual({ a: 1 });
	});

	it('a unique value that is taken leaves nothing', async () => {
		await knex(NUMBERS).insert({ id: 'a', value: 1 });
		await expect(write([add('a', 1), insert('b'), insert('a')])).rejects.toThrow();
		expect(await values()).toEqual({ a: 1 });
	});
});
