import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { lastClassTable } from '../lib/class-table.ts';
import { whatHappenedTo } from '../lib/database.ts';
import { directusEnvironment, generatedPassword, type Environment } from '../lib/environment.ts';
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
		child.on('message', (message) => {
			if (message === 'ready') welcome(env).catch((error: unknown) => fail(String(error)));
		});
		child.on('exit', (code) => {
			if (stopping) return resolve(0);
			void whatHappenedTo(env).then((trouble) => {
				fail(trouble ?? 'Directus stopped by itself. Its last lines above say why.');
				resolve(code ?? 1);
			});
		});
	});
}

async function welcome(env: Environment): Promise<void> {
	const password = generatedPassword(env['CRM_DATA_DIR']!);
	const lines = [
		'',
		...(await lastClassTable(env)),
		'',
		`Guanxi is ready at ${env['PUBLIC_URL']}/admin`,
		`  login     ${env['ADMIN_EMAIL']}`,
		`  password  ${password ?? 'the one you gave in ADMIN_PASSWORD at the first start'}`,
		'Stop with Ctrl-C.',
	];
	process.stdout.write(`${lines.join('\n')}\n`);
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
