import type { CompiledField } from './compile.ts';
import type { Choice, FieldSpec, Label } from './model.ts';

/** One field as Directus stores it; every text in it becomes a `$t:` key that is added to `texts`. */
export function compileField(
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
