import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exec } from './exec.ts';
import { buildAssets } from './build-assets.ts';
import { unresolvedImports } from './bundle-imports.ts';
import { bundles, EXTENSIONS, ROOT } from './paths.ts';
import { step } from './say.ts';

/** Builds the bundles whose sources changed since their last build. Returns a fingerprint of all sources. */
export async function buildBundles(): Promise<string> {
	const shared = hashFolders(['schema', 'seeds', 'extensions/core/src', 'extensions/core/assets'].map((path) => join(ROOT, path)));
	const fingerprints: string[] = [];
	for (const name of bundles()) {
		const folder = join(EXTENSIONS, name);
		const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
		const fingerprint = sha(shared + hashFolders([join(folder, 'src')]) + manifest + lockHash());
		fingerprints.push(fingerprint);
		if (isFresh(folder, fingerprint)) continue;
		await step(`Building ${name}`, () => buildBundle(folder));
		writeFileSync(join(folder, 'dist', '.fingerprint'), fingerprint);
	}
	return sha(fingerprints.join());
}

/** Builds one bundle. The SDK takes an import that it cannot resolve for somebody else's business; here it fails the build. */
export async function buildBundle(folder: string): Promise<void> {
	const sdk = join(ROOT, 'node_modules/@directus/extensions-sdk/cli.js');
	const { code, output } = await exec(process.execPath, [sdk, 'build'], { cwd: folder });
	if (folder === join(EXTENSIONS, 'core')) await buildAssets();
	if (code !== 0 || /\[error\]|Error:/i.test(output)) throw new Error(output.trim());
	const unresolved = await unresolvedImports(folder);
	if (unresolved.length > 0) throw new Error(unresolved.join('\n'));
}

function isFresh(folder: string, fingerprint: string): boolean {
	const stamp = join(folder, 'dist', '.fingerprint');
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint;
}

function lockHash(): string {
	return sha(readFileSync(join(ROOT, 'package-lock.json')));
}

function hashFolders(folders: string[]): string {
	const hash = createHash('sha256');
	for (const folder of folders) {
		const files = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
		const paths = files
			.filter((entry) => entry.isFile() && !/\.test\.ts$|node_modules/.test(entry.parentPath + entry.name))
			.map((entry) => join(entry.parentPath, entry.name))
			.sort();
		for (const path of paths) hash.update(path.slice(ROOT.length)).update(readFileSync(path));
	}
	return hash.digest('hex');
}

function sha(data: string | Buffer): string {
	return createHash('sha256').update(data).digest('hex');
}
