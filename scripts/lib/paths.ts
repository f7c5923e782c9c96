import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');
export const EXTENSIONS = join(ROOT, 'extensions');
export const DIRECTUS_CLI = join(ROOT, 'node_modules/@directus/api/dist/cli/run.js');

/** Folders under extensions/ that are bundles. */
export function bundles(): string[] {
	return readdirSync(EXTENSIONS)
		.filter((name) => existsSync(join(EXTENSIONS, name, 'package.json')))
		.sort();
}
