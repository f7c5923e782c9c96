export type Locale = 'zh-CN' | 'en-US';
export type Facts = Record<string, string | number>;

/** The same in both languages, side by side, so that it cannot exist in one of them only. */
export type Phrase = readonly [zh: string, en: string];
export type Words<K extends string = string> = Record<K, Phrase>;

/** The product speaks Chinese to every kind of Chinese and English to everybody else. */
export function localeOf(language: string): Locale {
	return language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en-US';
}

/**
 * A sentence with its facts. English needs a singular: "{n} customer | {n} customers" takes the first form
 * when the fact `n` is 1.
 */
export function sentence(phrase: Phrase, locale: Locale, facts: Facts = {}): string {
	const text = phrase[locale === 'zh-CN' ? 0 : 1];
	const forms = text.split(' | ');
	const form = forms.length > 1 && !isOne(facts['n']) ? forms[1]! : forms[0]!;
	return form.replace(/\{(\w+)\}/g, (hole, name: string) => String(facts[name] ?? hole));
}

/** Rows that every installation starts with have names in both languages, such as "金卡 · Gold"; a reader of one gets theirs. */
export function ownHalf(name: string, locale: Locale): string {
	const [zh, en, ...more] = name.split(' · ');
	if (zh === undefined || en === undefined || more.length > 0 || !HAN.test(zh) || HAN.test(en)) return name;
	return locale === 'zh-CN' ? zh : en;
}

const HAN = /\p{Script=Han}/u;

function isOne(count: unknown): boolean {
	return String(count) === '1';
}
