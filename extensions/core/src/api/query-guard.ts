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
	const rules = await rulesOf(asking, collection, reached);
	return guardQuery(query as Rule, collection, { relations, ruleOf: (name) => rules.get(name) ?? null }) as T;
}

/** The caller's row rule for each collection, with its variables filled in. */
async function rulesOf(
	{ knex, schema, accountability }: Asking,
	asked: string,
	reached: Set<string>,
): Promise<Map<string, Rule | null>> {
	const rules = new Map<string, Rule | null>();
	for (const collection of new Set([...reached, asked])) {
		const held = await permissionsOf(knex, accountability, { action: 'read', collection, withPublic: true });
		const all = [...held, ...aboutMe(collection, accountability)];
		if (seesEveryRow(all)) continue;
		// A right that we cannot see, such as one bound to an address, must not count as every row.
		if (all.length === 0) {
			if (collection !== asked) rules.set(collection, nothingOf(schema, collection));
			continue;
		}
		const filled = all.map(({ rows }) => parseFilter(rows as Filter, accountability) as Rule);
		rules.set(collection, filled.length === 1 ? filled[0]! : { _or: filled });
	}
	return rules;
}

/** The asked collection itself is left to Directus, which refuses or answers it by the right that we cannot see. */
const nothingOf = ({ collections }: SchemaOverview, collection: string): Rule => ({
	[collections[collection]?.primary ?? 'id']: { _null: true },
});

function aboutMe(collection: string, { app }: Accountability): Permission[] {
	const field = ABOUT_ME[collection];
	return app && field ? [{ fields: ['*'], rows: { [field]: { _eq: '$CURRENT_USER' } } }] : [];
}
