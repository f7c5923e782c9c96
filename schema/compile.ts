import type { Choice, CollectionSpec, FieldSpec, Label, PluginSchema } from './model.ts';

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

function compileField(
	collection: string,
	spec: FieldSpec,
	sort: number,
	texts: Map<string, Label>,
): CompiledField {
	const say = (suffix: string, label: Label): string => {
		const key = `${collection}_${spec.field}_${suffix}`;
		texts.set(key, label);
		return `$t:${key}`;
	};
	const meta: Record<string, unknown> = {
		collection,
		field: spec.field,
		special: spec.special ?? null,
		interface: spec.interface ?? null,
		options: withChoices(spec.options, spec.choices, say),
		display: spec.display ?? null,
		display_options: withChoices(spec.displayOptions, spec.choices, say, true),
		readonly: Boolean(spec.readonly || spec.computed),
		hidden: spec.hidden ?? false,
		sort,
		width: spec.width ?? 'full',
		translations: [
			{ language: 'zh-CN', translation: spec.label.zh },
			{ language: 'en-US', translation: spec.label.en },
		],
		note: spec.note ? say('note', spec.note) : null,
		conditions: spec.conditions ? spec.conditions.map(compileCondition) : null,
		required: spec.required ?? false,
		group: spec.group ?? null,
		validation: spec.validation?.rule ?? null,
		validation_message: spec.validation ? say('invalid', spec.validation.message) : null,
		searchable: true,
	};
	const type = spec.type;
	return { collection, field: spec.field, type, meta, schema: type === 'alias' ? null : column(collection, spec) };
}

function compileCondition(condition: NonNullable<FieldSpec['conditions']>[number]): Record<string, unknown> {
	return {
		name: condition.name,
		rule: condition.rule,
		readonly: condition.readonly ?? false,
		hidden: condition.hidden ?? false,
		required: condition.required ?? false,
	};
}

function withChoices(
	options: Record<string, unknown> | undefined,
	choices: Choice[] | undefined,
	say: (suffix: string, label: Label) => string,
	forDisplay = false,
): Record<string, unknown> | null {
	if (!choices) return options ? (translateLabels(options, say) as Record<string, unknown>) : null;
	const translated = choices.map(({ value, label, color, icon }) => ({
		text: say(value, label),
		value,
		...(color ? (forDisplay ? { foreground: color, background: `${color}22` } : { color }) : {}),
		...(icon ? { icon } : {}),
	}));
	return { ...options, choices: translated };
}

/** Labels anywhere inside options become `$t:` keys, named by their path. */
function translateLabels(
	value: unknown,
	say: (suffix: string, label: Label) => string,
	path: string[] = [],
): unknown {
	if (Array.isArray(value)) return value.map((item, i) => translateLabels(item, say, [...path, nameOf(item, i)]));
	if (!value || typeof value !== 'object') return value;
	if (isLabel(value)) return say(path.join('_').toLowerCase().replace(/[^a-z0-9]+/g, '_'), value);
	return Object.fromEntries(
		Object.entries(value).map(([key, item]) => [key, translateLabels(item, say, [...path, key])]),
	);
}

function nameOf(item: unknown, index: number): string {
	const named = item as { field?: unknown; value?: unknown } | null;
	return String(named?.field ?? named?.value ?? index);
}

function isLabel(value: object): value is Label {
	const keys = Object.keys(value);
	return keys.length === 2 && keys.includes('zh') && keys.includes('en');
}

function column(collection: string, spec: FieldSpec): Record<string, unknown> {
	const [precision, scale] = spec.precision ?? [18, 2];
	const isKey = spec.field === 'id';
	return {
		name: spec.field,
		table: collection,
		default_value: spec.default ?? null,
		max_length: spec.type === 'string' ? (spec.maxLength ?? 255) : null,
		numeric_precision: spec.type === 'decimal' ? precision : null,
		numeric_scale: spec.type === 'decimal' ? scale : null,
		is_nullable: !(isKey || spec.required),
		is_unique: isKey || Boolean(spec.unique),
		is_indexed: Boolean(spec.index && !spec.unique),
		is_primary_key: isKey,
		has_auto_increment: false,
	};
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
