import { recordOption, type OptionField } from '@guanxi/core/app/panel-options.ts';
import { pick } from '@guanxi/core/app/words.ts';

/** Which program; empty = the one with the most members, so that a fresh panel already shows something. */
export function programOption(): OptionField {
	return recordOption('program', pick('会员计划', 'Loyalty program'), {
		collectionName: 'crm_loyalty_programs',
		valueField: 'key',
		labelFields: ['name'],
		placeholder: pick('会员最多的计划', 'The one with the most members'),
	});
}
