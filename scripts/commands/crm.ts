import { spawn } from 'node:child_process';
import { directusEnvironment } from '../lib/environment.ts';
import { DIRECTUS_CLI, ROOT } from '../lib/paths.ts';
import { setUp } from '../lib/setup.ts';

/** Hands over to the Directus CLI, whose `crm` commands our bundles bring. File paths are the caller's. */
export async function run(args: string[]): Promise<number> {
	const env = directusEnvironment();
	await setUp(env, { seed: false });
	const child = spawn(process.execPath, [DIRECTUS_CLI, 'crm', ...args], {
		cwd: ROOT,
		env: { ...env, CRM_CALLER_DIR: process.env['INIT_CWD'] ?? process.cwd() },
		stdio: 'inherit',
	});
	return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}
