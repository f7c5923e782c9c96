import { recordOption, type OptionField } from '@guanxi/core/app/panel-options.ts';
import { pick } from '@guanxi/core/app/words.ts';

/** Which model; empty = the company's primary one, so that a fresh panel already shows something. */
export function modelOption(): OptionField {
	return recordOption('model', pick('评分模型', 'Scoring model'), {
		collectionName: 'crm_scoring_models',
		valueField: 'key',
		labelFields: ['name'],
		placeholder: pick('主模型', 'The primary model'),
	});
}
