import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { ROOT } from '../../scripts/lib/paths.ts';

export interface Worker {
	/** Lets it begin; resolves with its answer, or null when it died on the way. */
	run: <T>() => Promise<T | null>;
}

/** Starts a script on the same database, test/durable/worker.ts or one like it, and waits until it is connected. */
export async function startWorker(knex: Knex, task: object, file = 'test/durable/worker.ts'): Promise<Worker> {
	const { client, connection } = knex.client.config as { client: string; connection: { password?: string } };
	// knex hides the password from whoever lists the settings.
	const database = { client, connection: { ...connection, password: connection.password }, useNullAsDefault: true, pool: { min: 0, max: 8 } };
	const script = join(ROOT, file);
	const child = spawn(process.execPath, ['--no-warnings', script, JSON.stringify({ database, ...task })], {
		cwd: ROOT,
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const lines = createInterface({ input: child.stdout });
	const closed = once(child, 'close').then(() => 'nothing and ended');
	const first = await Promise.race([once(lines, 'line').then(([line]) => String(line)), closed]);
	if (first !== 'ready') throw new Error(`The worker said ${first}`);
	return { run: () => run(child, lines) };
}

async function run<T>(child: ChildProcess, lines: ReturnType<typeof createInterface>): Promise<T | null> {
	let answer: T | null = null;
	lines.on('line', (line) => (answer = JSON.parse(line) as T));
	const closed = once(child, 'close');
	child.stdin?.write('go\n');
	await closed;
	return answer;
}
