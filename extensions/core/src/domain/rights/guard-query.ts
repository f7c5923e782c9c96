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
	/** Other names for fields; what is nested goes by them. */
	alias?: Record<string, string> | null;
}

/** Where a key of a condition leads. */
interface Step {
	target: string;
	/** The target's field that leads back here, where one row leads to many. */
	back: string | null;
}

interface Place {
	collection: string;
	step: Step;
	guarding: Guarding;
}

/**
 * Directus applies row rules to what it returns, not to what a condition looks at on the way: whoever sees a task could
 * find out the phone number of a foreign customer by asking "customer's phone begins with 138". So a condition on a
 * related row holds only for rows that the caller may read, and sorting by them is left out. Untouched stays what the
 * row's own rule says already.
 */
export function guardQuery<T extends Query>(query: T, collection: string, guarding: Guarding): T {
	const { filter, sort, deep, alias } = query;
	return {
		...query,
		...(filter ? { filter: guardFilter(filter, collection, guarding) } : {}),
		...(sort ? { sort: sort.filter((path) => maySortBy(path, collection, guarding)) } : {}),
		...(deep ? { deep: guardDeep({ deep, alias: alias ?? {} }, collection, guarding) } : {}),
	};
}

/** Collections that a query's conditions and sorting reach through relations; none means nothing to guard. */
export function reachedBy({ filter, sort, deep, alias }: Query, collection: string, relations: Relation[]): Set<string> {
	const reached = new Set<string>();
	const ruleOf: RuleOf = (name) => {
		reached.add(name);
		return null;
	};
	guardQuery({ filter, sort, deep, alias }, collection, { relations, ruleOf });
	return reached;
}

function guardFilter(filter: Rule, collection: string, guarding: Guarding): Rule {
	const parts = Object.entries(filter).map(([key, value]): Rule => {
		if (Array.isArray(value) && (key === '_and' || key === '_or')) {
			return { [key]: value.map((part) => guardFilter(part as Rule, collection, guarding)) };
		}
		const step = stepOf(key, collection, guarding.relations);
		if (!step || !looksBeyond(value, step)) return { [key]: value };
		return guardRelation(key, value, { collection, step, guarding });
	});
	return parts.length === 1 ? parts[0]! : { _and: parts };
}

function guardRelation(key: string, value: Rule, place: Place): Rule {
	const { step, guarding } = place;
	const quantifier = ['_some', '_none'].find((name) => name in value);
	// Here Directus asks the target's rule by itself.
	if (quantifier) {
		const inner = guardFilter(value[quantifier] as Rule, step.target, guarding);
		return { [key]: { [quantifier]: fieldFirst(inner) } };
	}
	const rule = unimplied(key, place);
	const inner = looksInside(value) ? under(key, guardFilter(value, step.target, guarding)) : { [key]: value };
	return rule ? { _and: [under(key, rule), inner] } : inner;
}

/** Within `_some` and `_none` Directus passes over everything that begins with a group. */
function fieldFirst(filter: Rule): Rule {
	const { _and: group, ...rest } = filter;
	if (!Array.isArray(group) || Object.keys(rest).length > 0) return filter;
	const parts = group.map((part) => fieldFirst(part as Rule));
	const first = parts.find((part) => !Object.keys(part)[0]?.startsWith('_'));
	if (!first) return filter;
	const { _and: more = [], ...field } = first;
	return { ...field, _and: [...(more as Rule[]), ...parts.filter((part) => part !== first)] };
}

/**
 * The target's rule, unless every row that the caller gets to from here fulfils it anyway: the rule of the row says the
 * same, or, where one row leads to many, theirs asks no more than that this row may be read.
 */
function unimplied(key: string, { collection, step: { target, back }, guarding: { ruleOf } }: Place): Rule | null {
	const rule = ruleOf(target);
	if (!rule) return null;
	const own = ruleOf(collection);
	const held = own && Array.isArray(own['_and']) ? (own['_and'] as Rule[]) : [own];
	if (held.some((part) => isSame(part, under(key, rule)))) return null;
	const alternatives = Array.isArray(rule['_or']) ? [rule, ...(rule['_or'] as Rule[])] : [rule];
	const asksForThisRow = (part: Rule): boolean => back !== null && own !== null && isSame(part, under(back, own));
	return alternatives.some(asksForThisRow) ? null : rule;
}

const isSame = (left: Rule | null, right: Rule): boolean => JSON.stringify(left) === JSON.stringify(right);

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
	const step = stepOf(key, collection, guarding.relations);
	if (!step || (rest.length === 0 && step.back === null)) return true;
	return unimplied(key, { collection, step, guarding }) === null && maySortBy(rest.join('.'), step.target, guarding);
}

/** `{ contacts: { _filter, _sort, _alias, … nested relations } }` */
function guardDeep(
	{ deep, alias }: { deep: Rule; alias: Record<string, string> },
	collection: string,
	guarding: Guarding,
): Rule {
	return Object.fromEntries(
		Object.entries(deep).map(([key, value]) => {
			const step = stepOf(alias[key] ?? key, collection, guarding.relations);
			if (!step || typeof value !== 'object' || value === null) return [key, value];
			const { _filter: filter, _sort: sort, ...rest } = value as { _filter?: Rule; _sort?: string[] } & Rule;
			const names = rest['_alias'] as Query['alias'];
			const guarded = guardQuery({ filter, sort, deep: rest, alias: names }, step.target, guarding);
			return [key, {
				...guarded.deep,
				...(filter ? { _filter: guarded.filter } : {}),
				...(sort ? { _sort: guarded.sort } : {}),
			}];
		}),
	);
}

/**
 * Functions such as `count(contacts)` look at no single row. `$FOLLOW(crm_tasks,customer)` goes back along any field, and
 * Directus passes over what stands behind a colon, unless the field may lead to several collections.
 */
function stepOf(key: string, collection: string, relations: Relation[]): Step | null {
	const [name = '', scope] = key.split(':');
	const followed = /^\$FOLLOW\(([^,]+),([^,]+)(,.+)?\)$/.exec(name);
	if (followed) return { target: followed[1]!.trim(), back: followed[2]!.trim() };
	const forward = relations.find((item) => item.collection === collection && item.field === name);
	if (forward) {
		const target = forward.related ?? scope;
		return target === undefined ? null : { target, back: null };
	}
	const backward = relations.find((item) => item.related === collection && item.oneField === name);
	return backward ? { target: backward.collection, back: backward.field } : null;
}

/** `{ _eq: id }` compares the key that the row itself holds; where one leads to many, it asks about theirs. */
function looksBeyond(value: unknown, { back }: Step): value is Rule {
	return looksInside(value) || (back !== null && typeof value === 'object' && value !== null);
}

function looksInside(value: unknown): value is Rule {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	return Object.keys(value).some((name) => !name.startsWith('_') || name === '_some' || name === '_none');
}
