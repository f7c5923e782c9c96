import { isSame } from './three-way.ts';
import type { Plan, Wanted } from './plan.ts';

export type Meta = Record<string, unknown>;

/**
 * What one plugin brought into this instance, as we last wrote it. Uninstalling removes exactly this; an upgrade
 * compares it with what is there to see what an administrator changed.
 */
export interface Manifest {
	/** `language:key` of texts that an unfinished install was about to create: they were not deleted by anyone. */
	pending?: string[];
	/** Collections and folders with the metadata we last shipped. */
	collections: Record<string, Meta>;
	/** `collection.field` → metadata we last shipped. */
	fields: Record<string, Meta>;
	/** `collection.field` of many-to-one relations. */
	relations: string[];
	/** `language:key` → text we last shipped. */
	texts: Record<string, string>;
	tables: string[];
	/** `table.column` added to a plain table that was there before. */
	columns: string[];
	/** Index → its table. */
	indexes: Record<string, string>;
	/** Tables and `table.column` of somebody else that we only described: never dropped. */
	found: string[];
}

export const emptyManifest = (): Manifest => ({
	collections: {},
	fields: {},
	relations: [],
	texts: {},
	tables: [],
	columns: [],
	indexes: {},
	found: [],
});

const nameOf = (item: { collection: string; field: string }): string => `${item.collection}.${item.field}`;
const textKey = (text: { language: string; key: string }): string => `${text.language}:${text.key}`;

/** Writes down what a plan is about to create for one plugin, before it is created. */
export function recordIntent(manifest: Manifest, wanted: Wanted, plan: Plan): Manifest {
	const ours = <T>(planned: T[], declared: T[], key: (item: T) => string): T[] => {
		const names = new Set(declared.map(key));
		return planned.filter((item) => names.has(key(item)));
	};
	const collection = (item: { collection: string }): string => item.collection;
	const made = ours(plan.collections, wanted.collections, collection);
	const adopted = ours(plan.adopted, wanted.collections, collection);
	const described = ours(plan.described, wanted.fields, nameOf);
	const fields = [...ours(plan.fields, wanted.fields, nameOf), ...described];
	const texts = ours(plan.translations, wanted.translations, textKey);
	const indexes = ours(plan.indexes, wanted.indexes, ({ name }) => name);
	// What an earlier, killed run made is ours although its description is missing.
	const unknown = (name: string, known: object): boolean => !(name in known);
	return {
		pending: texts.map(textKey),
		collections: { ...manifest.collections, ...byName([...made, ...adopted], collection) },
		fields: { ...manifest.fields, ...byName(fields, nameOf) },
		relations: union(manifest.relations, ours(plan.relations, wanted.relations, nameOf).map(nameOf)),
		texts: { ...manifest.texts, ...Object.fromEntries(texts.map((text) => [textKey(text), text.value])) },
		tables: union(manifest.tables, ours(plan.tables, wanted.tables, ({ table }) => table).map(({ table }) => table)),
		columns: union(manifest.columns, columnsOf(plan, wanted)),
		indexes: { ...manifest.indexes, ...Object.fromEntries(indexes.map(({ name, table }) => [name, table])) },
		found: union(manifest.found, [
			...adopted.map(collection).filter((name) => unknown(name, manifest.collections)),
			...described.map(nameOf).filter((name) => unknown(name, manifest.fields)),
		]),
	};
}

/** After everything was applied: what we shipped now is what the next upgrade compares with. */
export function recordShipped(manifest: Manifest, wanted: Wanted): Manifest {
	const fresh = <T>(known: Record<string, T>, declared: [string, T][]): Record<string, T> => ({
		...known,
		...Object.fromEntries(declared.filter(([name]) => name in known)),
	});
	return {
		...manifest,
		pending: undefined,
		collections: fresh(manifest.collections, wanted.collections.map((item) => [item.collection, item.meta])),
		fields: fresh(manifest.fields, wanted.fields.map((field) => [nameOf(field), field.meta])),
		texts: fresh(manifest.texts, wanted.translations.map((text) => [textKey(text), text.value])),
	};
}

/** What an instance has, as far as it tells who made it. */
export interface Traces {
	collections: Map<string, Meta>;
	fields: Map<string, Meta>;
	relations: Set<string>;
	texts: Map<string, string>;
	tables: Set<string>;
	indexes: Set<string>;
}

/**
 * The manifest of a plugin that was installed before there were manifests. Only what certainly is ours counts: a
 * collection with our note or name, its fields, fields elsewhere with our note or name, texts under our keys.
 */
export function reconstruct(wanted: Wanted, has: Traces): Manifest {
	const carriesOurs = (found: Meta | undefined, declared: Meta): boolean =>
		found !== undefined &&
		((declared['note'] !== null && declared['note'] !== undefined && found['note'] === declared['note']) ||
			isSame(found['translations'], declared['translations']));
	const collections = wanted.collections.filter((item) => carriesOurs(has.collections.get(item.collection), item.meta));
	const ownCollections = new Set(collections.map(({ collection }) => collection));
	const fields = wanted.fields.filter((field) => {
		const found = has.fields.get(nameOf(field));
		return ownCollections.has(field.collection) ? found !== undefined : carriesOurs(found, field.meta);
	});
	const ownFields = new Set(fields.map(nameOf));
	const texts = wanted.translations.filter((text) => has.texts.has(textKey(text)));
	return {
		...emptyManifest(),
		collections: byName(collections, ({ collection }) => collection),
		fields: byName(fields, nameOf),
		relations: wanted.relations.map(nameOf).filter((name) => has.relations.has(name) && ownFields.has(name)),
		texts: Object.fromEntries(texts.map((text) => [textKey(text), text.value])),
		tables: wanted.tables.map(({ table }) => table).filter((table) => has.tables.has(table)),
		indexes: Object.fromEntries(
			wanted.indexes.filter(({ name }) => has.indexes.has(name)).map(({ name, table }) => [name, table]),
		),
	};
}

function columnsOf(plan: Plan, wanted: Wanted): string[] {
	const tables = new Set(wanted.tables.map(({ table }) => table));
	return plan.columns.filter(({ table }) => tables.has(table)).map(({ table, column }) => `${table}.${column.column}`);
}

function byName<T extends { meta: Meta }>(items: T[], name: (item: T) => string): Record<string, Meta> {
	return Object.fromEntries(items.map((item) => [name(item), item.meta]));
}

const union = (left: string[], right: string[]): string[] => [...new Set([...left, ...right])];
