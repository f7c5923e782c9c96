import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exec } from '../../scripts/lib/exec.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import { step } from '../../scripts/lib/say.ts';

const FOLDER = join(ROOT, 'test/compat');
const MODULES = join(FOLDER, 'node_modules');
const STAMP = join(MODULES, '.guanxi-stamp');

export const COMPAT_CLI = join(MODULES, '@directus/api/dist/cli/run.js');

/** Null where Directus 12 is installed for test/compat, else the reason why its tests are skipped. */
export function whyNoCompat(): string | null {
	return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted()
		? null
		: 'Directus 12 is not installed; `npm test` without arguments installs it';
}

/**
 * Installs Directus 12 beside ours. Nothing is compiled: the native packages have the versions that are compiled already.
 * Where that fails, its tests are skipped with the reason.
 */
export async function installCompat(): Promise<void> {
	if (whyNoCompat() === null) return;
	await step('Installing Directus 12 for test/compat', async () => {
		const npm = process.env['npm_execpath'];
		const [command, first] = npm ? [process.execPath, [npm]] : ['npm', []];
		const args = [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
		const { code, output } = await exec(command, args, { cwd: FOLDER });
		if (code !== 0) throw new Error(output.trim().split('\n').slice(-5).join('\n'));
		copyCompiled('isolated-vm', 'out');
		copyCompiled('sqlite3', 'build');
		writeFileSync(STAMP, wanted());
	});
}

function copyCompiled(name: string, folder: string): void {
	const [ours, theirs] = [join(ROOT, 'node_modules', name), join(MODULES, name)];
	if (versionOf(ours) !== versionOf(theirs)) throw new Error(`${name} differs from ours: give test/compat the same version`);
	cpSync(join(ours, folder), join(theirs, folder), { recursive: true });
}

const versionOf = (folder: string): string =>
	(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;

/** Another lock file, or another Node, needs another install. */
function wanted(): string {
	const lock = createHash('sha256').update(readFileSync(join(FOLDER, 'package-lock.json'))).digest('hex');
	return `${process.versions.modules} ${lock}\n`;
}
