import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildBundle } from '../../scripts/lib/build.ts';

const MANIFEST = {
	name: 'unresolved',
	version: '1.0.0',
	type: 'module',
	'directus:extension': {
		type: 'bundle',
		host: '^11.17.0',
		path: { app: 'dist/app.js', api: 'dist/api.js' },
		entries: [
			{ type: 'panel', name: 'unresolved-panel', source: 'src/panel.ts' },
			{ type: 'hook', name: 'unresolved-hook', source: 'src/hook.ts' },
		],
	},
};
/** Written here and not kept as files: the type check would stumble over their imports. */
const PANEL = `import { h } from 'vue';
export default { id: 'unresolved-panel', name: 'x', icon: 'x', component: { render: () => h('div') }, options: [], minWidth: 1, minHeight: 1 };
`;
const HOOK = 'export default () => undefined;\n';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'guanxi-build-'));
	mkdirSync(join(folder, 'src'));
	writeFileSync(join(folder, 'package.json'), JSON.stringify(MANIFEST));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(panel: string, hook: string): void {
	writeFileSync(join(folder, 'src/panel.ts'), panel);
	writeFileSync(join(folder, 'src/hook.ts'), hook);
}

it('a sound bundle builds', async () => {
	write(PANEL, HOOK);
	await buildBundle(folder);
});

it.each([
	{ why: 'a package that is not there', code: "import { chart } from 'no-such-package';\nvoid chart;\n" },
	{ why: 'a package of the server', code: "import { readFileSync } from 'node:fs';\nvoid readFileSync;\n" },
	{ why: 'a package that is loaded later', code: "void import('no-such-package');\n" },
])('an app that imports $why fails the build, and one line says what to do', async ({ code }) => {
	write(code + PANEL, HOOK);
	await expect(buildBundle(folder)).rejects.toThrow(/app\.js imports "(no-such-package|node:fs|fs)".*import type/);
});

it('a server side that needs node_modules fails the build', async () => {
	write(PANEL, `import thing from 'no-such-package';\nvoid thing;\n${HOOK}`);
	await expect(buildBundle(folder)).rejects.toThrow(/api\.js imports "no-such-package".*without node_modules/);
});

it('an own file that is missing fails the build', async () => {
	write(`import './gone.ts';\n${PANEL}`, HOOK);
	await expect(buildBundle(folder)).rejects.toThrow(/gone/);
});
