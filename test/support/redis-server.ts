import { spawn } from 'node:child_process';
import { onPath } from './on-path.ts';
import { freePort } from './postgres-cluster.ts';

export interface RedisServer {
	url: string;
	stop: () => Promise<void>;
}

/** Null where Redis can be started, else the reason why tests with it are skipped. */
export function whyNoRedis(): string | null {
	return onPath('redis-server') ? null : 'redis-server is not installed';
}

/** A Redis of the system's package, which keeps nothing; on a free port unless it comes back where one was. */
export async function startRedis(at?: string): Promise<RedisServer> {
	const port = at ? Number(new URL(at).port) : await freePort();
	const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	await new Promise<void>((resolve, reject) => {
		child.stdout.on('data', (part: Buffer) => /Ready to accept connections/.test(String(part)) && resolve());
		child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
	});
	return {
		url: `redis://127.0.0.1:${port}`,
		stop: () =>
			new Promise((resolve) => {
				child.removeAllListeners('exit');
				child.once('exit', () => resolve());
				child.kill('SIGTERM');
			}),
	};
}
