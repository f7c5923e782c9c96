import type { SeedSpec } from '../model.ts';

export interface ListSpec {
	collection: string;
	/** Column names in order, with their width in pixels. */
	columns: Record<string, number>;
	/** Field to sort by; a leading minus means newest or largest first. */
	sort: string;
}

export interface BookmarkSpec {
	/** Text key of the title. */
	text: string;
	icon: string;
	color: string;
	/** Directus filter conditions; all of them must hold. */
	where: Record<string, unknown>[];
	/** Other order than the list's own. */
	sort?: string;
}

/** The list everybody sees first; a user who changes it gets an own copy. */
export const defaultList = (key: string, list: ListSpec): SeedSpec => preset(key, list, { bookmark: null });

/** A question asked every morning, as a saved view in the navigation. */
export const bookmark = (key: string, list: ListSpec, spec: BookmarkSpec): SeedSpec =>
	preset(key, spec.sort ? { ...list, sort: spec.sort } : list, {
		bookmark: `$t:${spec.text}`,
		icon: spec.icon,
		color: spec.color,
		filter: { _and: spec.where },
	});

function preset(key: string, { collection, columns, sort }: ListSpec, row: Record<string, unknown>): SeedSpec {
	return {
		collection: 'directus_presets',
		key,
		row: {
			collection,
			user: null,
			role: null,
			layout: 'tabular',
			layout_query: { tabular: { fields: Object.keys(columns), sort: [sort], page: 1 } },
			layout_options: { tabular: { widths: columns, spacing: 'cozy' } },
			...row,
		},
	};
}
