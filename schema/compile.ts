import { compileField } from './compile-field.ts';
import type { CollectionSpec, FieldSpec, Label, PluginSchema } from './model.ts';

/** A collection or folder, a field and a relation in the shape Directus' schema service takes. */
export interface CompiledCollection {
	collection: string;
	meta: Record<string, unknown>;
	schema: { name: string } | null;
}
export interface CompiledField {
	collection: string;
	field: string;
	type: string;
	meta: Record<string, unknown>;
	schema: Record<string, unknown> | null;
}
export interface CompiledRelation {
	collection: string;
	field: string;
	related_collection: string;
	meta: Record<string, unknown>;
	schema: Record<string, unknown>;
}
export interface Translation {
	key: string;
	language: 'zh-CN' | 'en-US';
	value: string;
}
export interface CompiledSchema {
	collections: CompiledCollection[];
	fields: CompiledField[];
	relations: CompiledRelation[];
	translations: Translation[];
}

export interface FolderSpec {
	collection: string;
	label: Label;
	icon: string;
	color?: string;
	sort: number;
}

/** Turns a plugin's declaration into Directus rows. Pure: the same input gives the same output. */
export function compileSchema(schema: PluginSchema, folders: FolderSpec[] = []): CompiledSchema {
	const texts = new Map<string, Label>(Object.entries(schema.texts));
	const groups = [
		...schema.collections.map(({ collection, fields }) => ({ collection, fields, offset: 0 })),
		...schema.extensions.map((extension) => ({ ...extension, offset: 200 })),
	];
	const fields = groups.flatMap(({ collection, fields: specs, offset }) =>
		specs.map((spec, index) => compileField(collection, spec, offset + index + 1, texts)),
	);
	return {
		collections: [...folders.map(compileFolder), ...schema.collections.map((spec) => compileCollection(spec, texts))],
		fields,
		relations: groups.flatMap(({ collection, fields: specs }) =>
			specs.filter((spec) => spec.relation).map((spec) => compileRelation(collection, spec)),
		),
		translations: [...texts].flatMap(([key, label]) => [
			{ key, language: 'zh-CN' as const, value: label.zh },
			{ key, language: 'en-US' as const, value: label.en },
		]),
	};
}

function compileFolder(spec: FolderSpec): CompiledCollection {
	return {
		collection: spec.collection,
		schema: null,
		meta: {
			collection: spec.collection,
			icon: spec.icon,
			color: spec.color ?? null,
			sort: spec.sort,
			collapse: 'open',
			translations: collectionNames(spec.label, spec.label),
		},
	};
}

function compileCollection(spec: CollectionSpec, texts: Map<string, Label>): CompiledCollection {
	const noteKey = `${spec.collection}_note`;
	texts.set(noteKey, spec.note);
	const copied = spec.fields.filter((field) => isCopied(field)).map((field) => field.field);
	return {
		collection: spec.collection,
		schema: { name: spec.collection },
		meta: {
			collection: spec.collection,
			icon: spec.icon,
			color: spec.color ?? null,
			note: `$t:${noteKey}`,
			display_template: spec.displayTemplate,
			hidden: spec.hidden ?? false,
			singleton: spec.singleton ?? false,
			translations: collectionNames(spec.label, spec.singular),
			archive_field: spec.archive?.field ?? null,
			archive_value: spec.archive?.archived ?? null,
			unarchive_value: spec.archive?.unarchived ?? null,
			archive_app_filter: true,
			sort_field: spec.sortField ?? null,
			accountability: spec.accountability === undefined ? 'all' : spec.accountability,
			item_duplication_fields: copied,
			sort: spec.sort,
			group: spec.folder,
			collapse: 'open',
			versioning: false,
		},
	};
}

/** "Save as copy" must not carry keys and computed values along. */
function isCopied(field: FieldSpec): boolean {
	const filledByDirectus = field.special?.some((special) => /^(date|user)-|^o2m$|no-data/.test(special));
	return !field.computed && !field.unique && field.field !== 'id' && !filledByDirectus;
}

function collectionNames(plural: Label, singular: Label): unknown[] {
	const of = (language: string, many: string, one: string) => ({
		language,
		translation: many,
		singular: one,
		plural: many,
	});
	return [of('zh-CN', plural.zh, singular.zh), of('en-US', plural.en, singular.en)];
}

function compileRelation(collection: string, spec: FieldSpec): CompiledRelation {
	const relation = spec.relation!;
	return {
		collection,
		field: spec.field,
		related_collection: relation.collection,
		meta: {
			many_collection: collection,
			many_field: spec.field,
			one_collection: relation.collection,
			one_field: relation.oneField ?? null,
			one_deselect_action: 'nullify',
			junction_field: null,
			sort_field: null,
		},
		schema: {
			table: collection,
			column: spec.field,
			foreign_key_table: relation.collection,
			foreign_key_column: 'id',
			on_update: 'NO ACTION',
			on_delete: relation.onDelete ?? 'RESTRICT',
		},
	};
}
