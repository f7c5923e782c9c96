import type { SeedSpec } from '../model.ts';
import { BLUE, GREEN, ORANGE, RED } from '../core/colors.ts';
import { bookmark, defaultList, type BookmarkSpec, type ListSpec } from '../core/preset-rows.ts';
import type { AbcText } from './texts.ts';

/** Takes the place of core's list of customers: Directus shows the default list that was added last. */
const customers: ListSpec = {
	collection: 'crm_customers',
	// The first six fit beside an open sidebar at 1400 px.
	columns: {
		name: 150, value_class: 128, owner: 105, turnover_12m: 130, last_interaction_at: 120, next_task_at: 120, lifecycle_stage: 110,
	},
	sort: '-turnover_12m',
};
const models: ListSpec = {
	collection: 'crm_scoring_models',
	columns: { name: 240, method: 180, is_primary: 110, enabled: 110, window_months: 140 },
	sort: 'sort',
};
const scores: ListSpec = {
	collection: 'crm_customer_scores',
	columns: { customer: 240, model: 200, class: 120, base_class: 120, value: 160, scored_at: 180 },
	sort: '-value',
};

const isA = { value_class: { _eq: 'A' } };
const longAgo = { last_interaction_at: { _lt: '$NOW(-30 days)' } };
const saved = (key: string, spec: BookmarkSpec & { text: AbcText }): SeedSpec => bookmark(key, customers, spec);

export const abcPresets: SeedSpec[] = [
	defaultList('386bed18-94f0-4ed7-bd45-a8d2778845fc', customers),
	defaultList('363e192e-dc60-4068-ac2d-aae6aee6935e', models),
	defaultList('74ff3923-eaa7-4a49-920f-8d9f4bb0fb65', scores),
	saved('40ae78b3-a6d1-4e75-8d90-e8ed44645434', {
		text: 'crm_bookmark_a_customers',
		icon: 'star',
		color: ORANGE,
		where: [isA],
	}),
	saved('fe9c3535-c33b-4a26-a359-154057efce13', {
		text: 'crm_bookmark_a_without_contact',
		icon: 'phone_missed',
		color: RED,
		where: [isA, { _or: [longAgo, { last_interaction_at: { _null: true } }] }],
		sort: 'last_interaction_at',
	}),
	saved('af771cff-0913-4ddf-a412-49ecdf65cd44', {
		text: 'crm_bookmark_class_changed',
		icon: 'swap_vert',
		color: BLUE,
		where: [{ value_class_since: { _gte: '$NOW(-30 days)' } }],
		sort: '-value_class_since',
	}),
	saved('bb827a34-74ef-41ab-a029-fec804d1816a', {
		text: 'crm_bookmark_small_but_promising',
		icon: 'rocket_launch',
		color: GREEN,
		where: [{ growth_potential: { _eq: 'high' } }, { turnover_12m: { _lt: 1_000_000 } }],
		sort: 'turnover_12m',
	}),
];
