import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directus } from '../../scripts/lib/directus.ts';
import { directusEnvironment } from '../../scripts/lib/environment.ts';
import { exec } from '../../scripts/lib/exec.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import { freePort, startPostgres, whyNoPostgres, type PostgresServer } from '../support/postgres-cluster.ts';

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
		says: /database cannot be reached \(connect ECONNREFUSED 127\.0\.0\.1:1\)\. Start it, and check DB_CONNECTION_STRING/,
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

const noPostgres = whyNoPostgres();
const onPostgres = noPostgres ? describe.skip : describe;

onPostgres(`a PostgreSQL server that refuses${noPostgres ? ` (skipped: ${noPostgres})` : ''}`, () => {
	let server: PostgresServer;
	beforeAll(async () => {
		server = await startPostgres();
	});
	afterAll(() => server.stop());

	const WRONG_PASSWORD = /^The database refused user or password \(.*"postgres"\)\. Check DB_USER and DB_PASSWORD/;
	const NO_DATABASE = /^There is no such database \(.*"nowhere" does not exist\)\. Create it/;
	const addresses = [
		{ why: 'the password is wrong', address: () => server.url.replace('postgres:postgres@', 'postgres:secret@'), says: WRONG_PASSWORD },
		{ why: 'the database is missing', address: () => server.urlOf('nowhere'), says: NO_DATABASE },
	];
	const environment = (address: string): Record<string, string> =>
		directusEnvironment({ PATH: process.env['PATH'], CRM_DATA_DIR: join(folder, 'pg-data'), DB_CLIENT: 'pg', DB_CONNECTION_STRING: address });

	it.each(addresses)('npm start and npm run crm: $why', async ({ address, says }) => {
		for (const command of [['start'], ['crm', 'audit', '--json']]) {
			const { code, output, stdout } = await exec(process.execPath, [join(ROOT, 'scripts/main.ts'), ...command], {
				cwd: ROOT,
				env: { ...environment(address()), PORT: String(await freePort()) },
			});
			expect(code).toBe(1);
			const told = output.split('\n').filter((line) => line.startsWith('✖')).map((line) => line.slice(2));
			expect(told).toEqual([expect.stringMatching(says)]);
			if (command.includes('--json')) expect(JSON.parse(stdout)).toEqual({ error: told[0] });
			expect(output).not.toContain('secret');
		}
	});

	/** Whatever goes wrong after the first look at the database is told by a command of Directus. */
	it.each(addresses)('a step of the set-up: $why', async ({ address, says }) => {
		await expect(directus(['bootstrap'], environment(address()))).rejects.toThrow(says);
	});

	it('a step of the set-up: the server is gone', async () => {
		const nobody = `postgres://u:secret@127.0.0.1:${await freePort()}/x`;
		await expect(directus(['bootstrap'], environment(nobody))).rejects.toThrow(/^The database cannot be reached \(.*ECONNREFUSED.*\)\. Start it/);
	});
});
