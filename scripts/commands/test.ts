import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installCompat } from '../../test/support/compat.ts';
import { ROOT } from '../lib/paths.ts';
import { say } from '../lib/say.ts';

interface Report {
	numPassedTests: number;
	numFailedTests: number;
	numFailedTestSuites: number;
	numPendingTests: number;
	testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
}

/** Every test this machine can run; names what it skipped and closes with one line of counts. */
export async function run(args: string[]): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'guanxi-report-'));
	const file = join(folder, 'report.json');
	if (args.length === 0) await installCompat().catch((error: Error) => say(`${error.message}\nIts tests are skipped.`));
	const code = await vitest([...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]);
	const report = readReport(file);
	rmSync(folder, { recursive: true, force: true });
	if (!report) return code || 1;
	const skipped = report.testResults.flatMap(({ assertionResults }) =>
		assertionResults.filter(({ status }) => status === 'pending' || status === 'skipped'),
	);
	for (const { fullName } of skipped) say(`skipped: ${fullName}`);
	// A file that could not be loaded has no failed test of its own, but must not pass for a success.
	const broken = report.testResults.filter((result) => result.status === 'failed' && result.assertionResults.every(({ status }) => status !== 'failed'));
	const failed = report.numFailedTests + broken.length;
	process.stdout.write(`${report.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped\n`);
	return failed > 0 ? 1 : code;
}

function vitest(args: string[]): Promise<number> {
	const cli = join(ROOT, 'node_modules/vitest/vitest.mjs');
	const child = spawn(process.execPath, [cli, 'run', ...args], { cwd: ROOT, stdio: 'inherit' });
	return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

function readReport(file: string): Report | null {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as Report;
	} catch {
		return null;
	}
}
