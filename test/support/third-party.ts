import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundles, EXTENSIONS, ROOT } from '../../scripts/lib/paths.ts';
import { RUN_FOLDER } from './templates.ts';

interface Entry {
	type: 'hook' | 'endpoint' | 'operation';
	name: string;
	source: string | { api: string };
}

/** The Studio's half of a bundle that has none. */
const NO_APP = ['interfaces', 'displays', 'layouts', 'modules', 'panels', 'themes', 'operations']
	.map((kind) => `export const ${kind} = [];\n`)
	.join('');

/** A folder for `EXTENSIONS_PATH`: our bundles, and beside them a third party's from test/fixtures, built. */
export async function extensionsWith(fixture: string): Promise<{ path: string; remove: () => void }> {
	mkdirSync(RUN_FOLDER, { recursive: true });
	const path = mkdtempSync(join(RUN_FOLDER, 'extensions-'));
	for (const name of bundles()) symlinkSync(join(EXTENSIONS, name), join(path, name));
	await buildFixture(join(ROOT, 'test/fixtures', fixture), join(path, fixture));
	return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

async function buildFixture(source: string, target: string): Promise<void> {
	const manifest = readFileSync(join(source, 'package.json'), 'utf8');
	const { entries } = (JSON.parse(manifest) as { 'directus:extension': { entries: Entry[] } })['directus:extension'];
	mkdirSync(join(target, 'dist'), { recursive: true });
	cpSync(join(source, 'package.json'), join(target, 'package.json'));
	writeFileSync(join(target, 'dist/app.js'), NO_APP);
	await build({
		stdin: { contents: entrypoint(entries), resolveDir: source, loader: 'ts' },
		bundle: true,
		format: 'esm',
		platform: 'node',
		outfile: join(target, 'dist/api.js'),
		banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
		logLevel: 'error',
	});
}

/** What the SDK generates for a bundle: its entries by kind. */
function entrypoint(entries: Entry[]): string {
	const pathOf = ({ source }: Entry): string => `./${typeof source === 'string' ? source : source.api}`;
	const imports = entries.map((entry, index) => `import e${index} from '${pathOf(entry)}';`);
	const lists = (['hook', 'endpoint', 'operation'] as const).map((type) => {
		const items = entries.flatMap((entry, index) => (entry.type === type ? [`{ name: '${entry.name}', config: e${index} }`] : []));
		return `export const ${type}s = [${items.join(', ')}];`;
	});
	return [...imports, ...lists].join('\n');
}
