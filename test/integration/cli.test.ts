import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exec } from '../../scripts/lib/exec.ts';
import type { Environment } from '../../scripts/lib/environment.ts';
import { DIRECTUS_CLI, ROOT } from '../../scripts/lib/paths.ts';
import { copyTemplate } from '../support/templates.ts';

/** Exit status: 0 done, 1 refused with a reason, 2 bad usage. */
const CASES = [
	{ why: 'done', args: ['score', 'pareto'], code: 0, says: /Model "pareto" as of \d{4}-\d\d-\d\d: 400 customers/ },
	{ why: 'done, every model', args: ['score'], code: 0, says: /Model "pareto"/ },
	{ why: 'an unknown model', args: ['score', 'nope'], code: 1, says: /Scoring model was not found/ },
	{ why: 'an unknown set of rows', args: ['seed', 'everything'], code: 2, says: /choose "reference" or "demo"/ },
	{ why: 'rows that are there already', args: ['seed', 'demo'], code: 0, says: /was there already/ },
	{ why: 'a file that does not exist', args: ['import', 'orders', '/no/such/file.csv'], code: 1, says: /\/no\/such\/file\.csv/ },
	{ why: 'a sound database', args: ['audit'], code: 0, says: /ok {3}core\./ },
	{ why: 'an unknown command', args: ['nonsense'], code: 2, says: /nonsense/ },
	{ why: 'an unknown option', args: ['install', '--nonsense'], code: 2, says: /--nonsense/ },
	{ why: 'a missing argument', args: ['seed'], code: 2, says: /missing required argument 'set'/ },
	{ why: 'too many arguments', args: ['score', 'pareto', 'more'], code: 2, says: /too many arguments/ },
];

describe('npm run crm', () => {
	let env: Environment;
	beforeAll(async () => {
		env = await copyTemplate('demo');
	});

	it.each(CASES)('$args: exit status $code for $why', async ({ args, code, says }) => {
		const done = await exec(process.execPath, [DIRECTUS_CLI, 'crm', ...args], { cwd: ROOT, env });
		expect(done.output).toMatch(says);
		expect(done.code).toBe(code);
		expect(done.output).not.toMatch(/^\s+at /m);
	});

	it('--json prints one object on the last line of stdout', async () => {
		const { stdout } = await exec(process.execPath, [DIRECTUS_CLI, 'crm', 'score', 'pareto', '--json'], { cwd: ROOT, env });
		expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({ model: 'pareto', customers: 400 });
	});

	it.each([
		{ args: ['nonsense'], code: 2, error: /unknown command 'nonsense'/ },
		{ args: ['install', '--nonsense'], code: 2, error: /unknown option '--nonsense'/ },
		{ args: ['seed'], code: 2, error: /missing required argument 'set'/ },
		{ args: ['score', 'pareto', 'more'], code: 2, error: /too many arguments/ },
		{ args: ['import', 'orders', 'x.csv', '--map', 'nonsense'], code: 2, error: /"nonsense" is not target=header/ },
		{ args: ['seed', 'everything'], code: 2, error: /choose "reference" or "demo"/ },
		{ args: [], code: 2, error: /unknown option '--json'/ },
	])('bad usage is an object too: $args', async ({ args, code, error }) => {
		const done = await exec(process.execPath, [DIRECTUS_CLI, 'crm', ...args, '--json'], { cwd: ROOT, env });
		expect(JSON.parse(done.stdout.trim().split('\n').at(-1)!)).toEqual({ error: expect.stringMatching(error) as unknown });
		expect(done.code).toBe(code);
	});

	it('so is what fails before the command line of Directus is reached', async () => {
		const broken = { PATH: process.env['PATH'], CRM_DATA_DIR: env['CRM_DATA_DIR'], DB_CLIENT: 'mongodb' };
		const done = await exec(process.execPath, [join(ROOT, 'scripts/main.ts'), 'crm', 'audit', '--json'], { cwd: ROOT, env: broken });
		expect(JSON.parse(done.stdout.trim().split('\n').at(-1)!)).toEqual({ error: expect.stringContaining('mongodb') as unknown });
		expect(done.code).toBe(1);
	});

	it('a refusal is an object too', async () => {
		const { stdout, code } = await exec(process.execPath, [DIRECTUS_CLI, 'crm', 'score', 'nope', '--json'], { cwd: ROOT, env });
		expect(code).toBe(1);
		expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toEqual({ error: 'Scoring model was not found.' });
	});
});
