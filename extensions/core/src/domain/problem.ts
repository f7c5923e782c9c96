import { sentence, type Facts, type Locale, type Phrase, type Words } from './words.ts';

/** What is wrong with a request, as data: programs read the reason, people the sentence that `problemText` makes of it. */
export interface Problem {
	/** Path of what to mend, such as `classes.1.bound`; none where no single setting is at fault. */
	field?: string;
	/** Stable snake_case. */
	reason: string;
	/** What the sentence needs besides the field. */
	params?: Record<string, Param>;
}

/** A list is shown quoted: "A", "B". */
export type Param = string | number | readonly string[];

/** The words of a domain, beside it: `export const LOYALTY_WORDS = {…} as const satisfies ProblemWords`. */
export interface ProblemWords {
	/** By reason: what is wrong and how to mend it, with `{field}` and the params in their places. */
	reasons: Words;
	/** What people call a field, by path: `window_months`, `classes.*.bound` with the place in the list as `{n}`. */
	fields?: Words;
}

type Holes<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never;
type NamesOf<P extends Phrase> = Exclude<Holes<P[0] | P[1]>, 'field'>;
type ParamsOf<P extends Phrase> = [NamesOf<P>] extends [never]
	? { params?: Record<string, never> }
	: { params: Record<NamesOf<P>, Param> };
type FieldOf<P extends Phrase> = 'field' extends Holes<P[0] | P[1]> ? { field: string } : { field?: string };

type ReasonOf<W extends ProblemWords> = keyof W['reasons'] & string;
type ByReason<W extends ProblemWords> = {
	[R in ReasonOf<W>]: { reason: R } & FieldOf<W['reasons'][R]> & ParamsOf<W['reasons'][R]>;
};

/** A problem for which there are words: an unknown reason, or one without its field or params, does not compile. */
export type ProblemOf<W extends ProblemWords> = string extends ReasonOf<W> ? Problem : ByReason<W>[ReasonOf<W>];

/** The problem as a sentence. A reason without words, such as one of a newer server, is shown as it is. */
export function problemText(problem: Problem, { reasons, fields = {} }: ProblemWords, locale: Locale): string {
	const { field, reason, params = {} } = problem;
	const phrase = Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
	if (!phrase) return field === undefined ? reason : `${field}: ${reason}`;
	const facts: Facts = {};
	for (const [name, value] of Object.entries(params)) facts[name] = shown(value, locale);
	if (field !== undefined) facts['field'] = fieldText(field, fields, locale);
	return sentence(phrase, locale, facts);
}

/** By its path, which programs know, and by what people call it, where that says more. */
function fieldText(path: string, fields: Words, locale: Locale): string {
	const label = labelOf(path, fields);
	const name = label ? sentence(label, locale, { n: Number(/\.(\d+)/.exec(path)?.[1]) + 1 }) : '';
	if (locale === 'zh-CN') return name ? `“${name}”（${path}）` : `“${path}”`;
	const saysMore = name !== '' && name.toLowerCase().replaceAll(' ', '_') !== path;
	return saysMore ? `"${path}" (${name})` : `"${path}"`;
}

/** Of the field itself, or else of what it is a part of: `customer_filter._and.0.region` is a part of `customer_filter`. */
function labelOf(path: string, fields: Words): Phrase | undefined {
	const parts = path.split('.').map((part) => (/^\d+$/.test(part) ? '*' : part));
	for (; parts.length > 0; parts.pop()) {
		const label = fields[parts.join('.')];
		if (label) return label;
	}
	return undefined;
}

function shown(value: Param, locale: Locale): string | number {
	if (typeof value === 'string' || typeof value === 'number') return value;
	return locale === 'zh-CN' ? value.map((item) => `“${item}”`).join('、') : value.map((item) => `"${item}"`).join(', ');
}
