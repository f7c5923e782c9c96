import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../scripts/lib/paths.ts';

interface Document {
	path: string;
	text: string;
}

const IGNORED = /(^|\/)(node_modules|\.cache|\.git|dist|data|screenshots|test-results)(\/|$)/;

/** Code is an example, not a promise: links and commands are read from what is left. */
const withoutCode = (text: string): string => text.replace(/^```[^]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

const documents: Document[] = readdirSync(ROOT, { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
	.map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
	.filter((path) => !IGNORED.test(path))
	.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe('documents', () => {
	it('every relative link and picture leads to a file', () => {
		const broken = documents.flatMap((document) =>
			targetsOf(document)
				.filter(({ file }) => !existsSync(join(ROOT, file)))
				.map(({ target }) => `${document.path}: ${target}; mend the link or add the file`),
		);
		expect(broken).toEqual([]);
	});

	it('every link to a heading finds it', () => {
		const broken = documents.flatMap((document) =>
			targetsOf(document)
				.filter(({ file, anchor }) => anchor && file.endsWith('.md') && existsSync(join(ROOT, file)))
				.filter(({ file, anchor }) => !anchorsOf(read(file)).includes(decodeURIComponent(anchor)))
				.map(({ target }) => `${document.path}: ${target}; no such heading`),
		);
		expect(broken).toEqual([]);
	});

	it.each(['README.md', 'README.zh-CN.md'])('every npm command in %s exists', (path) => {
		const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
		const named = [...read(path).matchAll(/(?:^\s*|`|=\S+ )npm (?:run )?([a-z]+)/gm)].map((match) => match[1]!);
		expect(named).toEqual(expect.arrayContaining(['start', 'test']));
		expect(named.filter((name) => !(name in scripts))).toEqual([]);
	});

	it('both READMEs show the same pictures', () => {
		const pictures = (path: string): string[] =>
			[...new Set([...read(path).matchAll(/docs\/images\/[\w-]+\.png/g)].map(([file]) => file))].sort();
		expect(pictures('README.zh-CN.md')).toEqual(pictures('README.md'));
		expect(pictures('README.md').length).toBeGreaterThan(0);
	});

	it.each(['admin', 'staff'])('the guide "%s" has the same sections in both languages', (name) => {
		const levels = (path: string): string[] => headingsOf(read(path)).map((line) => line.split(' ')[0]!);
		expect(levels(`docs/guides/zh-CN/${name}.md`)).toEqual(levels(`docs/guides/${name}.md`));
	});

	it('the glossary has every word in Chinese and English, each only once', () => {
		const rows = read('docs/glossary.md')
			.split('\n')
			.filter((line) => line.startsWith('| ') && !line.startsWith('| 中文'))
			.map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
		expect(rows.length).toBeGreaterThan(80);
		expect(rows.filter(([zh = '']) => !/\p{Script=Han}/u.test(zh))).toEqual([]);
		expect(rows.filter(([, en = '']) => !/[A-Za-z]{2}/.test(en) || /\p{Script=Han}/u.test(en))).toEqual([]);
		expect(rows.filter((cells) => cells.at(-1) === '' || cells.at(-2) === '')).toEqual([]);
		for (const column of [0, 1]) {
			const words = rows.map((cells) => cells[column]!);
			expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
		}
	});
});

/** Links and pictures that are neither addresses on the web nor mail. */
function targetsOf({ path, text }: Document): { target: string; file: string; anchor: string }[] {
	const plain = withoutCode(text);
	const found = [...plain.matchAll(/\]\(([^)\s]+)\)|<img[^>]*\ssrc="([^"]+)"/g)].map((match) => match[1] ?? match[2]!);
	return found
		.filter((target) => !/^[a-z]+:/.test(target))
		.map((target) => {
			const [file = '', anchor = ''] = target.split('#');
			return { target, anchor, file: file ? join(dirname(path), decodeURIComponent(file)) : path };
		});
}

function headingsOf(text: string): string[] {
	return text.replace(/^```[^]*?^```/gm, '').split('\n').filter((line) => /^#{1,6} /.test(line));
}

/** As code hosts make them: lower case, punctuation dropped, blanks as hyphens. */
function anchorsOf(text: string): string[] {
	return headingsOf(text).map((line) =>
		line
			.replace(/^#+ /, '')
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replaceAll(' ', '-'),
	);
}
