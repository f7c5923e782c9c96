import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { isCoreOff, switchCoreOn } from '../lib/core-switch.ts';
import { whatHappenedTo } from '../lib/database.ts';
import { directusEnvironment } from '../lib/environment.ts';
import { DIRECTUS_CLI, ROOT } from '../lib/paths.ts';
import { setUp } from '../lib/setup.ts';

/** Hands over to the Directus CLI, whose `crm` commands our bundles bring. File paths are the caller's. */
export async function run(args: string[]): Promise<number> {
	const env = directusEnvironment();
	await setUp(env, { seed: false });
	if (await isCoreOff(env)) {
		if (args[0] !== 'install') throw new Error('Guanxi was uninstalled here. "npm run crm -- install" installs it again.');
		await switchCoreOn(env);
	}
	const command =
		args[0] === 'import'
			? ['--disable-warning=ExperimentalWarning', join(ROOT, 'scripts', 'import.ts'), ...args]
			: [DIRECTUS_CLI, 'crm', ...args];
	const child = spawn(process.execPath, command, {
		cwd: ROOT,
		env: { ...env, SERVE_APP: 'false', CRM_CALLER_DIR: process.env['INIT_CWD'] ?? process.cwd() },
		stdio: 'inherit',
	});
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
	const code = await new Promise<number>((resolve) => child.on('exit', (status) => resolve(status ?? 1)));
	// Bad usage (2) has nothing to do with it, nor have signals.
	const trouble = code === 1 ? await whatHappenedTo(env) : null;
	if (trouble) throw new Error(trouble);
	return code;
}
