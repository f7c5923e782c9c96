import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { directusEnvironment, type Environment } from '../lib/environment.ts';
import { DIRECTUS_CLI, ROOT } from '../lib/paths.ts';
import { fail, say } from '../lib/say.ts';
import { setUp } from '../lib/setup.ts';

/** Sets everything up and serves until Ctrl-C. The port opens only when install and seeding are done. */
export async function run(): Promise<number> {
	const env = directusEnvironment();
	await refuseUsedPort(env);
	await setUp(env, { seed: true });
	return serve(env);
}

function serve(env: Environment): Promise<number> {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, [DIRECTUS_CLI, 'start'], {
			cwd: ROOT,
			env,
			stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		});
		let stopping = false;
		const stop = (): void => {
			if (stopping) return;
			stopping = true;
			say('Stopping …');
			child.kill('SIGTERM');
		};
		process.on('SIGINT', stop);
		process.on('SIGTERM', stop);
		child.on('message', (message) => message === 'ready' && welcome(env));
		child.on('exit', (code) => {
			if (!stopping) fail('Directus stopped by itself. Its last lines above say why.');
			resolve(stopping ? 0 : (code ?? 1));
		});
	});
}

function welcome(env: Environment): void {
	say(`\nGuanxi is ready at ${env['PUBLIC_URL']}/admin`);
	say(`  login     ${env['ADMIN_EMAIL']}`);
	const given = process.env['ADMIN_PASSWORD'];
	say(`  password  ${given ? 'the one in ADMIN_PASSWORD when the database was created' : env['ADMIN_PASSWORD']}`);
	say('Stop with Ctrl-C.');
}

function refuseUsedPort(env: Environment): Promise<void> {
	const port = Number(env['PORT']);
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', (error: NodeJS.ErrnoException) => {
			const reason =
				error.code === 'EADDRINUSE'
					? `Port ${port} is in use. Stop the other program or set PORT to a free one.`
					: `Port ${port} on ${env['HOST']} cannot be opened (${error.code}). Set PORT and HOST.`;
			reject(new Error(reason));
		});
		probe.listen(port, env['HOST'], () => probe.close(() => resolve()));
	});
}
