import type { RightSpec } from './roles/model.ts';

/** A text in both languages of the product; zh-CN is what most users read. */
export interface Label {
	zh: string;
	en: string;
}

export type PluginId = 'core' | 'abc' | 'loyalty' | 'complaints' | 'surveys';

/** Everything one plugin brings into a Directus instance, as data. The installer turns it into rows. */
export interface PluginSchema {
	plugin: PluginId;
	/** Grows by one with every released change of this plugin's schema. */
	version: number;
	/** Collections listed in contract order; the first plugin to name a folder creates it. */
	collections: CollectionSpec[];
	/** Fields this plugin adds to collections of core; dropped with the plugin. */
	extensions: { collection: string; fields: FieldSpec[] }[];
	/** Technical tables without Directus metadata. */
	tables: TableSpec[];
	/** Composite and covering indexes, created after the tables. */
	indexes: IndexSpec[];
	/** Changes of rows, by whomever and however, that the plugin must not miss. */
	watches?: WatchSpec[];
	/** Triggers that the plugin makes itself, outside of its own tables, begin like this: core drops them while the plugin is off. */
	triggerPrefix?: string;
	/** Rows of Directus' own collections with fixed ids: dashboards, panels, bookmarks. */
	seeds: SeedSpec[];
	/** What each installed role may do with the plugin's collections. */
	rights: RightSpec[];
	/** Texts used as `$t:key` that are not generated from labels. */
	texts: Record<string, Label>;
}

/** The database itself puts down an action for each change, so that writers past Directus are not missed either. */
export interface WatchSpec {
	/** Kind of the action; its subject is what changed. */
	kind: string;
	table: string;
	/** What may happen to a row that matters; anything, if it does not say. */
	events?: ('insert' | 'update' | 'delete')[];
	/** An update matters when one of these differs. */
	columns: string[];
	/** Which of them hold JSON: PostgreSQL compares such values as text only. */
	json?: string[];
	/** Whose change it is: a line's is its order's. */
	subject: { collection: string; column: string };
	/** Which rows matter, before or after: SQL that all databases understand; `@.column` is a column of the row. */
	when: string;
}

export interface CollectionSpec {
	collection: string;
	label: Label;
	/** One item, for titles such as "Create customer". */
	singular: Label;
	note: Label;
	icon: string;
	color?: string;
	displayTemplate: string;
	folder: string;
	sort: number;
	singleton?: boolean;
	hidden?: boolean;
	/** Every row is computed by us: nobody creates, changes or deletes one through Directus. */
	computed?: boolean;
	/** Rows may be added but never changed or deleted; only core's merge and erasure may change what is listed. */
	appendOnly?: { mayChange: string[] };
	/** `null` switches off revisions and the activity log (ledgers, logs). Default `all`. */
	accountability?: 'all' | 'activity' | null;
	sortField?: string;
	archive?: { field: string; archived: string; unarchived: string };
	fields: FieldSpec[];
}

export type FieldType =
	| 'uuid' | 'string' | 'text' | 'integer' | 'bigInteger' | 'decimal' | 'float' | 'boolean'
	| 'date' | 'timestamp' | 'json' | 'csv' | 'alias';

export interface FieldSpec {
	field: string;
	type: FieldType;
	label: Label;
	note?: Label;
	/** Name of the enclosing tab or group (an alias field of the same collection). */
	group?: string;
	width?: 'half' | 'full';
	interface?: string;
	options?: Record<string, unknown>;
	display?: string;
	displayOptions?: Record<string, unknown>;
	special?: string[];
	required?: boolean;
	hidden?: boolean;
	readonly?: boolean;
	/** Computed by us: read-only in the form, and a hook refuses everybody's writes. */
	computed?: boolean;
	choices?: Choice[];
	default?: unknown;
	unique?: boolean;
	index?: boolean;
	maxLength?: number;
	/** Digits for decimals. Default 18, 2. */
	precision?: [number, number];
	/** Related collection of a many-to-one field. Foreign keys RESTRICT unless said otherwise. */
	relation?: { collection: string; onDelete?: 'RESTRICT' | 'SET NULL'; oneField?: string };
	validation?: { rule: Record<string, unknown>; message: Label };
	conditions?: ConditionSpec[];
}

export interface Choice {
	value: string;
	label: Label;
	color?: string;
	icon?: string;
}

export interface ConditionSpec {
	name: string;
	rule: Record<string, unknown>;
	readonly?: boolean;
	hidden?: boolean;
	required?: boolean;
}

export interface TableSpec {
	table: string;
	columns: ColumnSpec[];
	/** Column sets with a unique index. */
	unique?: string[][];
}

export interface ColumnSpec {
	column: string;
	type: 'uuid' | 'string' | 'text' | 'integer' | 'bigInteger' | 'decimal' | 'float' | 'timestamp' | 'boolean' | 'date' | 'increments'
		| 'bigIncrements';
	primary?: boolean;
	notNull?: boolean;
	maxLength?: number;
}

export interface IndexSpec {
	name: string;
	table: string;
	columns: string[];
	/** PostgreSQL: carried in the leaf pages. SQLite and MySQL: appended as ordinary key columns. */
	include?: string[];
	/** Partial index on PostgreSQL and SQLite: column → values. MySQL: the column is appended instead. */
	where?: { column: string; values: string[] };
	unique?: boolean;
}

/** A row of a collection with a stable primary key; inserted when absent, never over an admin's edit. */
export interface SeedSpec {
	/** It is not planted where the instance has such a row already: the admin's row wins. */
	unless?: Record<string, string | boolean | null>;
	collection: string;
	key: string;
	row: Record<string, unknown>;
}
