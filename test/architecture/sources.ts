import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../../scripts/lib/paths.ts';

export interface Source {
	/** Path from the repository's root, with forward slashes. */
	path: string;
	text: string;
	lines: string[];
	imports: string[];
}

/** Our own TypeScript and Vue files below the given folders. */
export function sources(...folders: string[]): Source[] {
	return folders.flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile() && /\.(ts|vue)$/.test(entry.name))
			.map((entry) => join(entry.parentPath, entry.name))
			.filter((path) => !/node_modules|\/dist\//.test(path))
			.map(read),
	);
}

function read(path: string): Source {
	const text = readFileSync(path, 'utf8');
	const imports = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"]*?from\s+'([^']+)'|(?:^|\n)import '([^']+)'/g)];
	return {
		path: relative(ROOT, path).replaceAll('\\', '/'),
		text,
		lines: text.split('\n'),
		imports: imports.map((match) => match[1] ?? match[2]!),
	};
}
