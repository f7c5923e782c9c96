import { exec } from '../lib/exec.ts';
import { ROOT } from '../lib/paths.ts';
import { fail, say, step } from '../lib/say.ts';

interface Check {
	title: string;
	args: string[];
}

/** Types, lint, and the architecture tests (imports, sizes, manifests); needs no server. */
const CHECKS: Check[] = [
	{ title: 'Types', args: ['node_modules/vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', 'tsconfig.json'] },
	{ title: 'Lint', args: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0'] },
	{ title: 'Architecture', args: ['node_modules/vitest/vitest.mjs', 'run', 'test/architecture'] },
];

export async function run(): Promise<number> {
	let failures = 0;
	for (const { title, args } of CHECKS) {
		const env = { ...process.env, GUANXI_TEST_UNIT: '1' };
		const { code, output } = await step(title, () => exec(process.execPath, args, { cwd: ROOT, env }));
		if (code === 0) continue;
		failures += 1;
		fail(`${title} found something:`);
		say(output.trim());
	}
	return failures === 0 ? 0 : 1;
}
