import type { ScoringModel } from './model.ts';
import type { ModelProblem } from './validate-model.ts';

/** Problems of the primary models as a set: exactly one takes every customer (no filter). */
export function validatePrimaries(models: ScoringModel[]): ModelProblem[] {
	const open = models.filter((model) => model.is_primary && model.customer_filter === null);
	if (open.length === 0) {
		return [{ field: 'is_primary', reason: 'needs one primary model without a customer filter' }];
	}
	if (open.length === 1) return [];
	const keys = open.map((model) => model.key).join(', ');
	return [{ field: 'is_primary', reason: `allows only one primary model without a customer filter (${keys})` }];
}
