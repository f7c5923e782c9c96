import type { Manifest } from '../install/manifest.ts';

/** A many-to-one relation of the instance, whoever made it. */
export interface Relation {
	collection: string;
	field: string;
	/** Null for relations to any of several collections. */
	related: string | null;
	/** Field of the related collection that lists the rows, if there is one. */
	oneField?: string | null;
	/** Of a relation to any of several collections: which. */
	allowed: string[];
}

/** What the instance still has of what a manifest names. */
export interface Present {
	collections: Set<string>;
	/** `collection.field`, columns and aliases. */
	fields: Set<string>;
	tables: Set<string>;
	/** `table.column` of plain tables. */
	columns: Set<string>;
	indexes: Set<string>;
	relations: Relation[];
	/** `language:key` → row. */
	texts: Map<string, { id: string; value: string }>;
}

/** What uninstalling takes away, each part in the order in which it can go. */
export interface DropPlan {
	/** Our relations between collections that go and collections that stay. */
	fields: { collection: string; field: string }[];
	/** Relations of others to what goes: they are cut, their columns and values stay. */
	detached: Relation[];
	/** Children before parents, folders last. */
	collections: string[];
	/** `collection.field` columns that point into their own table. */
	selfReferences: { collection: string; field: string }[];
	tables: string[];
	columns: { table: string; column: string }[];
	indexes: { name: string; table: string }[];
	/** Ids of texts that nobody edited. */
	texts: string[];
}

/** Everything the manifest lists and the instance still has; what was there before us is never in it. */
export function planDrop(manifest: Manifest, present: Present): DropPlan {
	const found = new Set(manifest.found);
	const collections = Object.keys(manifest.collections).filter((name) => present.collections.has(name) && !found.has(name));
	const going = new Set(collections);
	const tables = manifest.tables.filter((table) => present.tables.has(table));
	const goes = (table: string): boolean => going.has(table) || tables.includes(table);
	const fields = Object.keys(manifest.fields)
		.filter((name) => present.fields.has(name) && !found.has(name))
		.map(split)
		.filter(({ collection }) => !going.has(collection));
	const own = new Set(fields.map(({ collection, field }) => `${collection}.${field}`));
	return {
		fields,
		detached: present.relations.filter(
			({ collection, field, related }) =>
				related !== null && going.has(related) && !going.has(collection) && !own.has(`${collection}.${field}`),
		),
		collections: childrenFirst(collections, present.relations),
		selfReferences: present.relations.filter(({ collection, related }) => related === collection && going.has(collection)),
		tables,
		columns: manifest.columns
			.filter((name) => present.columns.has(name))
			.map(split)
			.map(({ collection, field }) => ({ table: collection, column: field }))
			.filter(({ table }) => !goes(table)),
		indexes: Object.entries(manifest.indexes)
			.map(([name, table]) => ({ name, table }))
			.filter(({ name, table }) => present.indexes.has(name) && !goes(table)),
		texts: Object.entries(manifest.texts).flatMap(([key, value]) => {
			const text = present.texts.get(key);
			return text && text.value === value ? [text.id] : [];
		}),
	};
}

/** True when nothing of the plugin is left. */
export function isDone(plan: DropPlan): boolean {
	return Object.values(plan).every((part) => part.length === 0);
}

/**
 * A table can go when no other table points to it any more. Of collections that point at each other in a circle
 * the first listed goes first; the database then says which relation is in the way.
 */
function childrenFirst(names: string[], relations: Relation[]): string[] {
	const left = new Set(names);
	const ordered: string[] = [];
	while (left.size > 0) {
		const isFree = (name: string): boolean =>
			!relations.some(({ collection, related }) => related === name && collection !== name && left.has(collection));
		const next = [...left].filter(isFree);
		for (const name of next.length > 0 ? next : [...left].slice(0, 1)) {
			ordered.push(name);
			left.delete(name);
		}
	}
	return ordered;
}

function split(name: string): { collection: string; field: string } {
	const at = name.indexOf('.');
	return { collection: name.slice(0, at), field: name.slice(at + 1) };
}
