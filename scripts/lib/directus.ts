import { databaseTrouble } from '../../extensions/core/src/domain/database-trouble.ts';
import { exec } from './exec.ts';
import type { Environment } from './environment.ts';
import { DIRECTUS_CLI, ROOT } from './paths.ts';

/**
 * Runs one command of the Directus CLI and returns its stdout. When it fails, throws what is wrong with the database, or else
 * its last lines.
 */
export async function directus(args: string[], env: Environment, cli = DIRECTUS_CLI): Promise<string> {
	const { code, output, stdout } = await exec(process.execPath, [cli, ...args], {
		cwd: ROOT,
		// A command serves nobody: bundling the Studio's half would only delay it.
		env: { ...env, SERVE_APP: 'false' },
	});
	if (code !== 0) throw new Error(databaseTrouble(output) ?? readable(output));
	return stdout;
}

/** The last lines that tell something; stack frames do not. */
function readable(output: string): string {
	const lines = output.split('\n').filter((line) => line.trim() && !/^\s+at |^Node\.js v/.test(line));
	return lines.slice(-4).join('\n').trim();
}
