import type { Router } from 'express';
import { z, type ZodType } from 'zod';
import type { Call, Next, Reply } from './directus.ts';
import { REQUEST_WORDS } from '../domain/request-words.ts';
import { unstorableText } from '../domain/unstorable-text.ts';
import { sentence, type Locale } from '../domain/words.ts';
import { notFound, refusal, spoken } from './errors.ts';

export * from './errors.ts';

/** Zod's own words. Bundlers drop them unless they are asked for. */
const SAYS: Record<Locale, z.core.$ZodErrorMap> = {
	'zh-CN': z.locales.zhCN().localeError,
	'en-US': z.locales.en().localeError,
};

/**
 * Wraps a handler: what it returns is answered as `{ data }`, what it throws goes to Directus' error
 * handler. Without this an async throw would end the Node process (Express 4).
 */
export function route(handler: (call: Call, reply: Reply) => unknown) {
	return (call: unknown, reply: unknown, next: Next): void => {
		const response = reply as Reply;
		Promise.resolve()
			.then(() => handler(call as Call, response))
			.then((data) => {
				if (!response.headersSent) response.json({ data });
			})
			// Without an error Express would look for another route.
			.catch((error: unknown) => next(error || new Error('A handler failed and did not say why')));
	};
}

/**
 * Validates input with a zod schema; a 400 names the first field at fault. The words are zod's, in both languages: a schema
 * with a `message` of its own would have it in one.
 */
export function parse<T>(schema: ZodType<T>, input: unknown): T {
	const result = schema.safeParse(input);
	const unstorable = result.success ? unstorableText(result.data) : null;
	if (unstorable !== null) throw refusal(400, REQUEST_WORDS, { field: unstorable || 'body', reason: 'unreadable_characters' });
	if (result.success) return result.data;
	const problems = result.error.issues.map((issue) => ({ field: fieldOf(issue), reason: issue.code }));
	throw spoken(400, { problems }, (locale) => {
		const issue = schema.safeParse(input, { error: SAYS[locale] }).error!.issues[0]!;
		const field = locale === 'zh-CN' ? `“${fieldOf(issue)}”` : `"${fieldOf(issue)}"`;
		return sentence(REQUEST_WORDS.reasons.not_as_described, locale, { field, what: lowerFirst(issue.message) });
	});
}

function fieldOf(issue: z.core.$ZodIssue): string {
	const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
	return [...issue.path, ...keys.slice(0, 1)].join('.') || 'body';
}

/**
 * The header `Idempotency-Key`: any text of up to 255 characters that the client makes up for one request. Null when
 * there is none and it is not required.
 */
export function idempotencyKey(call: Pick<Call, 'headers'>, { required }: { required: boolean }): string | null {
	const key = call.headers['idempotency-key'];
	const field = 'Idempotency-Key';
	if (key === undefined) {
		if (!required) return null;
		throw refusal(400, REQUEST_WORDS, { field, reason: 'key_missing' });
	}
	if (typeof key !== 'string' || key.trim() === '' || key.length > 255) {
		throw refusal(400, REQUEST_WORDS, { field, reason: 'key_length' });
	}
	return key;
}

/**
 * The JSON body, validated; no body at all counts as an empty one. A body of another type is refused: Directus leaves it
 * unread, and a `dry_run` in it would be lost.
 */
export function parseBody<T>(schema: ZodType<T>, call: Call): T {
	const { headers } = call;
	const hasBody = Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
	if (hasBody && !call.is('application/json')) {
		throw refusal(400, REQUEST_WORDS, { field: 'Content-Type', reason: 'body_not_json' });
	}
	return parse(schema, call.body ?? {});
}

/** Call it after a router's last route: a path that is no text, such as `/models/%E0%A4%A`, is as unknown as any other. */
export function refuseMalformed(router: Router): void {
	router.use((error: unknown, _call: unknown, _reply: unknown, next: Next) =>
		next(error instanceof URIError ? notFound(['路径', 'This path']) : error),
	);
}

function lowerFirst(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
