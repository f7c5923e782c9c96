import { ConflictError, InvalidPayloadError, NotFoundError } from '@guanxi/core/http';
import type { ModelProblem } from '../domain/validate-model.ts';

/** What a use case may answer instead of data. */
export interface Refused {
	ok: false;
	reason: string;
	problems?: ModelProblem[];
	field?: string;
}

/** The HTTP error for each refusal; a new reason without one shows up as a conflict with its own name. */
export function refusal({ reason, problems, field }: Refused): Error {
	switch (reason) {
		case 'model_not_found':
			return new NotFoundError({ what: 'Scoring model' });
		case 'customer_not_found':
			return new NotFoundError({ what: 'Customer' });
		case 'invalid_model':
			return new InvalidPayloadError(problems?.[0] ?? { field: 'model', reason: 'is invalid' });
		case 'invalid_as_of':
			return new InvalidPayloadError({ field: 'as_of', reason: 'must be an ISO date or instant' });
		case 'invalid_period':
			return new InvalidPayloadError({
				field: field ?? 'from',
				reason: 'must be an ISO date or instant, and from before to',
			});
		case 'already_running':
			return new ConflictError({
				reason,
				message: 'This model is being scored now. Wait until that run has finished.',
			});
		default:
			return new ConflictError({ reason });
	}
}

/** The data of a result, or its refusal as an error. */
export function dataOf<T>(result: { ok: true; data: T } | Refused): T {
	if (result.ok) return result.data;
	throw refusal(result);
}
