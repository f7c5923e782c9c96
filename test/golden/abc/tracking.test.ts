import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { beforeEach, describe, expect, test } from 'vitest';
import { runModel } from '../../../extensions/abc-scoring/src/application/run-model.ts';
import type { RunAnswer } from '../../../extensions/abc-scoring/src/contract/answers.ts';
import type { Surroundings } from '../../../extensions/abc-scoring/src/api/ports.ts';
import { lostTriggers, removeTracking, restoreTracking, tendTracking } from '../../../extensions/abc-scoring/src/api/sql/tracking/tend.ts';
import { eachDatabase } from '../../support/databases.ts';
import { addAmounts, addModel, createScoringTables, insertAll, NOW, PARETO, portsOn, PYRAMID, RECENT, TURNOVER, type Row } from '../../support/scoring.ts';

eachDatabase('the tracking of changes', (name, connect) => {
	let knex: Knex;
	let ids: string[];

	beforeEach(async () => {
		knex = await connect();
		await createScoringTables(knex);
		await addModel(knex, { ...TURNOVER, is_primary: true });
		ids = await addAmounts(knex, [6_000_000, 2_000_000, 5, 5, 5]);
		await run();
	}, 60_000);

	const run = async (extra: Partial<Surroundings> = {}, key = 'turnover'): Promise<RunAnswer> => {
		const result = await runModel(portsOn(knex, { untracked: rethrow, ...extra }), { key, asOf: NOW });
		if (!result.ok) throw new Error(JSON.stringify(result));
		return result.data;
	};
	/** How many customers the last run computed anew; null = all. */
	const refreshed = async (): Promise<number | null> =>
		(await knex('crm_score_work as w').join('crm_scoring_models as m', 'm.id', 'w.model').whereIn('m.key', ['turnover', 'pareto']).orderBy('m.key', 'desc').first('refreshed'))?.refreshed;
	const classOf = async (index: number): Promise<string> => (await knex('crm_customer_scores').where({ customer: ids[index] }).first('class'))?.class;
	/** A run that computes everything finds nothing to correct. */
	const expectExact = async (): Promise<void> => {
		await knex('crm_score_work').update({ signature: null });
		expect(await run()).toMatchObject({ changed: 0, moved: 0 });
		expect(await refreshed()).toBeNull();
	};
	const triggers = async (): Promise<string[]> => {
		const text = { SQLite: "SELECT name FROM sqlite_master WHERE type = 'trigger'", PostgreSQL: 'SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal', MariaDB: 'SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()' }[name];
		const answer: unknown = await knex.raw(text);
		const rows = (name === 'PostgreSQL' ? (answer as { rows: unknown }).rows : name === 'MariaDB' ? (answer as unknown[])[0] : answer) as { name: string }[];
		return rows.map((row) => row.name);
	};
	const dropTrigger = (trigger: string, table: string) => knex.raw(`DROP TRIGGER ${trigger}${name === 'PostgreSQL' ? ` ON ${table}` : ''}`);
	const order = (customer: string | undefined, amount: number) => ({ id: randomUUID(), number: randomUUID(), customer, amount, placed_at: RECENT, status: 'paid', currency: 'CNY' });

	test('a run refreshes exactly the customers that changed, and its own writes are not changes', async () => {
		await run();
		expect(await refreshed()).toBe(0);
		await knex('crm_orders').insert(order(ids[2], 9_000_000));
		expect(await run()).toMatchObject({ changed: 1, moved: 1 });
		expect([await refreshed(), await classOf(2)]).toEqual([1, 'A']);
		await knex('crm_customers').where({ id: ids[0] }).update({ name: 'Nothing that matters' });
		await knex('crm_orders').where({ customer: ids[0] }).update({ channel: 'phone' });
		await run();
		expect(await refreshed()).toBe(0);
		expect(await knex('crm_score_dirty').first()).toBeUndefined();
		await expectExact();
	});

	test.each<[string, string, Row, number]>([
		['crm_orders', 'customer', { customer: 'OTHER' }, 2],
		['crm_orders', 'status', { status: 'cancelled' }, 1],
		['crm_orders', 'status, still counted', { status: 'confirmed' }, 0],
		['crm_orders', 'placed_at', { placed_at: new Date('2025-12-01T00:00:00Z') }, 1],
		['crm_orders', 'amount', { amount: 7 }, 1],
		['crm_orders', 'refunded_amount', { refunded_amount: 1 }, 1],
		['crm_orders', 'currency', { currency: null }, 1],
		['crm_orders', 'channel', { channel: 'phone' }, 0],
		['crm_customers', 'status', { status: 'archived' }, 1],
		['crm_customers', 'merged_into', { merged_into: randomUUID() }, 1],
		['crm_customers', 'growth_potential', { growth_potential: 'high' }, 1],
		['crm_customers', 'risk', { risk: 'insolvent' }, 1],
		['crm_customers', 'value_class', { value_class: 'B' }, 1],
		['crm_customers', 'turnover_12m', { turnover_12m: null }, 1],
		['crm_customers', 'order_count_12m', { order_count_12m: 9 }, 1],
		['crm_customers', 'last_order_at', { last_order_at: RECENT }, 0],
		['crm_customer_scores', 'class', { class: 'C' }, 1],
		['crm_customer_scores', 'value', { value: 3 }, 1],
		['crm_customer_scores', 'reason', { reason: '[]' }, 1],
	])('%s: a change of %s refreshes whom it concerns', async (table, _column, change, customers) => {
		const key = table === 'crm_customers' ? 'id' : 'customer';
		const values = Object.fromEntries(Object.entries(change).map(([column, value]) => [column, value === 'OTHER' ? ids[4] : value]));
		await knex(table).where({ [key]: ids[0] }).update(values);
		await run();
		expect(await refreshed()).toBe(customers);
		await expectExact();
	});

	test('a dry run leaves the queue and the kept rows alone', async () => {
		await knex('crm_orders').insert(order(ids[2], 9_000_000));
		const before = [await knex('crm_score_dirty'), await knex('crm_score_work')];
		const dry = await runModel(portsOn(knex), { key: 'turnover', asOf: NOW, dryRun: true });
		expect(dry.ok && dry.data.changed).toBe(1);
		expect([await knex('crm_score_dirty'), await knex('crm_score_work')]).toEqual(before);
	});

	test('a trigger dropped behind our back: the audit says so, the next run is a full one and makes it again', async () => {
		const trigger = (await triggers()).find((item) => item.includes('orders_delete'))!;
		await dropTrigger(trigger, 'crm_orders');
		await knex('crm_orders').where({ customer: ids[0] }).del();
		expect(await lostTriggers(knex)).toEqual([trigger]);
		expect(await run()).toMatchObject({ changed: 1 });
		expect([await refreshed(), await classOf(0)]).toEqual([null, 'C']);
		expect(await triggers()).toContain(trigger);
		expect(await lostTriggers(knex)).toEqual([]);
	});

	test('at server start lost triggers are made again; what was kept stays unusable', async () => {
		const trigger = (await triggers()).find((item) => item.includes('orders_insert'))!;
		await dropTrigger(trigger, 'crm_orders');
		await knex('crm_orders').insert(order(ids[2], 9_000_000));
		await restoreTracking(knex);
		expect(await triggers()).toContain(trigger);
		expect(await run()).toMatchObject({ changed: 1 });
		expect(await refreshed()).toBeNull();
	});

	test('a rebuilt table does not hide changes', async () => {
		await knex.schema.alterTable('crm_orders', (table) => table.string('channel', 200).alter());
		await knex('crm_orders').insert(order(ids[2], 9_000_000));
		expect(await run()).toMatchObject({ changed: 1 });
		await knex('crm_orders').insert(order(ids[3], 9_000_000));
		expect(await run()).toMatchObject({ changed: 1 });
		expect(await refreshed()).toBe(1);
		await expectExact();
	});

	test('a run that dies after the refresh leaves rows that the next one can use', async () => {
		await knex('crm_orders').insert(order(ids[2], 9_000_000));
		await knex('crm_customers').where({ id: ids[1] }).update({ status: 'archived' });
		const adjustCutPoints = () => Promise.reject(new Error('died'));
		await expect(run({ adjustCutPoints })).rejects.toThrow('died');
		await knex('crm_orders').insert(order(ids[3], 9_000_000));
		expect(await run()).toMatchObject({ changed: 3, moved: 2 });
		expect(await refreshed()).toBe(1);
		expect(await classOf(1)).toBeUndefined();
		await expectExact();
	});

	test('a run that dies while it writes leaves rows that say what was stored', async () => {
		await knex('crm_orders').insert(order(ids[2], 9_000_000));
		await knex.schema.renameTable('crm_class_history', 'gone');
		await expect(run()).rejects.toThrow('crm_class_history');
		await knex.schema.renameTable('gone', 'crm_class_history');
		expect(await run()).toMatchObject({ changed: 1, moved: 1 });
		expect(await refreshed()).toBe(0);
		await expectExact();
	});

	test('changes that were handed out to a run which then died are not lost', async () => {
		await knex('crm_orders').insert(order(ids[2], 9_000_000));
		const model = (await knex('crm_scoring_models').first('id')).id as string;
		await knex('crm_score_dirty').update({ model });
		expect(await run()).toMatchObject({ changed: 1 });
		expect([await refreshed(), await knex('crm_score_dirty').first()]).toEqual([1, undefined]);
	});

	test('a run that another one took for dead writes like a stranger: its writes are noted, the kept rows left alone', async () => {
		await knex('crm_orders').insert(order(ids[2], 9_000_000));
		const adjustCutPoints: Surroundings['adjustCutPoints'] = async (points) => {
			await knex('crm_score_work').update({ run: randomUUID() });
			return points;
		};
		expect(await run({ adjustCutPoints })).toMatchObject({ changed: 1 });
		expect(await knex('crm_score_dirty').distinct('customer').pluck('customer')).toEqual([ids[2]]);
		expect(await run()).toMatchObject({ changed: 0 });
		expect(await refreshed()).toBe(1);
		await expectExact();
	});

	test('rows that a dead run was still filling in are not used', async () => {
		await knex('crm_score_work').update({ signature: 'building' });
		const { work_table: table } = await knex('crm_score_work').first('work_table');
		await knex(table as string).del();
		expect(await run()).toMatchObject({ customers: 5, changed: 0 });
		expect([await refreshed(), await knex.schema.hasTable(table)]).toEqual([null, false]);
	});

	test('a model that nobody runs gives up its waiting changes; the others go on', async () => {
		const idle = await addModel(knex, PYRAMID);
		await run({}, 'pyramid');
		await insertAll(knex, 'crm_score_dirty', Array.from({ length: 10_001 }, () => ({ customer: ids[0], model: idle })));
		await knex('crm_orders').insert(order(ids[2], 9_000_000));
		expect(await run()).toMatchObject({ changed: 1 });
		expect(await knex('crm_score_dirty').first()).toBeUndefined();
		expect(await knex('crm_score_work').where({ model: idle }).first('signature')).toEqual({ signature: null });
		await run({}, 'pyramid');
		await expectExact();
	});

	test('a run of another model while one is under way: both see every change, whoever takes the queue', async () => {
		await addModel(knex, PYRAMID);
		await run({}, 'pyramid');
		await knex('crm_orders').insert(order(ids[2], 9_000_000));
		const adjustCutPoints: Surroundings['adjustCutPoints'] = async (points) => {
			await knex('crm_orders').insert(order(ids[3], 9_000_000));
			await run({}, 'pyramid');
			return points;
		};
		expect(await run({ adjustCutPoints })).toMatchObject({ changed: 1 });
		expect(await run()).toMatchObject({ changed: 1 });
		await knex('crm_score_work').update({ signature: null });
		for (const key of ['turnover', 'pyramid']) expect(await run({}, key)).toMatchObject({ changed: 0 });
		expect(await knex('crm_score_dirty').first()).toBeUndefined();
	});

	test('a primary model’s class fields, changed by hand or by a model that was primary in between, are set right', async () => {
		const generous = [{ code: 'A', bound: 0.8 }, { code: 'B', bound: 0.9 }, { code: 'C' }];
		await addModel(knex, { ...PARETO, classes: generous, is_primary: false });
		await knex('crm_customers').where({ id: ids[0] }).update({ value_class: 'C' });
		await run();
		expect(await knex('crm_customers').where({ id: ids[0] }).first('value_class')).toEqual({ value_class: 'A' });
		await knex('crm_scoring_models').where({ key: 'turnover' }).update({ is_primary: false });
		await knex('crm_scoring_models').where({ key: 'pareto' }).update({ is_primary: true });
		await run({}, 'pareto');
		expect(await knex('crm_customers').where({ id: ids[1] }).first('value_class')).toEqual({ value_class: 'A' });
		await knex('crm_scoring_models').where({ key: 'pareto' }).update({ is_primary: false });
		await knex('crm_scoring_models').where({ key: 'turnover' }).update({ is_primary: true });
		await run();
		const rows: { customer: string; class: string; value_class: string }[] = await knex('crm_customer_scores as s')
			.join('crm_customers as c', 'c.id', 's.customer').join('crm_scoring_models as m', 'm.id', 's.model')
			.where('m.key', 'turnover').select('s.customer', 's.class', 'c.value_class');
		expect(rows.filter((row) => row.class !== row.value_class)).toEqual([]);
	});

	test('an import of many orders between two runs', async () => {
		const many = await addAmounts(knex, Array.from({ length: 1500 }, () => 10));
		await run();
		await insertAll(knex, 'crm_orders', many.slice(0, 1200).map((id) => order(id, 1_000_000)));
		expect(await run()).toMatchObject({ changed: 1200, moved: 1200 });
		await expectExact();
	});

	test('nobody runs models: beyond its bound the queue is cleared and tracking stops until the next run', async () => {
		for (let count = 0; count < 12; count++) await knex('crm_orders').insert(order(ids[2], 1_000_000));
		await tendTracking(knex, 12);
		expect(await triggers()).not.toEqual([]);
		await tendTracking(knex, 11);
		expect([await triggers(), await knex('crm_score_dirty')]).toEqual([[], []]);
		await knex('crm_orders').insert(order(ids[3], 9_000_000));
		expect(await run()).toMatchObject({ changed: 2 });
		expect([await refreshed(), (await triggers()).length > 0]).toEqual([null, true]);
		await knex('crm_orders').insert(order(ids[4], 9_000_000));
		await run();
		expect(await refreshed()).toBe(1);
	});

	test('a deleted model’s rows go; uninstalling removes every trigger, and orders can be written without our tables', async () => {
		const { work_table: table } = await knex('crm_score_work').first('work_table');
		await knex('crm_scoring_models').del();
		await tendTracking(knex);
		expect([await knex.schema.hasTable(table), await knex('crm_score_work').first()]).toEqual([false, undefined]);
		await addModel(knex, PARETO);
		await run({}, 'pareto');
		const { work_table: next } = await knex('crm_score_work').first('work_table');
		await removeTracking(knex);
		expect([await triggers(), await knex.schema.hasTable(next)]).toEqual([[], false]);
		for (const dropped of ['crm_score_dirty', 'crm_score_work']) await knex.schema.dropTable(dropped);
		await knex('crm_orders').insert(order(ids[3], 9_000_000));
	});

	test('without the right to create triggers every run is a full one, and says so', async () => {
		await removeTracking(knex);
		await knex.schema.dropTable('crm_score_dirty');
		const told: unknown[] = [];
		for (const amount of [9_000_000, 1]) {
			await knex('crm_orders').where({ customer: ids[2] }).update({ amount });
			expect(await run({ untracked: (error) => told.push(error) })).toMatchObject({ changed: 1 });
		}
		expect(told).toHaveLength(2);
		expect(await triggers()).toEqual([]);
	});

	describe.skipIf(name === 'SQLite')('with several connections', () => {
		test('an order that is committed after the run read the queue is found by the next run', async () => {
			const trx = await knex.transaction();
			await trx('crm_orders').insert(order(ids[2], 9_000_000));
			await knex('crm_orders').insert(order(ids[3], 9_000_000));
			expect(await run()).toMatchObject({ changed: 1 });
			await trx.commit();
			expect(await run()).toMatchObject({ changed: 1, moved: 1 });
			expect([await refreshed(), await classOf(2)]).toEqual([1, 'A']);
			await expectExact();
		});

		test('an order under way during a full run is found by the next run', async () => {
			const trx = await knex.transaction();
			await trx('crm_orders').insert(order(ids[2], 9_000_000));
			await knex('crm_score_work').update({ signature: null });
			await run();
			await trx.commit();
			expect(await run()).toMatchObject({ changed: 1, moved: 1 });
			await expectExact();
		});

		test('TRUNCATE is a change of everything', async () => {
			await run();
			for (const table of ['crm_orders', 'crm_customer_scores']) {
				await knex.raw(`TRUNCATE TABLE ${table}`);
				expect(await run()).toMatchObject({ changed: 5 });
				expect(await refreshed()).toBeNull();
			}
		});
	});

	describe.runIf(name === 'PostgreSQL')('as another role', () => {
		test('who may write orders and nothing else still can, under any search path', async () => {
			const role = `r_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
			await knex.raw(`CREATE ROLE ${role}`);
			await knex.raw(`GRANT INSERT, SELECT, UPDATE, DELETE ON crm_orders TO ${role}`);
			await knex.transaction(async (trx) => {
				await trx.raw(`SET LOCAL ROLE ${role}`);
				await trx.raw("SET LOCAL search_path = ''");
				await trx.raw('INSERT INTO public.crm_orders (id, number, customer, amount, placed_at, status, currency) VALUES (?, ?, ?, ?, ?, ?, ?)',
					[randomUUID(), randomUUID(), ids[2]!, 9_000_000, RECENT, 'paid', 'CNY']);
			});
			expect(await run()).toMatchObject({ changed: 1 });
			expect(await refreshed()).toBe(1);
		});

		test('a crash of the server empties the kept rows: the next run is a full one', async () => {
			const { work_table: table } = await knex('crm_score_work').first('work_table');
			await knex.raw(`TRUNCATE ${table}`);
			expect(await run()).toMatchObject({ customers: 5, changed: 0 });
			expect(await refreshed()).toBeNull();
		});
	});
});

function rethrow(error: unknown): never {
	throw error;
}
