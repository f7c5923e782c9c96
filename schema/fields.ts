import type { Choice, FieldSpec, FieldType, Label } from './model.ts';

/**
 * Short builders for field specifications, so that a collection file reads like a table.
 * Every builder takes the field name, its label and only what differs from Directus' habits.
 */
type Extra = Partial<Omit<FieldSpec, 'field' | 'label' | 'type'>>;

export const label = (zh: string, en: string): Label => ({ zh, en });

export const primaryKey = (): FieldSpec => ({
	field: 'id',
	type: 'uuid',
	label: label('编号', 'ID'),
	special: ['uuid'],
	interface: 'input',
	readonly: true,
	hidden: true,
});

export const text = (field: string, name: Label, extra: Extra = {}): FieldSpec =>
	build(field, 'string', name, { interface: 'input', maxLength: 255, width: 'half', ...extra });

export const longText = (field: string, name: Label, extra: Extra = {}): FieldSpec =>
	build(field, 'text', name, { interface: 'input-multiline', width: 'full', ...extra });

export const whole = (field: string, name: Label, extra: Extra = {}): FieldSpec =>
	build(field, 'integer', name, { interface: 'input', width: 'half', ...extra });

/** An amount in the company's own currency; without it, in the currency of its row. */
export const HOME = { displayOptions: { isHome: true } } as const;

/** A decimal that is not money: a quantity, or a value in the unit that a model counts in. */
export const PLAIN_FIGURE = { display: 'formatted-value', displayOptions: { format: true } } as const;

export const money = (field: string, name: Label, extra: Extra = {}): FieldSpec =>
	build(field, 'decimal', name, {
		interface: 'input',
		width: 'half',
		options: { step: 0.01 },
		display: 'crm-core-money',
		...extra,
	});

export const instant = (field: string, name: Label, extra: Extra = {}): FieldSpec =>
	build(field, 'timestamp', name, {
		interface: 'datetime',
		display: 'datetime',
		displayOptions: { relative: false },
		width: 'half',
		...extra,
	});

export const day = (field: string, name: Label, extra: Extra = {}): FieldSpec =>
	build(field, 'date', name, { interface: 'datetime', display: 'datetime', width: 'half', ...extra });

export const yesNo = (field: string, name: Label, extra: Extra = {}): FieldSpec =>
	build(field, 'boolean', name, {
		interface: 'boolean',
		options: { label: label('是', 'Yes') },
		display: 'boolean',
		special: ['cast-boolean'],
		width: 'half',
		default: false,
		...extra,
	});

export const json = (field: string, name: Label, extra: Extra = {}): FieldSpec =>
	build(field, 'json', name, { special: ['cast-json'], width: 'full', ...extra });

/** A closed list, unless `allowOther`; labels are shown translated and coloured in lists. */
export const choice = (
	field: string,
	name: Label,
	choices: Choice[],
	extra: Extra = {},
): FieldSpec =>
	build(field, 'string', name, {
		interface: 'select-dropdown',
		display: 'labels',
		maxLength: 40,
		width: 'half',
		choices,
		...(extra.options?.['allowOther'] ? {} : { validation: oneOf(field, choices) }),
		...extra,
	});

export const option = (value: string, zh: string, en: string, color?: string): Choice => ({
	value,
	label: label(zh, en),
	...(color ? { color } : {}),
});

/** Many-to-one: the column holds the other row's id. */
export const link = (
	field: string,
	name: Label,
	collection: string,
	extra: Extra & { template?: string; oneField?: string; onDelete?: 'RESTRICT' | 'SET NULL' } = {},
): FieldSpec => {
	const user = collection === 'directus_users';
	// Directus' own template is "first last"; Chinese teams keep the whole name in one field, and a gap shows as "--".
	const { template = user ? '{{first_name}} ({{email}})' : undefined, ...more } = extra;
	const { oneField, onDelete, ...rest } = more;
	return build(field, 'uuid', name, {
		interface: 'select-dropdown-m2o',
		special: ['m2o'],
		display: user ? 'user' : 'related-values',
		width: 'half',
		index: true,
		relation: { collection, oneField, onDelete: onDelete ?? (user ? 'SET NULL' : 'RESTRICT') },
		...(template ? { options: { template }, displayOptions: user ? {} : { template } } : {}),
		...rest,
	});
};

/** One-to-many: no column, the list of rows whose `link` names this one (`oneField` there). */
export const list = (field: string, name: Label, extra: Extra = {}): FieldSpec =>
	build(field, 'alias', name, { interface: 'list-o2m', special: ['o2m'], width: 'full', ...extra });

/** Container of tabs; the tabs themselves are `section`s grouped under it. */
export const tabs = (field: string, extra: Extra = {}): FieldSpec =>
	build(field, 'alias', label('分组', 'Tabs'), {
		interface: 'group-tabs',
		special: ['alias', 'no-data', 'group'],
		width: 'full',
		...extra,
	});

/** A tab or a titled section. Inside `tabs` use `group-raw`, elsewhere `group-detail`. */
export const section = (field: string, name: Label, extra: Extra = {}): FieldSpec =>
	build(field, 'alias', name, {
		interface: 'group-detail',
		special: ['alias', 'no-data', 'group'],
		width: 'full',
		...extra,
	});

/** Something to look at without a column, drawn by one of our presentation interfaces. */
export const view = (field: string, name: Label, interfaceId: string, extra: Extra = {}): FieldSpec =>
	build(field, 'alias', name, {
		interface: interfaceId,
		special: ['alias', 'no-data'],
		width: 'full',
		...extra,
	});

/** The four fields Directus fills by itself. */
export const audit = (group?: string): FieldSpec[] => [
	stamp('date_created', label('创建时间', 'Created'), 'date-created', group),
	stamp('date_updated', label('更新时间', 'Updated'), 'date-updated', group),
	person('user_created', label('创建人', 'Created by'), 'user-created', group),
	person('user_updated', label('更新人', 'Updated by'), 'user-updated', group),
];

function stamp(field: string, name: Label, special: string, group?: string): FieldSpec {
	return instant(field, name, { special: [special], readonly: true, hidden: true, group });
}

function person(field: string, name: Label, special: string, group?: string): FieldSpec {
	return link(field, name, 'directus_users', {
		special: ['m2o', special],
		readonly: true,
		hidden: true,
		index: false,
		group,
	});
}

/**
 * A rule that an empty field passes; Directus alone would call an empty field "required". All `tests` must hold.
 */
export const check = (
	field: string,
	tests: Record<string, unknown>[],
	message: Label,
): NonNullable<FieldSpec['validation']> => ({
	// The tests come first: the first error is the one that API callers read.
	rule: { _and: [{ _or: [{ _and: tests.map((test) => ({ [field]: test })) }, { [field]: { _null: true } }] }] },
	message,
});

/** The form offers only the list; this keeps API callers to it as well. */
const oneOf = (field: string, choices: Choice[]): NonNullable<FieldSpec['validation']> =>
	check(
		field,
		[{ _in: choices.map(({ value }) => value) }],
		label('请从列表中选择。', 'Choose a value from the list.'),
	);

/** `key`: what programs and rules call a row by. */
export const shortName = (note: Label): FieldSpec =>
	text('key', label('标识', 'Key'), {
		required: true,
		unique: true,
		maxLength: 63,
		options: { slug: true, trim: true },
		note,
		validation: check(
			'key',
			[{ _regex: '^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$' }],
			label('只能用字母、数字、连字符和下划线。', 'Use letters, digits, hyphens and underscores only.'),
		),
	});

/** A whole number or amount that must not be negative. */
export const notNegative = (field: string): NonNullable<FieldSpec['validation']> =>
	check(field, [{ _gte: 0 }], label('不能为负数，请填 0 或更大的数。', 'This cannot be negative. Enter 0 or more.'));

/** A hint between the fields of a form. */
export const notice = (field: string, text: Label, extra: Extra = {}): FieldSpec =>
	view(field, label('提示', 'Hint'), 'presentation-notice', {
		options: { color: 'info', icon: 'info', text },
		...extra,
	});

/** One labelled column of a `list` interface, so that nobody types JSON. */
export interface ListColumn {
	field: string;
	name: Label;
	type: FieldType;
	meta: Record<string, unknown>;
}

export const listColumn = (
	field: string,
	name: Label,
	type: FieldType,
	meta: Record<string, unknown> = {},
): ListColumn => ({ field, name, type, meta: { field, interface: 'input', width: 'half', ...meta } });

/** Choices of a dropdown inside a `list` column, where labels are translated in place. */
export const inlineChoices = (choices: Choice[]): { text: Label; value: string }[] =>
	choices.map(({ value, label: text }) => ({ text, value }));

function build(field: string, type: FieldType, name: Label, extra: Extra): FieldSpec {
	return { field, type, label: name, ...extra };
}

/** For a whole number of a form: its bounds, and the words of what is beyond them. */
export const between = (field: string, least: number, most: number): Partial<FieldSpec> => ({
	options: { min: least, max: most },
	validation: check(
		field,
		[{ _gte: least }, { _lte: most }],
		label(`请填 ${least} 到 ${most} 之间的整数。`, `Enter a whole number from ${least} to ${most}.`),
	),
});
