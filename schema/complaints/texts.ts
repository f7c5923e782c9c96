import { label } from '../fields.ts';
import type { Label } from '../model.ts';

/** Names of bookmarks; Directus translates them as `$t:` keys. Keys must not contain dots. */
export const complaintsTexts = {
	crm_bookmark_my_cases: label('我处理的投诉', 'My cases'),
	crm_bookmark_nobodys_cases: label('无人处理', 'Nobody’s yet'),
	crm_bookmark_new_cases: label('待受理', 'To be acknowledged'),
	crm_bookmark_safety_cases: label('涉及安全', 'Safety at stake'),
	crm_bookmark_closed_cases: label('近 30 天结案', 'Closed, 30 days'),
} satisfies Record<string, Label>;

export type ComplaintsText = keyof typeof complaintsTexts;
