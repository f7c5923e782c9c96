import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exec } from '../../scripts/lib/exec.ts';
import type { Environment } from '../../scripts/lib/environment.ts';
import { DIRECTUS_CLI, ROOT } from '../../scripts/lib/paths.ts';
import { copyTemplate } from '../support/templates.ts';

/** Exit status: 0 done, 1 refused with a reason, 2 bad usage. */
const DONE = [
	{ why: 'every model', args: ['score'], says: /Model "pareto" as of \d{4}-\d\d-\d\d: 400 customers/ },
	{ why: 'rows that are there already', args: ['seed', 'demo'], says: /was there already/ },
	{ why: 'a sound database', args: ['audit'], says: /ok {3}core\./ },
];

/** Each is told to people on stderr and, with `--json`, to programs on the last line of stdout. */
const REFUSED = [
	{ why: 'an unknown model', args: ['score', 'nope'], code: 1, says: /^Scoring model was not found\.$/ },
	{ why: 'a file that does not exist', args: ['import', 'orders', '/no/such/file.csv'], code: 1, says: /\/no\/such\/file\.csv/ },
	{ why: 'an unknown set of rows', args: ['seed', 'everything'], code: 2, says: /choose "reference" or "demo"/ },
	{ why: 'an unknown command', args: ['nonsense'], code: 2, says: /unknown command 'nonsense'/ },
	{ why: 'an unknown option', args: ['install', '--nonsense'], code: 2, says: /unknown option '--nonsense'/ },
	{ why: 'a missing argument', args: ['seed'], code: 2, says: /missing required argument 'set'/ },
	{ why: 'too many arguments', args: ['score', 'pareto', 'more'], code: 2, says: /too many arguments/ },
	{ why: 'a mapping that is none', args: ['import', 'orders', 'x.csv', '--map', 'nonsense'], code: 2, says: /"nonsense" is not target=header/ },
	{ why: 'no command', args: [], code: 2, says: /unknown option '--json'/ },
];

describe('npm run crm', () => {
	let env: Environment;
	beforeAll(async () => {
		env = await copyTemplate('demo');
	});
	const crm = (...args: string[]) => exec(process.execPath, [DIRECTUS_CLI, 'crm', ...args], { cwd: ROOT, env });

	it.each(DONE)('$args: exit status 0 for $why', async ({ args, says }) => {
		const { output, code } = await crm(...args);
		expect(output).toMatch(says);
		expect(code).toBe(0);
	});

	it.each(REFUSED)('$args: exit status $code for $why', async ({ args, code, says }) => {
		const done = await crm(...args, '--json');
		expect(lastLine(done.stdout)).toEqual({ error: expect.stringMatching(says) as unknown });
		expect(done.code).toBe(code);
		expect(done.output).not.toMatch(/^\s+at /m);
	});

	it.each([
		{ why: 'named', args: ['--lang', 'zh-CN'], env: {}, says: /^找不到/ },
		{ why: 'of the environment', args: [], env: { LANG: 'zh_CN.UTF-8' }, says: /^找不到/ },
		{ why: 'of messages in it', args: [], env: { LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' }, says: /was not found/ },
		{ why: 'named, whatever the environment says', args: ['--lang', 'en-US'], env: { LC_ALL: 'zh_CN.UTF-8' }, says: /was not found/ },
	])('a refusal is told in the language $why', async ({ args, env: said, says }) => {
		const done = await exec(process.execPath, [DIRECTUS_CLI, 'crm', 'score', 'nope', '--json', ...args], { cwd: ROOT, env: { ...env, ...said } });
		expect(lastLine(done.stdout)).toEqual({ error: expect.stringMatching(says) as unknown });
	});

	it('without --json a refusal is told to people', async () => {
		const { stdout, output, code } = await crm('score', 'nope');
		expect([stdout.includes('{'), code]).toEqual([false, 1]);
		expect(output).toContain('Scoring model was not found.');
	});

	it('--json prints one object on the last line of stdout', async () => {
		const { stdout } = await crm('score', 'pareto', '--json');
		expect(lastLine(stdout)).toMatchObject({ model: 'pareto', customers: 400 });
	});

	it('so does what fails before the command line of Directus is reached', async () => {
		const broken = { PATH: process.env['PATH'], CRM_DATA_DIR: env['CRM_DATA_DIR'], DB_CLIENT: 'mongodb' };
		const done = await exec(process.execPath, [join(ROOT, 'scripts/main.ts'), 'crm', 'audit', '--json'], { cwd: ROOT, env: broken });
		expect(lastLine(done.stdout)).toEqual({ error: expect.stringContaining('mongodb') as unknown });
		expect(done.code).toBe(1);
	});
});

function lastLine(stdout: string): unknown {
	return JSON.parse(stdout.trim().split('\n').at(-1)!);
}
