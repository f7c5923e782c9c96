import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createRejectFile } from '../../extensions/core/src/api/import/reject-file.ts';
import { createRejectTable, oldRejects, readRejects } from '../../extensions/core/src/api/import/reject-table.ts';
import { createTable } from '../../extensions/core/src/api/install/tables.ts';
import { resultText } from '../../extensions/core/src/domain/import/import-result.ts';
import { IMPORT_TABLES } from '@guanxi/schema/core/tables-import';
import { eachDatabase } from '../support/databases.ts';
import { createTables, importText, stateOf, tryImport, wipe } from './import.support.ts';

const REAL_FILE = new URL('../../../shared/data/online-retail-invoices.csv', import.meta.url);
const HEAD = 'number,placed_at,customer,amount';

eachDatabase('order import', (_name, connect) => {
	let db: Knex;
	let folder: string;
	beforeAll(async () => {
		db = await connect();
		await createTables(db);
	});
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'guanxi-import-'));
		await wipe(db);
	});
	afterEach(() => rm(folder, { recursive: true }));

	it('takes orders and customers, and nothing the second time', async () => {
		const file = `${HEAD},customer_name\nA1,2024-01-05,K1,"1,234.505",张三\nA2,2024-02-01 10:00,K1,5,\nA3,2024-01-01,K2,7,\n`;
		expect(await importText(db, file)).toMatchObject({ read: 3, created: 3, updated: 0, skipped: 0, customers_created: 2 });
		const before = await stateOf(db);
		expect(before.orders).toMatchObject([
			{ number: 'A1', code: 'K1', amount: '1234.51', placed_at: '2024-01-04T16:00:00.000Z', status: 'paid', currency: 'CNY' },
			{ number: 'A2', code: 'K1', amount: '5.00', placed_at: '2024-02-01T02:00:00.000Z' },
			{ number: 'A3', code: 'K2', amount: '7.00', refunded_amount: '0.00', channel: null, paid_at: null },
		]);
		expect(before.customers).toEqual([
			{ code: 'K1', name: '张三', status: 'active', last_order_at: '2024-02-01T02:00:00.000Z' },
			{ code: 'K2', name: 'K2', status: 'active', last_order_at: '2023-12-31T16:00:00.000Z' },
		]);
		expect(await importText(db, file)).toMatchObject({ read: 3, created: 0, updated: 0, skipped: 3, customers_created: 0 });
		expect(await stateOf(db)).toEqual(before);
	});

	it('updates what the file says differently and leaves the rest alone', async () => {
		await importText(db, `${HEAD},status,channel\nA1,2024-01-05,K1,10,paid,web\nA2,2024-01-05,K1,10,paid,web\n`);
		await db('crm_orders').update({ refunded_amount: 3 });
		const result = await importText(db, `${HEAD},status,channel\nA1,2024-01-06,K2,12,,\nA2,2024-01-05,K1,10,,\n`);
		expect(result).toMatchObject({ created: 0, updated: 1, skipped: 1, customers_created: 1 });
		const { orders, customers } = await stateOf(db);
		expect(orders[0]).toMatchObject({ code: 'K2', amount: '12.00', refunded_amount: '3.00', status: 'paid', channel: 'web' });
		expect(customers).toMatchObject([
			{ code: 'K1', last_order_at: '2024-01-04T16:00:00.000Z' },
			{ code: 'K2', last_order_at: '2024-01-05T16:00:00.000Z' },
		]);
	});

	it('explains negative rows: a refund where the order exists, else a negative order', async () => {
		const file = `${HEAD}\n536379,2024-01-05,K1,100\n536379,2024-01-07,K1,-30\nC536380,2024-01-08,K1,-27.5\n`;
		const result = await importText(db, file);
		expect(result).toMatchObject({ created: 2, updated: 1, rejected: 0, negatives: { orders: 1, refunds: 1 } });
		expect(result.notes.join()).toContain('2 rows are negative: 1 add to the refunded amount');
		expect((await stateOf(db)).orders).toMatchObject([
			{ number: '536379', amount: '100.00', refunded_amount: '30.00', status: 'paid' },
			{ number: 'C536380', amount: '-27.50', refunded_amount: '0.00', status: 'refunded' },
		]);
		expect(await importText(db, file)).toMatchObject({ created: 0, updated: 0, skipped: 3 });
	});

	it('puts bad rows into a file with line, column and reason, and that file can be mended and imported', async () => {
		const path = join(folder, 'bad.csv');
		const file = `${HEAD},note\nA1,2024-01-05,K1,1,\nA2,05/01/2024,K1,2,=cmd\n"A\n3",2024-01-05,,3,\nA4,2024-01-05,K1,x,\nA1,2024-01-05,K1,9,\n`;
		const result = await importText(db, file, { rejects: createRejectFile(path) });
		expect(result).toMatchObject({ read: 5, created: 1, rejected: 4, reject_file: path });
		expect(result.problems.map(({ line, column }) => [line, column])).toEqual([
			[3, 'placed_at'], [4, 'customer'], [6, 'amount'], [7, 'number'],
		]);
		const rejects = await readFile(path, 'utf8');
		const lines = rejects.split('\r\n');
		expect(lines[0]).toBe('\uFEFFnumber,placed_at,customer,amount,note,line,column,reason');
		expect(lines[1]).toMatch(/^A2,05\/01\/2024,K1,2,'=cmd,3,placed_at,.*does not tell the day from the month/);
		expect(lines[2]).toBe('"A\n3",2024-01-05,,3,,4,customer,is empty; every order needs it');
		const again = await importText(db, rejects.replaceAll('05/01/2024', '2024-01-05'));
		expect(again).toMatchObject({ read: 4, created: 1, updated: 1, rejected: 2 });
	});

	it('keeps them in pieces in the database, up to a limit, and says how many more there were', async () => {
		for (const table of IMPORT_TABLES) await createTable(db, table);
		const id = randomUUID();
		const rows = Array.from({ length: 900 }, (_, index) => `R${index},,K1,${index},${'注'.repeat(200)}`);
		const file = `${HEAD},note\n${rows.join('\n')}\n`;
		const all = await importText(db, file, { rejects: createRejectTable(db, id, { language: 'en' }) });
		expect(all).toMatchObject({ rejected: 900, reject_file: `/crm/system/imports/${id}/rejects` });
		const text = await rejectsOf(db, id);
		expect(text.split('\r\n')).toHaveLength(902);
		expect(await importText(db, text.replaceAll(',,', ',2024-01-05,'))).toMatchObject({ created: 900 });

		const short = randomUUID();
		await importText(db, file, { rejects: createRejectTable(db, short, { language: 'zh', limit: 100_000 }) });
		const cut = (await rejectsOf(db, short)).split('\r\n');
		expect(cut.length).toBeLessThan(500);
		expect(cut.at(-2)).toContain(`另有 ${902 - cut.length + 1} 行被拒绝`);

		const imports = [{ id, created_at: new Date(Date.now() - 8 * 86_400_000) }, { id: short, created_at: new Date() }];
		await db('crm_imports').insert(imports.map((row) => ({ ...row, state: 'done', source: 'api', dry_run: false })));
		const old: string[] = await oldRejects(db, Date.now()).pluck('import');
		expect([...new Set(old)]).toEqual([id]);

		const none = createRejectTable(db, randomUUID(), { language: 'en' });
		expect((await importText(db, `${HEAD}\nOK,2024-01-05,K1,1\n`, { rejects: none })).reject_file).toBeNull();
	});

	it('a dry run writes nothing and counts the same', async () => {
		await importText(db, `${HEAD}\nOLD,2024-01-01,K0,5\nOLD2,2024-01-01,K0,5\n`);
		const rows = ['OLD,2024-01-01,K0,6', 'OLD2,2024-01-01,K0,-1', 'N1,2024-01-01,K1,1', 'N1,2024-01-01,K1,1', 'N1,2024-01-01,K1,2'];
		// Far enough apart to lie in different batches.
		for (let index = 0; index < 2500; index++) rows.push(`F${index},2024-01-01,F${index % 50},1`);
		rows.push('N1,2024-01-01,K1,-1', 'F7,2024-01-01,F8,-1', 'C1,2024-01-01,K1,-4', 'bad,2024-01-01,K1,');
		const file = `${HEAD}\n${rows.join('\n')}`;
		const before = await stateOf(db);
		const dry = await importText(db, file, { dryRun: true });
		expect(await stateOf(db)).toEqual(before);
		const real = await importText(db, file);
		expect(real).toEqual({ ...dry, dry_run: false, notes: dry.notes.slice(0, -1) });
		expect(real.read).toBe(real.created + real.updated + real.skipped + real.rejected);
		expect(dry.notes.at(-1)).toContain('nothing was written');
	});

	it('orders of a merged customer go to the one it became', async () => {
		await importText(db, `${HEAD}\nA1,2024-01-05,OLD,1\nA2,2024-01-05,NEW,1\n`);
		const target = await db('crm_customers').where({ code: 'NEW' }).first('id');
		await db('crm_customers').where({ code: 'OLD' }).update({ merged_into: target.id });
		await importText(db, `${HEAD}\nA3,2024-01-05,OLD,1\n`);
		expect((await stateOf(db)).orders.at(-1)).toMatchObject({ number: 'A3', code: 'NEW' });
	});

	it('a row that the database refuses costs that row only', async () => {
		// Stands for any rule that an administrator adds and that the import cannot know.
		await db.schema.alterTable('crm_customers', (table) => table.unique(['name'], { indexName: 'one_name' }));
		const rows = Array.from({ length: 60 }, (_, index) => `A${index},2024-01-05,K${index},1,Name ${index}`);
		rows[20] = 'A20,2024-01-05,K20,1,Name 3';
		const result = await importText(db, `${HEAD},customer_name\n${rows.join('\n')}`);
		await db.schema.alterTable('crm_customers', (table) => table.dropUnique(['name'], 'one_name'));
		expect(result).toMatchObject({ read: 60, created: 59, rejected: 1, reasons: { refused_by_database: 1 } });
		expect(result.problems[0]!.line).toBe(22);
		expect(result.problems[0]!.reason).not.toMatch(/insert into/i);
	});

	it('dies anywhere and ends the same after a second run', async () => {
		const rows = Array.from({ length: 3500 }, (_, index) => `A${index % 3000},2024-01-0${1 + (index % 9)},K${index % 70},${index % 13 ? 5 : -5}`);
		const file = `${HEAD}\n${rows.join('\n')}`;
		await importText(db, file);
		const whole = await stateOf(db);
		await wipe(db);
		const death = importText(db, file, {
			onProgress: ({ read }) => {
				if (read > 2000) throw new Error('killed');
			},
		});
		await expect(death).rejects.toThrow('killed');
		await importText(db, file);
		expect(await stateOf(db)).toEqual(whole);
	});

	it.each([
		{ file: '', code: 'file_empty', why: 'nothing in it' },
		{ file: '\n\n', code: 'file_empty', why: 'empty lines' },
		{ file: `${HEAD}\n`, code: 'file_without_rows', why: 'header only' },
		{ file: 'PK\u0003\u0004...', code: 'file_is_workbook', why: 'an Excel workbook' },
		{ file: 'number,placed_at,who,amount\nA,2024-01-01,K,1', code: 'column_missing', why: 'no customer' },
	])('refuses a file with $why', async ({ file, code }) => {
		expect(await tryImport(db, file)).toMatchObject({ refusal: { code } });
	});

	it('reads the same from any cutting of the bytes', async () => {
		const lines = Array.from({ length: 9000 }, (_, index) => `订单${index};2024-01-05;K${index % 40};"${index},${index % 10}0";"备注 ""${index}""\r\n二"`);
		const bytes = Buffer.from(`\uFEFF订单号;日期;客户编号;金额;备注\r\n${lines.join('\r\n')}`);
		const expected = await importText(db, bytes, { dryRun: true });
		expect(expected).toMatchObject({ read: 9000, delimiter: ';', encoding: 'utf-8' });
		const cuts = fc.array(fc.nat(bytes.length), { maxLength: 12 });
		await fc.assert(
			fc.asyncProperty(cuts, fc.integer({ min: 1, max: 5000 }), async (places, step) => {
				const edges = [...new Set([0, ...places, ...range(step * 20, bytes.length), bytes.length])].sort((a, b) => a - b);
				const pieces = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
				expect(await importText(db, pieces, { dryRun: true })).toEqual(expected);
			}),
			{ numRuns: 6 },
		);
	}, 120_000);

	it('reads a file of Chinese Excel', async () => {
		const hex = 'b6a9b5a5bac5,c8d5c6da,bfcdbba7b1e0bac5,bfcdbba7c3fbb3c6,bdf0b6ee'.replaceAll(',', '2c');
		const row = Buffer.concat([Buffer.from('\r\nA1,2024/1/5,K1,'), Buffer.from('d5c5c8fd', 'hex'), Buffer.from(',"1,234.50"\r\n')]);
		const result = await importText(db, Buffer.concat([Buffer.from(hex, 'hex'), row]));
		expect(result).toMatchObject({ created: 1, encoding: 'gb18030' });
		expect((await stateOf(db)).customers).toMatchObject([{ code: 'K1', name: '张三' }]);
		expect(resultText(result)).toContain('number = 订单号');
	});

	it.skipIf(!existsSync(REAL_FILE))('reads the real file (skipped where ../shared/data is absent)', async () => {
		const bytes = readFileSync(REAL_FILE);
		const figures = { read: 18_532, created: 18_532, rejected: 0, customers_created: 4338 };
		expect(await importText(db, bytes)).toMatchObject(figures);
		const sum = await db('crm_orders').sum('amount as total').first();
		expect(Number(sum?.['total'])).toBeCloseTo(8_911_407.9, 1);
		expect(await importText(db, bytes)).toMatchObject({ read: 18_532, created: 0, skipped: 18_532 });
	});
});

function range(step: number, end: number): number[] {
	return Array.from({ length: Math.floor(end / step) }, (_, index) => index * step);
}

async function rejectsOf(db: Knex, id: string): Promise<string> {
	let text = '';
	for await (const piece of readRejects(db, id)) text += piece;
	return text;
}
