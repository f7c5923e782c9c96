import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DIRECTUS_CLI, ROOT } from '../../scripts/lib/paths.ts';
import { eachInstance } from '../support/each-instance.ts';
import { startInstance, type Instance } from '../support/instance.ts';

const HEAD = 'number,placed_at,customer,amount';

interface View {
	id: string;
	state: string;
	read: number;
	created: number;
	skipped: number;
	rejected: number;
	reject_file: string | null;
	progress: number;
	advice: string | null;
	headers: string[];
	mapping: object;
	refusals: { code: string; message: string }[];
	currency: string;
	rows: { values: Record<string, string | null> | null; problems: { column: string; reason: string }[] }[];
}

eachInstance('imports', ({ reference }) => {
	let crm: Instance;
	beforeAll(async () => {
		crm = await startInstance(reference);
	});
	afterAll(() => crm.stop());

	const upload = (body: string, query = '', options = {}) =>
		crm.call<View>('POST', `/crm/system/imports${query}`, body, options);

	async function finished(id: string): Promise<View> {
		for (;;) {
			const { data } = await crm.call<View>('GET', `/crm/system/imports/${id}`);
			if (!['queued', 'running'].includes(data.state)) return data;
		}
	}

	it('takes a stream larger than the limit for JSON, tells progress and gives the refused rows', async () => {
		const rows = Array.from({ length: 30_000 }, (_, index) => `API-${index},2024-01-05,AK${index % 90},${index}.5,${'x'.repeat(40)}`);
		rows[4] = 'API-bad,05/01/2024,AK1,5,=HYPERLINK("x")';
		const { status, data } = await upload(`${HEAD},note\n${rows.join('\n')}`, '?filename=orders.csv');
		expect(status).toBe(202);
		const done = await finished(data.id);
		expect(done).toMatchObject({ state: 'done', read: 30_000, created: 29_999, rejected: 1, progress: 1, customers_created: 90 });
		const { text, headers } = await crm.call('GET', done.reject_file!);
		expect(headers.get('content-disposition')).toContain('orders.rejected.csv');
		expect(text).toContain(`"'=HYPERLINK(""x"")",6,placed_at,`);
		const again = await upload(`${HEAD},note\n${rows.join('\n')}`);
		expect(await finished(again.data.id)).toMatchObject({ created: 0, skipped: 29_999, rejected: 1 });
	});

	it('a dry run writes nothing', async () => {
		const { data } = await upload(`${HEAD}\nDRY-1,2024-01-05,DRY,5\n`, '?dry_run=true');
		expect(await finished(data.id)).toMatchObject({ state: 'done', created: 1, customers_created: 1 });
		expect(await crm.knex('crm_orders').where({ number: 'DRY-1' }).first()).toBeUndefined();
	});

	it('maps columns by JSON and by pairs', async () => {
		const file = 'A,B,C,D\nMAP-1,2024-01-05,MAPC,5\n';
		const json = encodeURIComponent(JSON.stringify({ number: 'A', placed_at: 'B', customer: 'C', amount: 'D' }));
		expect(await finished((await upload(file, `?map=${json}`)).data.id)).toMatchObject({ created: 1 });
		const pairs = encodeURIComponent('number=A,placed_at=B,customer=C,amount=D');
		expect(await finished((await upload(file, `?map=${pairs}`)).data.id)).toMatchObject({ skipped: 1 });
	});

	it.each([
		{ body: '', query: '', why: 'empty', message: 'file_empty' },
		{ body: `${HEAD}\n`, query: '', why: 'header only', message: 'file_without_rows' },
		{ body: 'number,placed_at,amount\n1,2024-01-01,1', query: '', why: 'no customer', message: '--map customer=' },
		{ body: `${HEAD}\n1,2,3,4`, query: '?map=total=x', why: 'a wrong target', message: 'total=x' },
		{ body: `${HEAD}\n1,2,3,4`, query: '?map={"amount":5}', why: 'a mapping that is no text', message: 'amount' },
		{ body: `${HEAD}\n1,2024-01-01,3,4`, query: '?filename=a%00b', why: 'a file name with a zero in it', message: 'filename' },
		{ body: `${HEAD}\n1,2,3,4`, query: '?dry_run=perhaps', why: 'a wrong flag', message: 'dry_run' },
	])('400 for $why', async ({ body, query, message }) => {
		const { status, errors } = await upload(body, query);
		expect(status).toBe(400);
		expect(errors[0]!.extensions.code).toBe('INVALID_PAYLOAD');
		expect(errors[0]!.message).toContain(message);
	});

	it('400 for JSON instead of a file', async () => {
		const { status, errors } = await crm.call('POST', '/crm/system/imports', { rows: [] });
		expect([status, errors[0]!.extensions.code]).toEqual([400, 'INVALID_PAYLOAD']);
	});

	it('403 without the permissions, before anything else', async () => {
		expect((await upload('', '?dry_run=perhaps', { token: null })).status).toBe(403);
		expect((await crm.call('GET', `/crm/system/imports/${randomUUID()}`, undefined, { token: null })).status).toBe(403);
	});

	it('an employee imports for the customers he may see, and changes nothing without the permission', async () => {
		const token = `seller-${randomUUID()}`;
		const mine = { 'code': { _starts_with: 'MINE' } };
		const policy = await crm.call<{ id: string }>('POST', '/policies', { name: 'import seller', app_access: true });
		const allow = (collection: string, action: string, permissions: object) =>
			crm.call('POST', '/permissions', { policy: policy.data.id, collection, action, permissions, fields: ['*'] });
		await allow('crm_orders', 'create', {});
		await allow('crm_customers', 'create', {});
		await allow('crm_customers', 'read', mine);
		const seller = { email: `${token}@example.com`, token, policies: [{ policy: policy.data.id }] };
		expect((await crm.call('POST', '/users', seller)).status).toBe(200);
		await crm.call('POST', '/items/crm_customers', { name: 'mine', code: 'MINE-1' });
		await crm.call('POST', '/items/crm_customers', { name: 'theirs', code: 'THEIRS-1' });
		const options = { token };
		const send = async (rows: string): Promise<View> => {
			const { data } = await upload(`${HEAD}\n${rows}`, '', options);
			for (;;) {
				const { data: view } = await crm.call<View>('GET', `/crm/system/imports/${data.id}`, undefined, options);
				if (!['queued', 'running'].includes(view.state)) return view;
			}
		};
		expect(await send('S1,2024-01-05,MINE-1,5\nS2,2024-01-05,THEIRS-1,5\n')).toMatchObject({
			created: 1, rejected: 1, reasons: { customer_hidden: 1 },
		});
		expect(await send('S1,2024-01-05,MINE-1,6\n')).toMatchObject({ updated: 0, reasons: { change_not_allowed: 1 } });
		const others = await upload(`${HEAD}\nS9,2024-01-05,MINE-1,5\n`);
		expect((await crm.call('GET', `/crm/system/imports/${others.data.id}`, undefined, options)).status).toBe(404);
	});

	it.each(['nonsense', randomUUID()])('404 for the import %s', async (id) => {
		expect((await crm.call('GET', `/crm/system/imports/${id}`)).status).toBe(404);
		expect((await crm.call('GET', `/crm/system/imports/${id}/rejects`)).status).toBe(404);
	});

	it('shows a preview with the guessed mapping and what is wrong with rows', async () => {
		const file = '订单号,日期,客户编号,金额\nP1,2024-01-05,PK,"1,234.50"\nP2,05/01/2024,PK,5\n';
		const { status, data } = await crm.call<View>('POST', '/crm/system/imports/preview?language=zh', file);
		expect(status).toBe(200);
		expect(data.mapping).toEqual({ number: '订单号', placed_at: '日期', customer: '客户编号', amount: '金额' });
		expect(data.rows[0]!.values).toMatchObject({ amount: '1234.50', placed_at: '2024-01-04T16:00:00.000Z' });
		expect(data.rows[1]!.problems).toMatchObject([{ column: '日期', reason: '“05/01/2024”无法区分日和月；请写成 2024-12-31' }]);
		await crm.knex('crm_settings').update({ currency: 'EUR' });
		const other = await crm.call<View>('POST', '/crm/system/imports/preview', file);
		const { data: customer } = await crm.call<{ id: string }>('POST', '/items/crm_customers', { name: 'Euro' });
		const order = { number: 'EUR-1', customer: customer.id, placed_at: '2026-01-05T00:00:00Z', amount: 5 };
		const stored = await crm.call<{ currency: string }>('POST', '/items/crm_orders', order);
		const field = await crm.call<{ schema: { default_value: unknown } }>('GET', '/fields/crm_orders/currency');
		await crm.knex('crm_settings').update({ currency: 'CNY' });
		expect([data.currency, other.data.currency, other.data.rows[0]!.values!['currency']]).toEqual(['CNY', 'EUR', null]);
		expect([stored.data.currency, field.data.schema.default_value]).toEqual(['EUR', null]);
		const broken = await crm.call<View>('POST', '/crm/system/imports/preview', 'a,b\n1,2\n');
		expect(broken.data.refusals.map(({ code }) => code)).toEqual(Array(4).fill('column_missing'));
	});

	it('an import that a dead process left behind is interrupted, with advice', async () => {
		const id = randomUUID();
		await crm.knex('crm_imports').insert({
			id, state: 'running', source: 'api', dry_run: false, process: 'elsewhere/1/gone', heartbeat_ms: 0, created_at: new Date(),
		});
		const { data } = await crm.call<View>('GET', `/crm/system/imports/${id}`);
		expect(data.state).toBe('interrupted');
		expect(data.advice).toContain('same file again');
	});

	it('killed by the system half-way on the command line, a second run completes it', async () => {
		const path = join(crm.env['CRM_DATA_DIR']!, 'kill.csv');
		const rows = Array.from({ length: 40_000 }, (_, index) => `KILL-${index},2024-01-0${1 + (index % 9)},KK${index % 500},5\n`);
		writeFileSync(path, `${HEAD}\n${rows.join('')}`);
		const first = spawn(process.execPath, [DIRECTUS_CLI, 'crm', 'import', 'orders', path], { cwd: ROOT, env: crm.env });
		const ended = new Promise((resolve) => first.once('exit', resolve));
		const stored = async () => Number((await crm.knex('crm_orders').where('number', 'like', 'KILL-%').count('* as n').first())?.['n']);
		while ((await stored()) === 0 && first.exitCode === null) await new Promise((resolve) => setImmediate(resolve));
		first.kill('SIGKILL');
		await ended;
		expect(await stored()).toBeLessThan(40_000);
		const { code, result } = await cli(path, '--json');
		expect([code, result.read, result.rejected]).toEqual([0, 40_000, 0]);
		expect(result.created).toBeGreaterThan(0);
		expect(await stored()).toBe(40_000);
		const last = await crm.knex('crm_customers').where({ code: 'KK0' }).first('last_order_at');
		const newest = await crm.knex('crm_orders as o').join('crm_customers as c', 'c.id', 'o.customer').where('c.code', 'KK0').max('o.placed_at as at').first();
		expect(new Date(last.last_order_at)).toEqual(new Date(newest?.['at']));
	});

	it('the command line: reject file beside the file, exit status by outcome', async () => {
		const path = join(crm.env['CRM_DATA_DIR']!, 'cli.csv');
		writeFileSync(path, `${HEAD}\nCLI-1,2024-01-05,CK,5\nCLI-2,,CK,5\n`);
		const { code, result } = await cli(path, '--json');
		expect([code, result.created, result.rejected]).toEqual([0, 1, 1]);
		expect(readFileSync(String(result.reject_file), 'utf8')).toContain('CLI-2,,CK,5,3,placed_at,');
		expect(await cli(path, '--map', 'total=x')).toMatchObject({ code: 2 });
		expect(await cli(join(path, 'absent.csv'))).toMatchObject({ code: 1 });
		expect(existsSync(`${path}.absent`)).toBe(false);
	});

	async function cli(...args: string[]): Promise<{ code: number | null; result: Record<string, unknown>; text: string }> {
		const child = spawn(process.execPath, [DIRECTUS_CLI, 'crm', 'import', 'orders', ...args], { cwd: ROOT, env: crm.env });
		let text = '';
		child.stdout.on('data', (part) => (text += String(part)));
		const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
		const line = text.trim().split('\n').at(-1) ?? '';
		return { code, text, result: line.startsWith('{') ? JSON.parse(line) : {} };
	}
}, { isLong: true });
