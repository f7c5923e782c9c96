import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundles, EXTENSIONS } from '../../../scripts/lib/paths.ts';
import { RUN_FOLDER } from '../templates.ts';

/** A folder with our built bundles and one more extension that turns their schemas into the next version. */
export async function nextVersionExtensions(): Promise<string> {
	const folder = mkdtempSync(join(RUN_FOLDER, 'extensions-'));
	for (const name of bundles()) symlinkSync(join(EXTENSIONS, name), join(folder, name));
	const hook = join(folder, 'next-version');
	mkdirSync(hook);
	await build({
		entryPoints: [join(import.meta.dirname, 'hook.ts')],
		outfile: join(hook, 'index.js'),
		bundle: true,
		platform: 'node',
		format: 'esm',
		logLevel: 'error',
	});
	const manifest = {
		name: 'next-version',
		version: '1.0.0',
		type: 'module',
		'directus:extension': { type: 'hook', path: 'index.js', source: 'hook.ts', host: '*' },
	};
	writeFileSync(join(hook, 'package.json'), JSON.stringify(manifest));
	return folder;
}
