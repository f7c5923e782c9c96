import type { Router } from 'express';
import { z, type ZodType } from 'zod';
import type { Call, Next, Reply } from './directus.ts';
import { InvalidPayloadError, NotFoundError } from './errors.ts';

export * from './errors.ts';

// Bundlers drop zod's messages unless they are asked for.
z.config(z.locales.en());

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

/** Validates input with a zod schema; the first problem becomes a 400 that names the field. */
export function parse<T>(schema: ZodType<T>, input: unknown): T {
	const result = schema.safeParse(input);
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	const keys = issue && 'keys' in issue ? (issue.keys as string[]) : [];
	const field = [...(issue?.path ?? []), ...keys.slice(0, 1)].join('.') || 'body';
	throw new InvalidPayloadError({ field, reason: issue ? lowerFirst(issue.message) : 'is invalid' });
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
		throw new InvalidPayloadError({ field, reason: 'is a required header: send a new random text with every new request' });
	}
	if (typeof key !== 'string' || key.trim() === '' || key.length > 255) {
		throw new InvalidPayloadError({ field, reason: 'must be a text of 1 to 255 characters' });
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
		throw new InvalidPayloadError({ field: 'Content-Type', reason: 'must be application/json' });
	}
	return parse(schema, call.body ?? {});
}

/** Call it after a router's last route: a path that is no text, such as `/models/%E0%A4%A`, is as unknown as any other. */
export function refuseMalformed(router: Router): void {
	router.use((error: unknown, _call: unknown, _reply: unknown, next: Next) =>
		next(error instanceof URIError ? new NotFoundError({ what: 'This path' }) : error),
	);
}

function lowerFirst(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
