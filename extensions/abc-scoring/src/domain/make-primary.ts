import type { Circumstances, Decision } from '@guanxi/core/decision';
import { MODEL, type AbcProblem } from './abc-words.ts';
import type { ScoringModel } from './model.ts';

export interface MadePrimary {
	primary: string;
	/** Keys of the models that were it before. */
	before: string[];
}

/**
 * Puts a model without a customer filter in the place of the present primary one. One step, because there must always be
 * exactly one: switching them one after the other is refused.
 */
export function makePrimary(models: ScoringModel[], key: string, { now, newId }: Circumstances): Decision<MadePrimary> {
	const model = models.find((item) => item.key === key);
	if (!model?.id) return { missing: MODEL };
	if (model.customer_filter) return refused({ reason: 'has_customer_filter' });
	const before = models.filter((item) => item.is_primary && !item.customer_filter && item !== model);
	if (!model.enabled) return refused({ reason: 'not_enabled' });
	const answer = { primary: key, before: before.map(({ key }) => key) };
	if (model.is_primary && before.length === 0) return { answer };
	const set = (item: ScoringModel, isPrimary: boolean) => ({
		update: 'crm_scoring_models',
		where: { id: item.id },
		set: { is_primary: isPrimary, date_updated: now },
	});
	return {
		answer,
		effects: [...before.map((item) => set(item, false)), set(model, true)],
		facts: [
			{
				type: 'crm.abc.primary_model_changed',
				subjectCollection: 'crm_scoring_models',
				subjectId: model.id,
				payload: { ...answer },
				occurredAt: now,
				dedupeKey: `primary_model_changed:${newId()}`,
			},
		],
	};
}

const refused = (problem: AbcProblem): Decision<never> => ({ refusal: { status: 409, ...problem } });
