import type { Knex } from 'knex';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { createTables, importText, stateOf, wipe } from './import.support.ts';

const HEAD = 'number,placed_at,customer,amount';

eachDatabase('credits in an order import', (_name, connect) => {
	let db: Knex;
	beforeAll(async () => {
		db = await connect();
		await createTables(db);
	});
	beforeEach(() => wipe(db));

	it.each([
		['a file', [0, 1, 2]], ['a file, the credits first', [1, 2, 0]], ['a file, the order in between', [2, 0, 1]],
	])('credits of one number add up, in whatever order they stand: %s', async (_why, places) => {
		const rows = ['A1,2024-01-05,K1,100', 'A1,2024-01-07,K1,-30', 'A1,2024-02-01,K1,-20.5'];
		const file = `${HEAD}\n${places.map((at) => rows[at]).join('\n')}\n`;
		const want = [{ number: 'A1', amount: '100.00', refunded_amount: '50.50', status: 'paid', placed_at: '2024-01-04T16:00:00.000Z' }];
		expect(await importText(db, file, { dryRun: true })).toMatchObject({ created: 1, updated: 2, rejected: 0 });
		expect(await importText(db, file)).toMatchObject({ created: 1, updated: 2, rejected: 0 });
		expect((await stateOf(db)).orders).toMatchObject(want);
		expect(await importText(db, file)).toMatchObject({ created: 0, updated: 0, skipped: 3 });
		expect((await stateOf(db)).orders).toMatchObject(want);
	});

	it('credits of one number add up over files, each of them once', async () => {
		const files = ['2024-03-01,K1,-30', '2024-03-09,K1,-20', '2024-01-05,K1,100', '2024-04-01,K1,-10'].map((row) => `${HEAD}\nA1,${row}\n`);
		for (const file of files) await importText(db, file);
		for (const file of [...files].reverse()) expect(await importText(db, file)).toMatchObject({ skipped: 1 });
		expect((await stateOf(db)).orders).toMatchObject([{ number: 'A1', amount: '100.00', refunded_amount: '60.00', status: 'paid' }]);
		const result = await importText(db, `${HEAD}\nA1,2024-05-01,K2,-5\nB1,2024-05-01,K1,-5\nB1,2024-05-01,K2,7\n`);
		expect(result).toMatchObject({ created: 1, updated: 0, reasons: { refund_other_customer: 2 } });
	});

	it('a negative order of an earlier version keeps its amount when another credit comes', async () => {
		await importText(db, `${HEAD}\nC1,2024-03-01,K1,-30\n`);
		await db('crm_order_credits').del();
		expect(await importText(db, `${HEAD}\nC1,2024-03-01,K1,-30\n`)).toMatchObject({ skipped: 1 });
		await db('crm_order_credits').del();
		await importText(db, `${HEAD}\nC1,2024-03-02,K1,-12\n`);
		expect((await stateOf(db)).orders).toMatchObject([{ amount: '-42.00', status: 'refunded' }]);
		await db('crm_order_credits').del();
		await db('crm_orders').update({ amount: -30 });
		for (const row of ['2024-01-05,K1,100', '2024-03-02,K1,-12', '2024-03-01,K1,-30']) await importText(db, `${HEAD}\nC1,${row}\n`);
		expect((await stateOf(db)).orders).toMatchObject([{ amount: '100.00', refunded_amount: '42.00' }]);
	});

	it('a refund entered by hand stays, and is counted once when a file names it too', async () => {
		await importText(db, `${HEAD}\nA1,2024-01-05,K1,100\nA2,2024-01-05,K1,100\n`);
		await db('crm_orders').update({ refunded_amount: 50 });
		await importText(db, `${HEAD}\nA1,2024-02-01,K1,-20\nA2,2024-02-01,K1,-50\n`);
		const refunds = async (): Promise<unknown[]> => (await stateOf(db)).orders.map((row) => (row as { refunded_amount: string }).refunded_amount);
		expect(await refunds()).toEqual(['70.00', '50.00']);
		await importText(db, `${HEAD}\nA2,2024-02-02,K1,-5\nA2,2024-02-01,K1,-50\nA1,2024-02-01,K1,-20\n`);
		expect(await refunds()).toEqual(['70.00', '55.00']);
	});

	it('a corrected credit takes the place of the one that it corrects', async () => {
		await importText(db, `${HEAD}\nC1,2024-03-01,K1,-30\nA1,2024-01-05,K1,100\nA1,2024-02-01,K1,-20\n`);
		const mended = `${HEAD}\nC1,2024-03-01,K1,-33\nA1,2024-02-01,K1,-22\n`;
		expect(await importText(db, mended)).toMatchObject({ updated: 2 });
		expect(await importText(db, mended)).toMatchObject({ skipped: 2 });
		expect((await stateOf(db)).orders).toMatchObject([{ number: 'A1', refunded_amount: '22.00' }, { number: 'C1', amount: '-33.00' }]);
	});

	it('two credits of one day are told apart by their external ids, and importing them again changes nothing', async () => {
		const head = `${HEAD},external_id,channel`;
		const file = `${head}\nN1,2024-03-01,K1,-30,X1,web\nN1,2024-03-01,K1,-30,X2,shop\n`;
		expect(await importText(db, file)).toMatchObject({ created: 1, updated: 1 });
		expect(await importText(db, file)).toMatchObject({ skipped: 2 });
		expect((await stateOf(db)).orders).toMatchObject([{ amount: '-60.00', external_id: 'X1', channel: 'web' }]);
	});

	it.each([
		['of an order', 'A1,2024-01-05,K1,100,\n', [{ amount: '100.00', refunded_amount: '30.00' }]], ['on its own', '', [{ amount: '-30.00' }]],
	])('a credit %s counts once, whether its file knows its external id or not', async (_why, order, want) => {
		const file = (id: string): string => `${HEAD},external_id\n${order}A1,2024-03-01,K1,-30,${id}\n`;
		for (const id of ['', 'X1', '', 'X1']) await importText(db, file(id));
		expect((await stateOf(db)).orders).toMatchObject(want);
		await wipe(db);
		for (const id of ['X1', '', 'X1']) await importText(db, file(id));
		expect((await stateOf(db)).orders).toMatchObject(want);
	});

	it('another credit of the same time and amount counts, when one file has both or both have ids', async () => {
		const file = (...ids: string[]): string => `${HEAD},external_id\nA1,2024-01-05,K1,100,\n${ids.map((id) => `A1,2024-03-01,K1,-30,${id}\n`).join('')}`;
		const refunded = async (): Promise<unknown> => ((await stateOf(db)).orders[0] as { refunded_amount: string }).refunded_amount;
		await importText(db, file(''));
		for (const ids of [['', 'X1'], ['X1', ''], ['X1']]) await importText(db, file(...ids));
		expect(await refunded()).toBe('60.00');
		await importText(db, file('X2', 'X1'));
		expect(await refunded(), 'X2 is the one that had no id').toBe('60.00');
		await importText(db, file('X1', 'X2', 'X3'));
		expect(await refunded()).toBe('90.00');
	});

	it('two files that credit one order at once both count', async () => {
		await importText(db, `${HEAD}\nA1,2024-01-05,K1,100\n`);
		const file = (day: number): string => `${HEAD}\nA1,2024-02-0${day},K1,-${day}\n`;
		await Promise.all([1, 2, 3, 4].map((day) => importText(db, file(day))));
		expect((await stateOf(db)).orders).toMatchObject([{ amount: '100.00', refunded_amount: '10.00' }]);
	});
});
