import { createError, type DirectusErrorConstructor } from '@directus/errors';

/**
 * The errors of the public contract. Directus recognises them by name, so copies in other bundles work.
 * `field` names what to mend, `reason` is a stable snake_case code for programs.
 */
interface FieldProblem {
	field: string;
	reason: string;
}
interface Refusal {
	reason: string;
	message?: string;
}

type Of<T> = DirectusErrorConstructor<T>;

/** 400: the request itself is wrong. `new InvalidPayloadError({ field: 'bound', reason: 'must be falling' })` */
export const InvalidPayloadError: Of<FieldProblem> = createError<FieldProblem>(
	'INVALID_PAYLOAD',
	({ field, reason }) => `Invalid payload. "${field}" ${reason}.`,
	400,
);

/** 403: the caller may not. Checked before anything else, so that it tells nothing about the data. */
export const ForbiddenError: Of<{ reason?: string }> = createError<{ reason?: string }>(
	'FORBIDDEN',
	({ reason }) => reason ?? "You don't have permission to access this.",
	403,
);

/** 404: no such thing; malformed ids and unknown tokens too. */
export const NotFoundError: Of<{ what: string }> = createError<{ what: string }>(
	'NOT_FOUND',
	({ what }) => `${what} was not found.`,
	404,
);

/** 409: refused by the present state. */
export const ConflictError: Of<Refusal> = createError<Refusal>(
	'CONFLICT',
	({ reason, message }) => message ?? `Conflict: ${reason}.`,
	409,
);

/** 422: refused by a rule. */
export const UnprocessableError: Of<Refusal> = createError<Refusal>(
	'UNPROCESSABLE_CONTENT',
	({ reason, message }) => message ?? `Cannot process: ${reason}.`,
	422,
);

/** 429: too many from one address. `reset` is when there is room again. */
export const TooManyRequestsError: Of<{ limit: number; reset: Date }> = createError<{ limit: number; reset: Date }>(
	'REQUESTS_EXCEEDED',
	({ limit }) => `Too many requests: ${limit} a minute are taken from one address. Try again later.`,
	429,
);
