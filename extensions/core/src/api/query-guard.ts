import type { Filter, Query } from '@directus/types';
import { parseFilter } from '@directus/utils';
import { guardQuery, reachedBy, type Relation } from '../domain/rights/guard-query.ts';
import type { Accountability, Knex, SchemaOverview } from './directus.ts';
import { permissionsOf, seesEveryRow, type Permission } from './rights.ts';

type Rule = Record<string, unknown>;

/** Who asks, and through which connection their rules are read. */
export interface Asking {
	knex: Knex;
	schema: SchemaOverview;
	accountability: Accountability;
}

/** What everybody with access to the Studio may read without a permission: rows about themselves, by this field. */
const ABOUT_ME: Record<string, string> = {
	directus_activity: 'user',
	directus_comments: 'user_created',
	directus_notifications: 'recipient',
	directus_presets: 'user',
	directus_shares: 'user_created',
};

/** The query as it may be answered: its conditions and sorting look at no related row that the asker may not read. */
export async function guardedQuery<T extends Query>(query: T, collection: string, asking: Asking): Promise<T> {
	const { accountability, schema } = asking;
	if (accountability.admin || accountability.share) return query;
	const relations = schema.relations.map(
		({ collection: from, field, related_collection: related, meta }): Relation =>
			({ collection: from, field, related, oneField: meta?.one_field ?? null }),
	);
	const reached = reachedBy(query as Rule, collection, relations);
	if (reached.size === 0) return query;
	const rules = await rulesOf(asking, [...reached, collection]);
	return guardQuery(query as Rule, collection, { relations, ruleOf: (name) => rules.get(name) ?? null }) as T;
}

/** The caller's row rule for each collection, with its variables filled in. */
async function rulesOf({ knex, accountability }: Asking, collections: string[]): Promise<Map<string, Rule | null>> {
	const rules = new Map<string, Rule | null>();
	for (const collection of new Set(collections)) {
		const held = await permissionsOf(knex, accountability, { action: 'read', collection });
		const all = [...held, ...aboutMe(collection, accountability)];
		// None at all: Directus refuses the whole query by itself.
		if (all.length === 0 || seesEveryRow(all)) continue;
		const filled = all.map(({ rows }) => parseFilter(rows as Filter, accountability) as Rule);
		rules.set(collection, filled.length === 1 ? filled[0]! : { _or: filled });
	}
	return rules;
}

function aboutMe(collection: string, { app }: Accountability): Permission[] {
	const field = ABOUT_ME[collection];
	return app && field ? [{ fields: ['*'], rows: { [field]: { _eq: '$CURRENT_USER' } } }] : [];
}
