import { localeOf } from '../../domain/words.ts';

export * from '../../domain/words.ts';

/**
 * For names in extension definitions. Read it inside a getter: the Studio copies the definition when the
 * language changes, which evaluates the getter again; its own translation keys do not reach extensions.
 */
export function pick(zh: string, en: string): string {
	return localeOf(document.documentElement.lang) === 'zh-CN' ? zh : en;
}
