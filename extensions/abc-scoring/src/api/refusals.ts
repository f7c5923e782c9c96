import { notFound, refusal } from '@guanxi/core/http';
import { ABC_WORDS, CUSTOMER, MODEL, type AbcProblem } from '../domain/abc-words.ts';

/** What a use case may answer instead of data. */
export type Refused = { ok: false } & (
	| { reason: 'model_not_found' | 'customer_not_found' | 'invalid_as_of' | 'already_running' }
	| { reason: 'invalid_period'; field: 'from' | 'to' }
	| { reason: 'invalid_model'; problems: AbcProblem[] }
);

/** The HTTP error for each refusal. */
function errorOf(refused: Refused): Error {
	switch (refused.reason) {
		case 'model_not_found':
			return notFound(MODEL);
		case 'customer_not_found':
			return notFound(CUSTOMER);
		case 'invalid_model':
			return refusal(400, ABC_WORDS, refused.problems);
		case 'invalid_as_of':
			return refusal(400, ABC_WORDS, { field: 'as_of', reason: 'not_a_date' });
		case 'invalid_period':
			return refusal(400, ABC_WORDS, { field: refused.field, reason: 'not_a_period' });
		case 'already_running':
			return refusal(409, ABC_WORDS, { reason: 'already_running' });
	}
}

/** The data of a result, or its refusal as an error. */
export function dataOf<T>(result: { ok: true; data: T } | Refused): T {
	if (result.ok) return result.data;
	throw errorOf(result);
}
