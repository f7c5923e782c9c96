import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../lib/paths.ts';
import { say } from '../lib/say.ts';
import { failedTests, slowestFiles, withReport } from '../lib/vitest-report.ts';

/** Every test this machine can run; names what it skipped, what took longest and what failed, and closes with one line of counts. */
export async function run(args: string[]): Promise<number> {
	// What is large is fetched for the whole run only, while test/support/global-setup.ts prepares the rest.
	if (args.length === 0) process.env['GUANXI_TEST_COMPAT'] = 'install';
	let code = 1;
	const report = await withReport(async (reporters) => {
		code = await vitest([...args, ...reporters]);
	});
	if (!report) return code || 1;
	const skipped = report.testResults.flatMap(({ assertionResults }) =>
		assertionResults.filter(({ status }) => status === 'pending' || status === 'skipped'),
	);
	for (const { fullName } of skipped) say(`skipped: ${fullName}`);
	if (report.times.length > 1) say(['slowest files:', ...slowestFiles(report)].join('\n'));
	const failed = failedTests(report);
	for (const name of failed) say(`failed: ${name}`);
	process.stdout.write(`${report.numPassedTests} passed, ${failed.length} failed, ${skipped.length} skipped\n`);
	return failed.length > 0 ? 1 : code;
}

function vitest(args: string[]): Promise<number> {
	const cli = join(ROOT, 'node_modules/vitest/vitest.mjs');
	const child = spawn(process.execPath, [cli, 'run', ...args], { cwd: ROOT, stdio: 'inherit' });
	return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}
