import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildBundles } from '../../scripts/lib/build.ts';
import { importsOf, unresolvedImports } from '../../scripts/lib/bundle-imports.ts';
import { bundles, EXTENSIONS } from '../../scripts/lib/paths.ts';

/** All plugins together; the chart asset is loaded on demand and does not count. */
const APP_LIMIT_BYTES = 150_000;

const FILES = bundles().map((bundle) => ({ bundle }));
const fileOf = (bundle: string, side: 'app' | 'api'): string => join(EXTENSIONS, bundle, 'dist', `${side}.js`);

/** Whether the bundle brings anything for the Studio. */
const hasApp = (bundle: string): boolean => existsSync(join(EXTENSIONS, bundle, 'src', 'app'));

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

	it.each(FILES)('$bundle asks the Studio and the server only for what they provide', async ({ bundle }) => {
		if (hasApp(bundle)) expect(await importsOf(fileOf(bundle, 'app')), 'an empty list would mean that the imports were not found').toContain('vue');
		expect(await unresolvedImports(join(EXTENSIONS, bundle))).toEqual([]);
	});
});

function kilobytes(bytes: number): string {
	return `${(bytes / 1000).toFixed(1)} kB`;
}
