import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ROOT } from './paths.ts';

export interface TestReport {
	numPassedTests: number;
	testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[];
	/** Seconds per file, with its hooks. */
	times: { name: string; seconds: number }[];
}

/**
 * Runs vitest through `run`, which gets the arguments to add, and returns what vitest reported; null when it reported nothing.
 * Counts are asked for because its exit status is not enough: it may be 0 although tests failed.
 */
export async function withReport(run: (args: string[]) => Promise<void>): Promise<TestReport | null> {
	const folder = mkdtempSync(join(tmpdir(), 'guanxi-report-'));
	const file = join(folder, 'report.json');
	const times = join(import.meta.dirname, 'times-reporter.ts');
	try {
		await run(['--reporter=default', '--reporter=json', `--reporter=${times}`, `--outputFile.json=${file}`]);
		const report = read<TestReport>(file);
		return report && { ...report, times: read(join(folder, 'times.json')) ?? [] };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Failed tests, and files that could not be loaded: those have no failed test of their own. By file and full name. */
export function failedTests({ testResults }: TestReport): string[] {
	return testResults.flatMap(({ name, status, assertionResults }) => {
		const failed = assertionResults.filter((test) => test.status === 'failed').map(({ fullName }) => fullName);
		if (failed.length === 0 && status === 'failed') failed.push('the file could not be loaded or its set-up failed');
		return failed.map((fullName) => `${relative(ROOT, name)}: ${fullName}`);
	});
}

/** The files that took longest, one line each: whoever wants a shorter run begins there. */
export function slowestFiles({ times }: TestReport, count = 10): string[] {
	const slowest = [...times].sort((a, b) => b.seconds - a.seconds).slice(0, count);
	return slowest.map(({ name, seconds }) => `${seconds.toFixed(0).padStart(5)} s  ${relative(ROOT, name)}`);
}

function read<T>(file: string): T | null {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as T;
	} catch {
		return null;
	}
}
