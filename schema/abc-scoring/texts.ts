import { label } from '../fields.ts';
import type { Label } from '../model.ts';

/** Names of bookmarks; Directus translates them as `$t:` keys. Keys must not contain dots. */
export const abcTexts = {
	crm_bookmark_a_without_contact: label('A 类客户，30 天未联系', 'A customers without contact in 30 days'),
	crm_bookmark_a_customers: label('A 类客户', 'A customers'),
	crm_bookmark_class_changed: label('近期等级变化', 'Class changed'),
	crm_bookmark_small_but_promising: label('成交少但潜力高', 'Hidden gems'),
} satisfies Record<string, Label>;

export type AbcText = keyof typeof abcTexts;
