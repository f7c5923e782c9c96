import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import core from '../../extensions/core/package.json' with { type: 'json' };
import { sources, type Source } from './sources.ts';

const files = sources('extensions').filter(({ path }) => !path.endsWith('.test.ts'));
const layerOf = (path: string): string => /src\/(domain|application|api|app)\//.exec(path)?.[1] ?? 'none';
const bundleOf = (path: string): string => path.split('/')[1]!;
const pathOf = (source: Source, target: string): string =>
	target.startsWith('.') ? posix.join(posix.dirname(source.path), target) : target;

/** Which layers a layer may import from. The cure is always: move the code, or take a value as an argument. */
const MAY_IMPORT: Record<string, string[]> = {
	domain: ['domain'],
	application: ['domain', 'application'],
	api: ['domain', 'application', 'api'],
	app: ['domain', 'app'],
};

/** What core exports from its domain, and for the Studio. */
const PURE = Object.entries(core.exports)
	.filter(([, file]) => /^\.\/src\/(domain|app)\//.test(file))
	.map(([name]) => `@guanxi/core/${name.slice(2).replace('*', '')}`);

describe('layers', () => {
	it.each(Object.keys(MAY_IMPORT))('%s imports only the layers below it', (layer) => {
		const wrong = files
			.filter(({ path }) => layerOf(path) === layer)
			.flatMap((source) =>
				source.imports
					.filter((target) => target.startsWith('.') && !target.endsWith('.json'))
					.filter((target) => !MAY_IMPORT[layer]!.includes(layerOf(pathOf(source, target))))
					.map((target) => `${source.path} imports ${target}`),
			);
		expect(wrong).toEqual([]);
	});

	it('core knows no plugin, and plugins do not know each other', () => {
		const wrong = files.flatMap((source) =>
			source.imports
				.filter((target) => /^@guanxi\/(?!core|schema|seeds)/.test(target) || leavesBundle(source, target))
				.map((target) => `${source.path} imports ${target}`),
		);
		expect(wrong).toEqual([]);
	});

	it('domain and app import no server part of core', () => {
		const isServerPart = (target: string): boolean => target.startsWith('@guanxi/core/') && !PURE.some((name) => target.startsWith(name));
		const wrong = files
			.filter(({ path }) => ['domain', 'app'].includes(layerOf(path)))
			.flatMap((source) => source.imports.filter(isServerPart).map((target) => `${source.path} imports ${target}`));
		expect(wrong).toEqual([]);
	});
});

function leavesBundle(source: Source, target: string): boolean {
	return target.startsWith('.') && bundleOf(pathOf(source, target)) !== bundleOf(source.path);
}
