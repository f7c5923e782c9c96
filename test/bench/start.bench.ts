import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/paths.ts';
import { freePort } from '../support/postgres-cluster.ts';
import type { Emit } from './goals.ts';

const ROUNDS = 3;

/** `npm start` with the demo company until it says that it is ready: the first time, and when everything is there already. */
export async function startBench({ emit }: { full: boolean; emit: Emit }): Promise<void> {
	const data = mkdtempSync(join(tmpdir(), 'guanxi-start-bench-'));
	const { PATH, HOME } = process.env;
	const env = { PATH, HOME, CRM_DATA_DIR: data, PORT: String(await freePort()), CRM_SCHEDULES: 'off' };
	try {
		const first = await startedMs(env);
		const later: number[] = [];
		for (let round = 0; round < ROUNDS; round++) later.push(await startedMs(env));
		const slowest = Math.max(...later);
		emit({ bench: 'second-start', size: `slowest of ${ROUNDS}`, ours_ms: slowest, baseline: 'the first start', baseline_ms: first, ratio: Math.round((slowest / first) * 100) / 100 });
	} finally {
		rmSync(data, { recursive: true, force: true });
	}
}

function startedMs(env: NodeJS.ProcessEnv): Promise<number> {
	const started = performance.now();
	const child = spawn(process.execPath, [join(ROOT, 'scripts', 'run.mjs'), 'start'], { cwd: ROOT, env, detached: true });
	let text = '';
	let readyMs = 0;
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (part: Buffer) => {
			text += String(part);
			if (readyMs > 0 || !/is ready[^]*Ctrl-C/.test(text)) return;
			readyMs = Math.round(performance.now() - started);
			process.kill(-child.pid!, 'SIGINT');
		});
	}
	return new Promise((resolve, reject) => {
		child.once('close', () => (readyMs > 0 ? resolve(readyMs) : reject(new Error(`npm start did not get ready:\n${text}`))));
	});
}
