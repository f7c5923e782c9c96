export type Locale = 'zh-CN' | 'en-US';
export type Facts = Record<string, string | number>;

/** Both languages side by side, so that a sentence cannot exist in one of them only. */
export type Words<K extends string = string> = Record<K, readonly [zh: string, en: string]>;

/** The product speaks Chinese to every kind of Chinese and English to everybody else. */
export function localeOf(language: string): Locale {
	return language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en-US';
}

/**
 * A sentence with its facts. English needs a singular: "{n} customer | {n} customers" takes the first form
 * when the fact `n` is 1.
 */
export function sentence(pair: readonly [zh: string, en: string], locale: Locale, facts: Facts = {}): string {
	const text = pair[locale === 'zh-CN' ? 0 : 1];
	const forms = text.split(' | ');
	const form = forms.length > 1 && !isOne(facts['n']) ? forms[1]! : forms[0]!;
	return form.replace(/\{(\w+)\}/g, (hole, name: string) => String(facts[name] ?? hole));
}

/**
 * For names in extension definitions. Read it inside a getter: the Studio copies the definition when the
 * language changes, which evaluates the getter again; its own translation keys do not reach extensions.
 */
export function pick(zh: string, en: string): string {
	return localeOf(document.documentElement.lang) === 'zh-CN' ? zh : en;
}

function isOne(count: unknown): boolean {
	return String(count) === '1';
}
