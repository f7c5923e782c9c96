import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exec } from '../../scripts/lib/exec.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import { freePort } from '../support/postgres-cluster.ts';

const folder = mkdtempSync(join(tmpdir(), 'guanxi-start-'));
const blocker = createServer();
let usedPort = 0;

beforeAll(async () => {
	usedPort = await freePort();
	await new Promise<void>((resolve) => blocker.listen(usedPort, '127.0.0.1', () => resolve()));
	writeFileSync(join(folder, 'a-file'), '');
});
afterAll(() => {
	blocker.close();
	rmSync(folder, { recursive: true, force: true });
});

const CASES = [
	{ why: 'another program has the port', env: () => ({ PORT: String(usedPort) }), says: /Port \d+ is in use.*set PORT/ },
	{ why: 'the port is not a number', env: () => ({ PORT: 'web' }), says: /PORT is "web"/ },
	{ why: 'the data folder cannot be made', env: () => ({ CRM_DATA_DIR: join(folder, 'a-file', 'x') }), says: /data folder .* cannot be written.*CRM_DATA_DIR/ },
	{ why: 'an unknown database', env: () => ({ DB_CLIENT: 'mongodb' }), says: /DB_CLIENT is "mongodb".*sqlite3/ },
	{
		why: 'nobody listens at the database address',
		env: () => ({ DB_CLIENT: 'pg', DB_CONNECTION_STRING: 'postgres://u:secret@127.0.0.1:1/x' }),
		says: /database cannot be reached.*DB_CONNECTION_STRING/,
	},
	{
		why: 'the database address is not an address',
		env: () => ({ DB_CLIENT: 'pg', DB_CONNECTION_STRING: 'not a url' }),
		says: /database cannot be reached/,
	},
];

describe('npm start refuses with one clear line', () => {
	it.each(CASES)('when $why', async ({ env, says }) => {
		const port = String(await freePort());
		const { code, output } = await exec(process.execPath, [join(ROOT, 'scripts/main.ts'), 'start'], {
			cwd: ROOT,
			env: { PATH: process.env['PATH'], PORT: port, CRM_DATA_DIR: join(folder, 'data'), ...env() },
		});
		expect(code).toBe(1);
		const told = output.split('\n').filter((line) => line.startsWith('✖'));
		expect(told).toHaveLength(1);
		expect(told[0]).toMatch(says);
		expect(output).not.toMatch(/^\s+at /m);
		expect(output).not.toContain('secret@');
	});
});
