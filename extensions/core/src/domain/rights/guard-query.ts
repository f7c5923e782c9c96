type Rule = Record<string, unknown>;

export interface Relation {
	/** The collection whose column holds the other's key. */
	collection: string;
	field: string;
	related: string | null;
	/** Name of the list on the other side, if it has one. */
	oneField: string | null;
}

/** Row rule of the caller for a collection; null = every row. */
export type RuleOf = (collection: string) => Rule | null;

interface Guarding {
	relations: Relation[];
	ruleOf: RuleOf;
}

interface Query {
	filter?: Rule | null;
	sort?: string[] | null;
	deep?: Rule | null;
}

/**
 * Directus applies row rules to what it returns, not to what a condition looks at on the way: whoever sees a task could
 * find out the phone number of a foreign customer by asking "customer's phone begins with 138". So a condition on a
 * related row holds only for rows that the caller may read, and sorting by them is left out. Untouched stays what the
 * row's own rule says already.
 */
export function guardQuery<T extends Query>(query: T, collection: string, guarding: Guarding): T {
	const { filter, sort, deep } = query;
	return {
		...query,
		...(filter ? { filter: guardFilter(filter, collection, guarding) } : {}),
		...(sort ? { sort: sort.filter((path) => maySortBy(path, collection, guarding)) } : {}),
		...(deep ? { deep: guardDeep(deep, collection, guarding) } : {}),
	};
}

/** Collections that a query's conditions and sorting reach through relations; none means nothing to guard. */
export function reachedBy({ filter, sort, deep }: Query, collection: string, relations: Relation[]): Set<string> {
	const reached = new Set<string>();
	const ruleOf: RuleOf = (name) => {
		reached.add(name);
		return null;
	};
	guardQuery({ filter, sort, deep }, collection, { relations, ruleOf });
	return reached;
}

function guardFilter(filter: Rule, collection: string, guarding: Guarding): Rule {
	const parts = Object.entries(filter).map(([key, value]): Rule => {
		if (Array.isArray(value) && (key === '_and' || key === '_or')) {
			return { [key]: value.map((part) => guardFilter(part as Rule, collection, guarding)) };
		}
		const target = targetOf(key, collection, guarding.relations);
		return target && looksInside(value) ? guardRelation(key, value, { collection, target, guarding }) : { [key]: value };
	});
	return parts.length === 1 ? parts[0]! : { _and: parts };
}

function guardRelation(
	key: string,
	value: Rule,
	{ collection, target, guarding }: { collection: string; target: string; guarding: Guarding },
): Rule {
	const rule = unimplied(key, { collection, target, guarding });
	const quantifier = ['_some', '_none'].find((name) => name in value);
	if (quantifier) {
		const inner = guardFilter(value[quantifier] as Rule, target, guarding);
		return { [key]: { [quantifier]: rule ? { _and: [rule, inner] } : inner } };
	}
	const inner = under(key, guardFilter(value, target, guarding));
	return rule ? { _and: [under(key, rule), inner] } : inner;
}

/** The target's rule, unless every row of the collection that the caller sees fulfils it anyway. */
function unimplied(
	key: string,
	{ collection, target, guarding: { ruleOf } }: { collection: string; target: string; guarding: Guarding },
): Rule | null {
	const rule = ruleOf(target);
	if (!rule) return null;
	const own = ruleOf(collection);
	const needed = JSON.stringify(under(key, rule));
	const held = own && Array.isArray(own['_and']) ? own['_and'] : [own];
	return held.some((part) => JSON.stringify(part) === needed) ? null : rule;
}

/** Directus knows `_and` and `_or` only outside of relations, so the relation goes inside of them. */
function under(key: string, rule: Rule): Rule {
	const parts = Object.entries(rule).map(([name, value]): Rule => {
		if (!Array.isArray(value) || (name !== '_and' && name !== '_or')) return { [key]: { [name]: value } };
		return { [name]: value.map((part) => under(key, part as Rule)) };
	});
	return parts.length === 1 ? parts[0]! : { _and: parts };
}

function maySortBy(path: string, collection: string, guarding: Guarding): boolean {
	const [key = '', ...rest] = path.replace(/^-/, '').split('.');
	const target = targetOf(key, collection, guarding.relations);
	if (!target || rest.length === 0) return true;
	return unimplied(key, { collection, target, guarding }) === null && maySortBy(rest.join('.'), target, guarding);
}

/** `{ contacts: { _filter, _sort, … nested relations } }` */
function guardDeep(deep: Rule, collection: string, guarding: Guarding): Rule {
	return Object.fromEntries(
		Object.entries(deep).map(([key, value]) => {
			const target = targetOf(key, collection, guarding.relations);
			if (!target || typeof value !== 'object' || value === null) return [key, value];
			const { _filter: filter, _sort: sort, ...rest } = value as { _filter?: Rule; _sort?: string[] } & Rule;
			const guarded = guardQuery({ filter, sort, deep: rest }, target, guarding);
			return [key, {
				...guarded.deep,
				...(filter ? { _filter: guarded.filter } : {}),
				...(sort ? { _sort: guarded.sort } : {}),
			}];
		}),
	);
}

/** Functions such as `count(contacts)` look at no single row. */
function targetOf(key: string, collection: string, relations: Relation[]): string | null {
	const forward = relations.find((item) => item.collection === collection && item.field === key);
	if (forward) return forward.related;
	return relations.find((item) => item.related === collection && item.oneField === key)?.collection ?? null;
}

/** `{ _eq: id }` compares the key that the row itself holds. */
function looksInside(value: unknown): value is Rule {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	return Object.keys(value).some((name) => !name.startsWith('_') || name === '_some' || name === '_none');
}
