import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EXTENSIONS } from './paths.ts';

/**
 * Bundles extensions/core/assets/*.ts into dist/assets/<name>-<hash>.js: ES modules that the Studio imports by URL,
 * so that heavy libraries load on demand and stay cached for good.
 */
export async function buildAssets(): Promise<void> {
	const { build } = await import('esbuild');
	const source = join(EXTENSIONS, 'core', 'assets');
	const target = join(EXTENSIONS, 'core', 'dist', 'assets');
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	for (const file of readdirSync(source)) {
		const { outputFiles } = await build({
			entryPoints: [join(source, file)],
			bundle: true,
			minify: true,
			write: false,
			format: 'esm',
			target: 'es2022',
			define: { 'process.env.NODE_ENV': '"production"' },
		});
		const code = outputFiles[0]!.contents;
		const hash = createHash('sha256').update(code).digest('hex').slice(0, 12);
		writeFileSync(join(target, `${basename(file, '.ts')}-${hash}.js`), code);
	}
}
