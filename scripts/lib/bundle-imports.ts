import { isBuiltin } from 'node:module';
import { join } from 'node:path';

export type Side = 'app' | 'api';

/** What the Studio provides to extensions; it resolves no other name. */
const STUDIO_PROVIDES = ['vue', 'vue-router', 'vue-i18n', 'pinia', '@directus/extensions-sdk'];

const CURES: Record<Side, string> = {
	app:
		'One unknown import keeps every app extension from loading, ours and others. Import types of this package with ' +
		'"import type", or name the package in devDependencies so that the build takes it in.',
	api:
		'An installed bundle is one folder without node_modules. Reach the host through the context that Directus hands over, ' +
		'and name every other package in devDependencies so that the build takes it in.',
};

/** One line for each import of a built bundle that nothing will resolve where it runs; empty when it may be shipped. */
export async function unresolvedImports(folder: string): Promise<string[]> {
	const lines: string[] = [];
	for (const side of ['app', 'api'] as const) {
		const file = join(folder, 'dist', `${side}.js`);
		const strange = (await importsOf(file)).filter((name) => !isProvided(side, name));
		lines.push(...strange.map((name) => `${file} imports "${name}", which nothing provides there. ${CURES[side]}`));
	}
	return lines;
}

function isProvided(side: Side, name: string): boolean {
	return side === 'app' ? STUDIO_PROVIDES.includes(name) : isBuiltin(name) || name === 'directus';
}

/** Names of everything that a built file imports, requires or loads later, and that is not inside it. */
export async function importsOf(file: string): Promise<string[]> {
	const { build } = await import('esbuild');
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
