import { randomUUID } from 'node:crypto';
import {
	chmodSync,
	createReadStream,
	createWriteStream,
	mkdtempSync,
	readFileSync,
	rmSync,
} from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexModule, { type Knex } from 'knex';
import Papa from 'papaparse';
import { openOrderStore } from '../../extensions/core/src/api/import/order-store.ts';
import { importOrders } from '../../extensions/core/src/application/import/import-orders.ts';
import type { ImportResult } from '../../extensions/core/src/domain/import/import-result.ts';
import { createTables, wipe } from '../integration/import.support.ts';
import { buildBundles } from '../../scripts/lib/build.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import { startPostgres, whyNoPostgres } from '../support/postgres-cluster.ts';
import { copyTemplate, makeTemplate, RUN_FOLDER } from '../support/templates.ts';
import type { Emit } from './goals.ts';

interface Measurement {
	size: number;
	path: string;
	baseline: string;
	run: Baseline;
}
type Baseline = (db: Knex, path: string) => Promise<void>;

const ROUNDS = 3;

/**
 * Importing a file into empty tables, against the fastest hand-written way of each database without
 * any checks.
 */
export async function importBench({ full, emit }: { full: boolean; emit: Emit }): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'guanxi-import-bench-'));
	// The PostgreSQL server runs as another user and reads the file itself.
	chmodSync(folder, 0o755);
	const size = full ? 1_000_000 : 100_000;
	const path = join(folder, 'orders.csv');
	await writeOrders(path, size);
	try {
		await byCommand(path, size, emit);
		const sqlite = openSqlite(join(folder, 'bench.db'));
		await measure(sqlite, { size, path, baseline: 'sqlite knex.batchInsert', run: batchInsert }, emit);
		await sqlite.destroy();
		const missing = whyNoPostgres();
		if (missing) return emit({ bench: 'import', skipped: missing });
		const server = await startPostgres();
		const pg = knexModule({ client: 'pg', connection: server.connection('postgres') });
		await measure(pg, { size, path, baseline: 'postgresql COPY + INSERT SELECT', run: copy }, emit);
		await pg.destroy();
		await server.stop();
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function measure(
	db: Knex,
	{ size, path, baseline, run }: Measurement,
	emit: Emit,
): Promise<void> {
	await createTables(db);
	const ours: number[] = [];
	const theirs: number[] = [];
	for (let round = 0; round < (size > 100_000 ? 1 : ROUNDS); round++) {
		await wipe(db);
		ours.push(await timed(() => importFile(db, path)));
		await wipe(db);
		theirs.push(await timed(() => run(db, path)));
	}
	const oursMs = median(ours);
	const baselineMs = median(theirs);
	emit({
		bench: 'import',
		size,
		ours_ms: Math.round(oursMs),
		baseline,
		baseline_ms: Math.round(baselineMs),
		ratio: Number((oursMs / baselineMs).toFixed(2)),
		rows_per_second: Math.round((size / oursMs) * 1000),
	});
}

/** The same file as a person imports it: `npm run crm -- import orders FILE` on a fresh SQLite instance. */
async function byCommand(path: string, size: number, emit: Emit): Promise<void> {
	await buildBundles();
	await makeTemplate('reference');
	const env = await copyTemplate('reference');
	try {
		const child = spawn(process.execPath, [join(ROOT, 'scripts', 'main.ts'), 'crm', 'import', 'orders', path, '--json'], {
			env,
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		let output = '';
		child.stdout.on('data', (part) => (output += String(part)));
		let peak = 0;
		const watch = setInterval(() => (peak = Math.max(peak, ...importersBelow(child.pid!).map(peakMemoryMb))), 100);
		await once(child, 'close');
		clearInterval(watch);
		const { created, duration_ms: ms } = JSON.parse(output.trim().split('\n').at(-1) ?? '{}') as ImportResult;
		if (created !== size) throw new Error(`The command took ${created} of ${size} rows`);
		emit({ bench: 'import-by-command', size, ours_ms: ms, rows_per_second: Math.round((size / ms) * 1000), rss_mb: peak });
	} finally {
		rmSync(RUN_FOLDER, { recursive: true, force: true });
	}
}

/** The process that imports; others set up the database first. */
function importersBelow(pid: number): number[] {
	const children = readProc(`${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
	return children.filter((child) => readProc(`${child}/cmdline`).includes('import.ts'));
}

/** Peak resident memory of a process since it started, in megabytes. */
function peakMemoryMb(pid: number): number {
	return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readProc(`${pid}/status`))?.[1] ?? 0) / 1024);
}

/** Empty when the process has ended. */
function readProc(file: string): string {
	try {
		return readFileSync(`/proc/${file}`, 'utf8');
	} catch {
		return '';
	}
}

async function importFile(db: Knex, path: string): Promise<void> {
	const outcome = await importOrders({
		chunks: createReadStream(path),
		store: await openOrderStore(db, { user: null }),
		settings: { timezone: 'Asia/Shanghai', currency: 'CNY' },
		now: () => new Date(),
		newId: randomUUID,
	});
	if (!('result' in outcome) || outcome.result.rejected > 0) throw new Error('The benchmark file was not taken');
}

/** The whole file in memory, no look-ups, no checks, no idempotence. */
async function batchInsert(db: Knex, path: string): Promise<void> {
	const { data } = Papa.parse<Record<string, string>>(readFileSync(path, 'utf8'), { header: true, skipEmptyLines: true });
	const ids = new Map<string, string>();
	const customers: object[] = [];
	for (const { CustomerID: code = '', CustomerName: name } of data) {
		if (ids.has(code)) continue;
		ids.set(code, randomUUID());
		customers.push({ id: ids.get(code), code, name });
	}
	const orders = data.map((row) => ({
		id: randomUUID(),
		number: row['InvoiceNo'],
		customer: ids.get(row['CustomerID']!),
		status: 'paid',
		placed_at: new Date(`${row['InvoiceDate']!.replace(' ', 'T')}+08:00`),
		currency: 'CNY',
		amount: row['TotalPrice'],
		refunded_amount: 0,
		channel: row['Channel'],
		date_created: new Date(),
	}));
	await db.batchInsert('crm_customers', customers, 400);
	await db.batchInsert('crm_orders', orders, 400);
}

async function copy(db: Knex, path: string): Promise<void> {
	await db.transaction(async (trx) => {
		await trx.raw('CREATE TEMP TABLE stage (number text, placed text, code text, name text, amount text, channel text) ON COMMIT DROP');
		await trx.raw(`COPY stage FROM '${path}' WITH (FORMAT csv, HEADER true)`);
		await trx.raw(`INSERT INTO crm_customers (id, code, name, date_created)
			SELECT gen_random_uuid(), code, min(name), now() FROM stage GROUP BY code`);
		await trx.raw(`INSERT INTO crm_orders (id, number, customer, status, placed_at, currency, amount, channel, date_created)
			SELECT gen_random_uuid(), s.number, c.id, 'paid', s.placed::timestamp AT TIME ZONE 'Asia/Shanghai', 'CNY',
				s.amount::numeric(18, 2), s.channel, now()
			FROM stage s JOIN crm_customers c ON c.code = s.code`);
		await trx.raw(`UPDATE crm_customers c SET last_order_at = o.latest
			FROM (SELECT customer, max(placed_at) AS latest FROM crm_orders GROUP BY customer) o WHERE o.customer = c.id`);
	});
}

/** Orders of a tenth as many customers, the same every time. */
async function writeOrders(path: string, size: number): Promise<void> {
	const file = createWriteStream(path);
	file.write('InvoiceNo,InvoiceDate,CustomerID,CustomerName,TotalPrice,Channel\n');
	for (let index = 0; index < size; index++) {
		const customer = (index * 7919) % Math.ceil(size / 10);
		const at = new Date(1.68e12 + ((index * 104_729) % 60_000_000) * 1000).toISOString().slice(0, 19).replace('T', ' ');
		const amount = (((index * 31_337) % 500_000) / 100).toFixed(2);
		const line = `INV${String(index).padStart(8, '0')},${at},K${customer},"客户 ${customer}, 有限公司",${amount},web\n`;
		if (!file.write(line)) await once(file, 'drain');
	}
	file.end();
	await once(file, 'close');
}

function openSqlite(filename: string): Knex {
	return knexModule({
		client: 'sqlite3',
		connection: { filename },
		useNullAsDefault: true,
		pool: {
			min: 1,
			max: 1,
			afterCreate: (connection: { exec: (sql: string, done: (error: unknown) => void) => void }, done: (error: unknown) => void) =>
				connection.exec('PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;', done),
		},
	});
}

async function timed(work: () => Promise<void>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

function median(values: number[]): number {
	return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
