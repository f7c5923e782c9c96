import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProblemWords } from '../../extensions/core/src/domain/problem.ts';
import type { Phrase } from '../../extensions/core/src/domain/words.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import { sources } from './sources.ts';

const isTable = (value: unknown): value is ProblemWords => typeof value === 'object' && value !== null && 'reasons' in value;

const files = sources('extensions').filter(({ path }) => !path.endsWith('.test.ts'));

/** Every table of words for refusals, of every bundle and of the worked example. */
const tables = await Promise.all(
	[...files, ...sources('docs/examples')]
		.filter(({ text }) => /^\} as const satisfies ProblemWords;/m.test(text))
		.map(async ({ path }) => {
			const module = (await import(join(ROOT, path))) as Record<string, unknown>;
			return { path, words: Object.values(module).find(isTable)! };
		}),
);

const phrases = tables.flatMap(({ path, words: { reasons, fields = {} } }) => [
	...Object.entries(reasons).map(([reason, phrase]) => ({ where: `${path}: ${reason}`, phrase, isReason: true })),
	...Object.entries(fields).map(([field, phrase]) => ({ where: `${path}: ${field}`, phrase, isReason: false })),
]);

const holes = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const wrong = (isWrong: (phrase: Phrase, isReason: boolean) => boolean): string[] =>
	phrases.filter(({ phrase, isReason }) => isWrong(phrase, isReason)).map(({ where }) => where);

/** That a reason has words at all is the compiler's business: see `ProblemOf`. */
describe('the words of refusals', () => {
	it('are found', () => expect(tables.length).toBeGreaterThanOrEqual(6));

	it('are Chinese in Chinese and English in English', () => {
		expect(wrong(([zh, en]) => !/\p{Script=Han}/u.test(zh) || /\p{Script=Han}/u.test(en))).toEqual([]);
	});

	it('name the same facts in both languages', () => {
		const differ = ([zh, en]: Phrase): boolean => en.split(' | ').some((form) => String(holes(form)) !== String(holes(zh)));
		expect(wrong(differ)).toEqual([]);
	});

	it('are whole sentences', () => {
		const isOpen = ([zh, en]: Phrase): boolean => !zh.endsWith('。') || en.split(' | ').some((form) => !form.endsWith('.'));
		expect(wrong((phrase, isReason) => isReason && isOpen(phrase))).toEqual([]);
	});

	it('stable reasons are snake_case', () => {
		const names = tables.flatMap(({ words }) => Object.keys(words.reasons));
		expect(names.filter((name) => !/^[a-z]+(_[a-z]+)*$/.test(name))).toEqual([]);
	});
});

describe('refusals', () => {
	it('are stated as problems: only core makes errors of the contract', () => {
		const makers = files.filter(({ text }) => /from '@directus\/errors'/.test(text)).map(({ path }) => path);
		expect(makers, 'say `throw refusal(…)` of @guanxi/core/http').toEqual(['extensions/core/src/api/errors.ts']);
	});

	it('of a schema are in the words of zod, which has both languages', () => {
		const own = files.filter(({ path, text }) => /src\/(api|contract)\//.test(path) && /\bfrom 'zod'/.test(text));
		expect(own.filter(({ text }) => /\{ (message|error): ['"`]/.test(text)).map(({ path }) => path)).toEqual([]);
	});
});
