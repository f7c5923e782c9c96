import { createError, type DirectusErrorConstructor } from '@directus/errors';
import { problemText, type Problem, type ProblemOf, type ProblemWords } from '../domain/problem.ts';
import { REQUEST_WORDS } from '../domain/request-words.ts';
import { sentence, type Locale, type Phrase } from '../domain/words.ts';

/** What programs read of a refusal besides its code: the first problem, and all of them. */
interface Facts {
	field?: string;
	reason: string;
	problems: readonly Problem[];
	[detail: string]: unknown;
}

const error = (code: string, status: number): DirectusErrorConstructor<Facts> => createError<Facts>(code, code, status);

/** The errors of the public contract. Directus recognises them by name, so copies in other bundles work. */
const ERRORS = {
	/** The request itself is wrong. */
	400: error('INVALID_PAYLOAD', 400),
	/** The caller may not. Checked before anything else, so that it tells nothing about the data. */
	403: error('FORBIDDEN', 403),
	/** No such thing; malformed ids and unknown tokens too. */
	404: error('NOT_FOUND', 404),
	/** Refused by the present state. */
	409: error('CONFLICT', 409),
	/** Was there, and is no longer: links that have run out. */
	410: error('GONE', 410),
	/** Refused by a rule. */
	422: error('UNPROCESSABLE_CONTENT', 422),
	/** Too many from one address. */
	429: error('REQUESTS_EXCEEDED', 429),
};

export type RefusalStatus = keyof typeof ERRORS;

/** Goes along where Directus takes an error apart, as GraphQL does; what is answered has no symbols. */
export const IN_LANGUAGE = Symbol.for('guanxi.inLanguage');

/** An error that can be told in both languages. It says it in English until core knows who asked. */
export interface Refusal extends Error {
	inLanguage: (locale: Locale) => string;
}

/** As many problems as one message takes; `extensions.problems` has all. */
const TOLD = 3;

/**
 * The error of a problem, or of several of them: `throw refusal(409, LOYALTY_WORDS, { reason: 'account_frozen' })`.
 * `details` are more for programs, such as the allowed moves.
 */
export function refusal<W extends ProblemWords>(
	status: RefusalStatus,
	words: W,
	problem: ProblemOf<W> | readonly ProblemOf<W>[],
	details: object = {},
): Refusal {
	const problems = ([] as Problem[]).concat(problem as Problem | Problem[]);
	return spoken(status, { ...details, problems }, (locale) =>
		problems.slice(0, TOLD).map((item) => problemText(item, words, locale)).join(locale === 'zh-CN' ? '' : ' '),
	);
}

/** 403 without a word about the data. */
export const notPermitted = (): Refusal => refusal(403, REQUEST_WORDS, { reason: 'not_permitted' });

/** 404; `what` is what people call it: `['积分账户', 'Account']`. */
export function notFound(what: Phrase): Refusal {
	const told = { what: what[1], problems: [{ reason: 'not_found' }] };
	const { not_found: phrase } = REQUEST_WORDS.reasons;
	return spoken(404, told, (locale) => sentence(phrase, locale, { what: sentence(what, locale) }));
}

/** For a caller who said the language in the request itself. */
export function toldIn(locale: Locale, told: Refusal): Refusal {
	told.message = told.inLanguage(locale);
	told.inLanguage = () => told.message;
	return told;
}

/** For words that are no template, such as those of a library; everything else says `refusal`. */
export function spoken(
	status: RefusalStatus,
	told: { problems: readonly Problem[]; [detail: string]: unknown },
	inLanguage: Refusal['inLanguage'],
): Refusal {
	const { field, reason } = told.problems[0]!;
	// Of an error with a field Directus' own import makes a 400, so a 403, which guards of rows throw, has none; the problems name it.
	const made = new ERRORS[status]({ ...told, ...(status !== 403 && field !== undefined ? { field } : {}), reason });
	made.message = inLanguage('en-US');
	Object.assign(made.extensions, { [IN_LANGUAGE]: inLanguage });
	// Not a part of what is answered.
	return Object.defineProperty(made, 'inLanguage', { value: inLanguage, writable: true }) as unknown as Refusal;
}
