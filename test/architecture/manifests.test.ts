import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundles, EXTENSIONS, ROOT } from '../../scripts/lib/paths.ts';

interface Manifest {
	name: string;
	license: string;
	'directus:extension': {
		type: string;
		partial: boolean;
		host: string;
		entries: { type: string; name: string; source: string | { app: string; api: string } }[];
	};
}

const manifests = bundles().map((folder) => ({
	folder,
	manifest: JSON.parse(readFileSync(join(EXTENSIONS, folder, 'package.json'), 'utf8')) as Manifest,
}));

describe('manifests', () => {
	it.each(manifests)('$folder is a whole bundle for both hosts', ({ folder, manifest }) => {
		// A folder without a valid block would keep Directus from loading any extension at all.
		expect(manifest).toMatchObject({
			name: `@guanxi/${folder}`,
			license: 'MIT',
			'directus:extension': { type: 'bundle', partial: false, host: '^11.17.0 || ^12.0.0' },
		});
	});

	it.each(manifests)('every source that $folder names exists', ({ folder, manifest }) => {
		const missing = manifest['directus:extension'].entries
			.flatMap(({ source }) => (typeof source === 'string' ? [source] : [source.app, source.api]))
			.filter((source) => !existsSync(join(EXTENSIONS, folder, source)));
		expect(missing).toEqual([]);
	});

	it('what the Studio and Flows call by an id is listed under that id', () => {
		const wrong = manifests.flatMap(({ folder, manifest }) =>
			manifest['directus:extension'].entries
				.filter(({ type }) => ['panel', 'interface', 'display', 'layout', 'operation'].includes(type))
				.flatMap(({ name, source }) => {
					const file = typeof source === 'string' ? source : source.app;
					const id = /\bid: '([^']+)'/.exec(readFileSync(join(EXTENSIONS, folder, file), 'utf8'))?.[1];
					return id === name ? [] : [`${folder}: ${name} has the id ${id}`];
				}),
		);
		expect(wrong).toEqual([]);
	});

	it('names begin with the plugin they belong to', () => {
		const PLUGINS: Record<string, string> = { 'abc-scoring': 'abc' };
		const wrong = manifests.flatMap(({ folder, manifest }) =>
			manifest['directus:extension'].entries
				.map(({ name }) => name)
				.filter((name) => !name.startsWith(`crm-${PLUGINS[folder] ?? folder}-`)),
		);
		expect(wrong).toEqual([]);
	});

	it('entry names are unique over all bundles and start with crm-', () => {
		const names = manifests.flatMap(({ manifest }) => manifest['directus:extension'].entries.map(({ name }) => name));
		expect(new Set(names).size).toBe(names.length);
		expect(names.filter((name) => !name.startsWith('crm-'))).toEqual([]);
	});

	it('the lock file names no registry, so that it installs from any', () => {
		const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
		expect(lock).not.toMatch(/"resolved": "https?:/);
	});
});
