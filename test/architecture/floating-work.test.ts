import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/paths.ts';

const HEAD = `import { createReadStream } from 'node:fs';
import { route } from './http.ts';
import { safely } from './safely.ts';
declare const host: never;
declare const router: { get: (path: string, handler: unknown) => void };
declare const action: (event: string, handler: (meta: never) => void) => void;
declare const work: () => Promise<void>;
`;
const USES = 'void [createReadStream, route, safely, host, router, action, work];\n';

const FLOATING = [
	{ why: 'an endpoint outside route()', code: "router.get('/x', async () => work());" },
	{ why: 'an async action hook', code: "action('x', async () => { await work(); });" },
	{ why: 'an action hook that hands back a promise', code: "action('x', () => work());" },
	{ why: 'a promise behind `void`', code: 'void work();' },
	{ why: 'a promise behind `void` in an action hook', code: "action('x', () => { void work(); });" },
	{ why: 'a promise without anything', code: 'export function go(): void { work(); }' },
	{ why: 'an async timer', code: 'setInterval(async () => { await work(); }, 5);' },
	{ why: 'a timer that hands back a promise', code: 'setTimeout(() => work(), 5);' },
	{ why: 'an async listener of a stream', code: "createReadStream('x').on('data', async () => { await work(); });" },
];

const SAFE = [
	{ why: 'an endpoint in route()', code: "router.get('/x', route(async () => work()));" },
	{ why: 'an action hook that starts its work safely', code: "action('x', () => { void safely(host, 'x', work); });" },
	{ why: 'a timer that looks at its promise', code: 'setInterval(() => { work().catch(() => undefined); }, 5);' },
];

/** The linter is what keeps work from floating; these say that it does, and where. */
describe('work that nobody waits for', () => {
	const linter = new ESLint({ cwd: ROOT });
	const problems = async (code: string): Promise<string[]> => {
		const filePath = join(ROOT, 'extensions/core/src/api/safely.ts');
		const [result] = await linter.lintText(`${HEAD}${USES}${code}\n`, { filePath });
		return result!.messages.map(({ message }) => message);
	};

	it.each(FLOATING)('is found: $why', async ({ code }) => {
		expect(await problems(code)).not.toEqual([]);
	});

	it.each(SAFE)('is left alone: $why', async ({ code }) => {
		expect(await problems(code)).toEqual([]);
	});
});
