import { exec } from '../../scripts/lib/exec.ts';
import type { Environment } from '../../scripts/lib/environment.ts';
import { DIRECTUS_CLI, ROOT } from '../../scripts/lib/paths.ts';

export interface CommandResult {
	code: number;
	/** The object of `--json`. */
	json: Record<string, unknown>;
	output: string;
}

/** Runs `directus crm …` and reads the object on its last line. */
export async function crm(env: Environment, ...args: string[]): Promise<CommandResult> {
	const done = await exec(process.execPath, [DIRECTUS_CLI, 'crm', ...args, '--json'], { cwd: ROOT, env });
	const last = done.stdout.trim().split('\n').at(-1) ?? '';
	const json = last.startsWith('{') ? (JSON.parse(last) as Record<string, unknown>) : {};
	return { code: done.code, json, output: done.output };
}

/** The same for a command that must succeed; what it printed is in the error. */
export async function crmDone(env: Environment, ...args: string[]): Promise<CommandResult['json']> {
	const { code, json, output } = await crm(env, ...args);
	if (code !== 0) throw new Error(`crm ${args.join(' ')} ended with ${code}:\n${output}`);
	return json;
}
