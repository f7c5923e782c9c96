import type { ScoringModel } from './model.ts';
import type { AbcProblem } from './abc-words.ts';

/** Problems of the primary models as a set: exactly one takes every customer (no filter). */
export function validatePrimaries(models: ScoringModel[]): AbcProblem[] {
	const open = models.filter((model) => model.is_primary && model.customer_filter === null);
	if (open.length === 0) return [{ field: 'is_primary', reason: 'primary_missing' }];
	if (open.length === 1) return [];
	const keys = open.map((model) => model.key).join(', ');
	return [{ field: 'is_primary', reason: 'primary_twice', params: { keys } }];
}
