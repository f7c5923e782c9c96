import { byPriority, type ScoringModel } from './model.ts';
import type { ModelProblem } from './validate-model.ts';

/**
 * Problems of the primary models as a set. Exactly one takes every customer (no filter), and it must come last:
 * a primary model behind it would never be asked.
 */
export function validatePrimaries(models: ScoringModel[]): ModelProblem[] {
	const primaries = models.filter((model) => model.is_primary).sort(byPriority);
	const open = primaries.filter((model) => model.customer_filter === null);
	if (open.length === 0) {
		return [{ field: 'is_primary', reason: 'needs one primary model without a customer filter' }];
	}
	if (open.length > 1) {
		const keys = open.map((model) => model.key).join(', ');
		return [{ field: 'is_primary', reason: `allows only one primary model without a customer filter (${keys})` }];
	}
	const hidden = primaries.slice(primaries.indexOf(open[0]!) + 1).map((model) => model.key);
	if (hidden.length === 0) return [];
	return [{ field: 'sort', reason: `puts ${hidden.join(', ')} behind a model that takes every customer` }];
}
