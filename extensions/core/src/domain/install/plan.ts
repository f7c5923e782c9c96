import type {
	CompiledCollection,
	CompiledField,
	CompiledRelation,
	CompiledSchema,
	Translation,
} from '@guanxi/schema/compile';
import type { IndexSpec, SeedSpec, TableSpec } from '@guanxi/schema/model';
import type { Manifest, Meta } from './manifest.ts';
import { describeChanges, planMetaChanges, planTexts, type MetaChange, type TextChange } from './plan-changes.ts';

/** What one instance has now, as far as the installer must know it. */
export interface Current {
	/** Tables of the database, registered in Directus or not. */
	tables: Set<string>;
	/** Collections (and folders) with a row in directus_collections. */
	registered: Set<string>;
	/** `collection.field` → Directus type of the existing column or alias. */
	fieldTypes: Map<string, string>;
	/** `collection.field` that have a row in directus_fields. */
	describedFields: Set<string>;
	/** `collection.field` that have a row in directus_relations. */
	relations: Set<string>;
	/** `table.column` of plain tables. */
	columns: Set<string>;
	indexes: Set<string>;
	/** `language:key` → existing translation. */
	texts: Map<string, { id: string; value: string }>;
	/** Rows of directus_collections by name, as Directus reads them. */
	collectionRows: Map<string, Meta>;
	/** Rows of directus_fields by `collection.field`, as Directus reads them. */
	fieldRows: Map<string, Meta>;
	/** What we created here and shipped last, of all plugins together. */
	shipped: Manifest;
	seeds: SeedStates;
}

/** What became of the rows we planted; a row that an administrator edited or deleted is in none of the lists. */
export interface SeedStates {
	/** `collection:key` of rows we ever wrote: a row deleted by an admin stays deleted. */
	planted: Set<string>;
	/** `collection:key` of rows that nobody edited and that we ship differently now. */
	outdated: Set<string>;
	/** Rows that nobody edited and that we no longer ship. */
	retired: Retired[];
}

export interface Retired {
	collection: string;
	key: string;
}

/** Everything a plugin declares, compiled. */
export interface Wanted extends CompiledSchema {
	tables: TableSpec[];
	indexes: IndexSpec[];
	seeds: SeedSpec[];
}

export interface Conflict {
	field: string;
	expected: string;
	found: string;
}

export interface Plan {
	collections: CompiledCollection[];
	/** Tables that exist without Directus metadata (an earlier run was killed): only described. */
	adopted: CompiledCollection[];
	fields: CompiledField[];
	described: CompiledField[];
	relations: CompiledRelation[];
	tables: TableSpec[];
	columns: { table: string; column: TableSpec['columns'][number] }[];
	indexes: IndexSpec[];
	translations: Translation[];
	seeds: SeedSpec[];
	/** Metadata, texts and rows that follow a new version where nobody changed them. */
	changes: MetaChange[];
	rewordings: TextChange[];
	outdatedSeeds: SeedSpec[];
	retiredSeeds: Retired[];
	migrations: { plugin: string; version: number }[];
	/** Modules of ours that never stood in the module bar. */
	modules: string[];
	conflicts: Conflict[];
}

/** Types that hold the same values; a column of another one would be read wrongly. */
const COMPATIBLE: Record<string, string[]> = {
	string: ['string', 'text', 'hash'],
	text: ['text', 'string'],
	integer: ['integer', 'bigInteger'],
	bigInteger: ['bigInteger', 'integer'],
	decimal: ['decimal', 'float'],
	float: ['float', 'decimal'],
	timestamp: ['timestamp', 'dateTime'],
	json: ['json', 'text'],
	csv: ['csv', 'text', 'string'],
	boolean: ['boolean', 'integer'],
};

/**
 * The difference between what is wanted and what is there: additions, and changes to what we shipped earlier and
 * nobody touched since. What an administrator made or changed is left alone. A column with our name and a foreign
 * type is a conflict.
 */
export function planInstall(wanted: Wanted, current: Current): Plan {
	const isNew = (collection: CompiledCollection): boolean => !current.registered.has(collection.collection);
	const isTable = (collection: CompiledCollection): boolean =>
		collection.schema !== null && current.tables.has(collection.collection);
	const key = (item: { collection: string; field: string }): string => `${item.collection}.${item.field}`;
	const exists = (field: CompiledField): boolean => current.fieldTypes.has(key(field));
	return {
		collections: wanted.collections.filter((item) => isNew(item) && !isTable(item)),
		adopted: wanted.collections.filter((item) => isNew(item) && isTable(item)),
		fields: wanted.fields.filter((field) => !exists(field) && !current.describedFields.has(key(field))),
		described: wanted.fields.filter((field) => exists(field) && !current.describedFields.has(key(field))),
		relations: wanted.relations.filter((relation) => !current.relations.has(key(relation))),
		tables: wanted.tables.filter(({ table }) => !current.tables.has(table)),
		columns: missingColumns(wanted.tables, current),
		indexes: wanted.indexes.filter(({ name }) => !current.indexes.has(name)),
		...planTexts(wanted, current),
		seeds: wanted.seeds.filter((seed) => !current.seeds.planted.has(seedKey(seed))),
		changes: planMetaChanges(wanted, current),
		outdatedSeeds: wanted.seeds.filter((seed) => current.seeds.outdated.has(seedKey(seed))),
		retiredSeeds: current.seeds.retired,
		migrations: [],
		modules: [],
		conflicts: wanted.fields.flatMap((field) => conflictOf(field, current.fieldTypes.get(key(field)))),
	};
}

/** How a planted row is remembered. */
export const seedKey = ({ collection, key }: Retired): string => `${collection}:${key}`;

/** True when there is nothing left to do. */
export function isEmpty(plan: Plan): boolean {
	return Object.values(plan).every((part) => part.length === 0);
}

/** One line per thing the plan would create, in the order it is created. */
export function describePlan(plan: Plan): string[] {
	return [
		...plan.tables.map(({ table }) => `table ${table}`),
		...plan.columns.map(({ table, column }) => `column ${table}.${column.column}`),
		...plan.collections.map(({ collection, schema }) => `${schema ? 'collection' : 'folder'} ${collection}`),
		...plan.adopted.map(({ collection }) => `metadata of ${collection}`),
		...plan.fields.map(({ collection, field, type }) => `field ${collection}.${field} (${type})`),
		...plan.described.map(({ collection, field }) => `metadata of ${collection}.${field}`),
		...plan.relations.map((item) => `relation ${item.collection}.${item.field} -> ${item.related_collection}`),
		...plan.indexes.map(({ name, table }) => `index ${name} on ${table}`),
		...plan.translations.map(({ language, key }) => `translation ${language} ${key}`),
		...plan.seeds.map(({ collection, key }) => `row ${collection} ${key}`),
		...plan.modules.map((module) => `module ${module} in the module bar`),
		...describeChanges(plan),
	];
}

function missingColumns(tables: TableSpec[], current: Current): Plan['columns'] {
	return tables
		.filter(({ table }) => current.tables.has(table))
		.flatMap(({ table, columns }) => columns.map((column) => ({ table, column })))
		.filter(({ table, column }) => !current.columns.has(`${table}.${column.column}`));
}

function conflictOf(wanted: CompiledField, found: string | undefined): Conflict[] {
	if (!found || found === 'unknown') return [];
	const accepted = COMPATIBLE[wanted.type] ?? [wanted.type];
	if (accepted.includes(found)) return [];
	return [{ field: `${wanted.collection}.${wanted.field}`, expected: wanted.type, found }];
}
