import { exec } from '../lib/exec.ts';
import { ROOT } from '../lib/paths.ts';
import { fail, say, step } from '../lib/say.ts';
import { failedTests, withReport } from '../lib/vitest-report.ts';

interface Finding {
	ok: boolean;
	output: string;
}

/** Types, lint, and the architecture tests (imports, sizes, manifests); needs no server. */
const CHECKS: Record<string, () => Promise<Finding>> = {
	Types: () => tool(['node_modules/vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', 'tsconfig.json']),
	Lint: () => tool(['node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0']),
	Architecture: architecture,
};

export async function run(): Promise<number> {
	// Together, as each keeps one core busy at most for most of its time.
	const titles = Object.keys(CHECKS);
	const findings = await step(titles.join(', '), () =>
		Promise.all(titles.map(async (title) => ({ title, ...(await CHECKS[title]!()) }))),
	);
	const failures = findings.filter(({ ok }) => !ok);
	for (const { title, output } of failures) {
		fail(`${title} found something:`);
		say(output.trim());
	}
	return failures.length === 0 ? 0 : 1;
}

async function tool(args: string[]): Promise<Finding> {
	const env = { ...process.env, GUANXI_TEST_UNIT: '1' };
	const { code, output } = await exec(process.execPath, args, { cwd: ROOT, env });
	return { ok: code === 0, output };
}

async function architecture(): Promise<Finding> {
	let finding: Finding = { ok: false, output: '' };
	const report = await withReport(async (reporters) => {
		finding = await tool(['node_modules/vitest/vitest.mjs', 'run', 'test/architecture', ...reporters]);
	});
	return { ...finding, ok: finding.ok && report !== null && failedTests(report).length === 0 };
}
