import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { exec } from '../../scripts/lib/exec.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import { freePort } from '../support/postgres-cluster.ts';

/** Another folder than the project's: files on the command line are the caller's. */
const caller = mkdtempSync(join(tmpdir(), 'guanxi-caller-'));
const data = mkdtempSync(join(tmpdir(), 'guanxi-started-'));
const MAIN = ['--disable-warning=ExperimentalWarning', join(ROOT, 'scripts/main.ts')];
const EMAIL = 'owner@example.com';
const TOKEN = 'start-admin-token';
const port = await freePort();

/** Nothing of the test run's own settings, and no password: the first start makes one. */
const env = {
	PATH: process.env['PATH'],
	HOME: process.env['HOME'],
	CRM_DATA_DIR: data,
	PORT: String(port),
	ADMIN_EMAIL: EMAIL,
	ADMIN_TOKEN: TOKEN,
	CRM_SCHEDULES: 'off',
	PRESSURE_LIMITER_ENABLED: 'false',
	INIT_CWD: caller,
};

interface Started {
	child: ChildProcess;
	/** Everything printed so far. */
	text: () => string;
	/** How often nobody listened before the port opened. */
	refusals: number;
	/** The demo company's size, asked as soon as the port opened. */
	customersAtOpening: number;
}

let running: Started;

afterAll(() => {
	if (running?.child.exitCode === null) process.kill(-running.child.pid!, 'SIGKILL');
	for (const folder of [caller, data]) rmSync(folder, { recursive: true, force: true });
});

/** One story in order: each step stands on the one before. */
describe('npm start, as a newcomer lives it', { timeout: 300_000 }, () => {
	it('sets everything up and opens the port only when the scored company is there', async () => {
		running = await start();
		expect(running.refusals).toBeGreaterThan(0);
		expect(running.customersAtOpening, 'who comes in at the first moment finds all rows').toBe(400);
		expect(running.text()).toMatch(/Creating the database[^]*Installing the schema, loading rows, scoring[^]*is ready/);
	});

	it('tells the address and the class table', () => {
		const text = running.text();
		expect(text).toContain(`http://127.0.0.1:${port}/admin`);
		expect(text).toMatch(/^Model "pareto" as of \d{4}-\d\d-\d\d: 400 customers$/m);
		expect(text).toMatch(/^A +40 +10\.0 % /m);
		expect(text).toMatch(/^B +80 +20\.0 % /m);
		expect(text).toMatch(/^C +280 +70\.0 % /m);
	});

	it('tells a login that works', async () => {
		expect(running.text()).toMatch(new RegExp(`login +${EMAIL}`));
		const password = /password +(\S+)/.exec(running.text())?.[1];
		expect(password, 'generated, not a word such as "admin"').toMatch(/^[\w-]{12,}$/);
		const answer = await fetch(`http://127.0.0.1:${port}/auth/login`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ email: EMAIL, password }),
		});
		expect(answer.status).toBe(200);
	});

	it('imports a file of the caller\'s folder while it serves, and each order once', async () => {
		const day = lastWeek(/as of (\S+):/.exec(running.text())![1]!);
		const rows = [`NC-1,${day},NC-A,100.00`, `NC-2,${day},NC-B,200.00`, `NC-3,${day},NC-A,300.00`];
		writeFileSync(join(caller, 'orders.csv'), ['number,placed_at,customer,amount', ...rows, ''].join('\n'));
		const first = await crm('import', 'orders', 'orders.csv', '--json');
		expect(first).toMatchObject({ read: 3, created: 3, rejected: 0, customers_created: 2 });
		const second = await crm('import', 'orders', 'orders.csv', '--json');
		expect(second).toMatchObject({ read: 3, created: 0, rejected: 0, customers_created: 0 });
		expect(await count('crm_orders', 'number', 'NC-')).toBe(3);
	});

	it('scores a model while it serves', async () => {
		expect(await crm('score', 'pareto', '--json')).toMatchObject({ model: 'pareto', customers: 402 });
	});

	it('stops cleanly on Ctrl-C, which the terminal sends to every process', async () => {
		expect(await stop(() => process.kill(-running.child.pid!, 'SIGINT'))).toBe(0);
		expect(await isOpen()).toBe(false);
		expect(running.text()).not.toMatch(/✖|^\s+at /m);
	});

	it('does nothing twice at the second start, and tells the classes again', async () => {
		const asked = performance.now();
		running = await start();
		expect(performance.now() - asked).toBeLessThan(15_000);
		expect(running.text()).not.toMatch(/Building|Creating|Migrating|Installing|loading rows/);
		expect(running.text()).toContain(`http://127.0.0.1:${port}/admin`);
		expect(running.text()).toMatch(/^Model "pareto" as of \d{4}-\d\d-\d\d: 402 customers$/m);
		for (const code of ['A', 'B', 'C']) expect(running.text()).toMatch(new RegExp(`^${code} +\\d+ +[\\d.]+ % `, 'm'));
	});

	it('stops cleanly on SIGTERM, which a service manager sends to the first process', async () => {
		expect(await stop(() => running.child.kill('SIGTERM'))).toBe(0);
		expect(await isOpen()).toBe(false);
		expect(running.text()).not.toMatch(/✖|^\s+at /m);
	});
});

/** Runs `npm start` until it says that it is ready. A group of its own stands for a terminal's. */
async function start(): Promise<Started> {
	const child = spawn(process.execPath, [...MAIN, 'start'], {
		cwd: ROOT,
		env,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const parts: string[] = [];
	const text = (): string => parts.join('');
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(String(part)));
	const started: Started = { child, text, refusals: 0, customersAtOpening: 0 };
	const until = async (isReached: () => boolean | Promise<boolean>): Promise<void> => {
		while (!(await isReached())) {
			if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${text()}`);
			await pause(50);
		}
	};
	running = started;
	await until(async () => {
		const open = await isOpen();
		if (!open) started.refusals += 1;
		return open;
	});
	started.customersAtOpening = await count('crm_customers', 'value_class', '');
	await until(() => /is ready[^]*Ctrl-C/.test(text()));
	return started;
}

function stop(send: () => void): Promise<number | null> {
	return new Promise((resolve) => {
		running.child.once('close', (code) => resolve(code));
		send();
	});
}

function isOpen(): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = createConnection(port, '127.0.0.1');
		socket.once('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
}

/** How many rows the running server has whose field starts so; without a start, whose field has a value. */
async function count(collection: string, field: string, begin: string): Promise<number> {
	const rule = begin ? `[_starts_with]=${begin}` : '[_nnull]=true';
	const answer = await fetch(`http://127.0.0.1:${port}/items/${collection}?aggregate[count]=*&filter[${field}]${rule}`, {
		headers: { authorization: `Bearer ${TOKEN}` },
	});
	expect(answer.status, `the rows of ${collection}`).toBe(200);
	const { data: rows } = (await answer.json()) as { data: { count: string | number }[] };
	return Number(rows[0]!.count);
}

/** `npm run crm -- …`: its exit status must be 0, its last line is the result. */
async function crm(...args: string[]): Promise<unknown> {
	const { code, stdout, output } = await exec(process.execPath, [...MAIN, 'crm', ...args], { cwd: ROOT, env });
	expect(code, output).toBe(0);
	return JSON.parse(stdout.trim().split('\n').at(-1)!);
}

function lastWeek(day: string): string {
	return new Date(Date.parse(day) - 7 * 86_400_000).toISOString().slice(0, 10);
}
