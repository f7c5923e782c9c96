import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildBundles } from '../../scripts/lib/build.ts';
import { bundles, EXTENSIONS } from '../../scripts/lib/paths.ts';

/** What the Studio provides to extensions; it resolves no other name. */
const STUDIO_PROVIDES = ['vue', 'vue-router', 'vue-i18n', 'pinia', '@directus/extensions-sdk'];

/** All plugins together; the chart asset is loaded on demand and does not count. */
const APP_LIMIT_BYTES = 150_000;

const FILES = bundles().map((bundle) => ({ bundle }));
const fileOf = (bundle: string, side: 'app' | 'api'): string => join(EXTENSIONS, bundle, 'dist', `${side}.js`);

describe('built bundles', () => {
	beforeAll(async () => {
		await buildBundles();
	}, 300_000);

	it('the Studio loads little: all app bundles together', () => {
		const sizes = FILES.map(({ bundle }) => [bundle, gzipSync(readFileSync(fileOf(bundle, 'app'))).length] as const);
		const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
		const parts = sizes.map(([bundle, bytes]) => `${bundle} ${kilobytes(bytes)}`).join(', ');
		expect(
			total,
			`${kilobytes(total)} gzip (${parts}) of ${kilobytes(APP_LIMIT_BYTES)}. ` +
				'Move what few pages need into extensions/core/assets, which is loaded on demand.',
		).toBeLessThanOrEqual(APP_LIMIT_BYTES);
	});

	it.each(FILES)('$bundle asks the Studio only for what it provides', async ({ bundle }) => {
		const imports = await importsOf(fileOf(bundle, 'app'));
		expect(imports, 'an empty list would mean that the imports were not found').toContain('vue');
		expect(
			imports.filter((name) => !STUDIO_PROVIDES.includes(name)),
			'One unknown import keeps every app extension from loading, ours and others. Import types of this package ' +
				'with "import type", or name the package in devDependencies so that the build takes it in.',
		).toEqual([]);
	});

	it.each(FILES)('$bundle needs nothing but Node and Directus on a server', async ({ bundle }) => {
		const imports = await importsOf(fileOf(bundle, 'api'));
		expect(
			imports.filter((name) => !isBuiltin(name) && name !== 'directus'),
			'An installed bundle is one folder without node_modules. Reach the host through the context that Directus ' +
				'hands over, and let the build take every other package in.',
		).toEqual([]);
	});
});

/** Names of everything that a built file imports, requires or loads later, and that is not inside it. */
async function importsOf(file: string): Promise<string[]> {
	const { metafile } = await build({
		entryPoints: [file],
		bundle: true,
		external: ['*'],
		format: 'esm',
		logLevel: 'silent',
		metafile: true,
		platform: 'neutral',
		write: false,
	});
	const found = Object.values(metafile.inputs).flatMap(({ imports }) => imports.map(({ path }) => path));
	return [...new Set(found)].sort();
}

function kilobytes(bytes: number): string {
	return `${(bytes / 1000).toFixed(1)} kB`;
}
