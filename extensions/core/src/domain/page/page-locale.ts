import { localeOf, type Locale } from '../words.ts';

/** Who may have said the language of a page. */
export interface Said {
	/** In the address: `?lang=en`. */
	link: unknown;
	/** Languages of the browser, best first. */
	browser: readonly string[];
	/** Of the organisation, for readers of whom nothing is known. */
	organisation: string;
}

/** The address says it, then a browser that names a language of ours, then the organisation. */
export function pageLocale({ link, browser, organisation }: Said): Locale {
	if (typeof link === 'string' && /^(zh|en)\b/i.test(link)) return localeOf(link);
	const known = browser.find((language) => /^(zh|en)\b/i.test(language));
	return localeOf(known ?? organisation);
}

/** The same address in another language. */
export function inLanguage(query: string, language: Locale): string {
	const params = new URLSearchParams(query);
	params.set('lang', language);
	return `?${params.toString()}`;
}

/** Links and forms of a page go on in the language that its address says, if it says one. */
export function keepLanguage(path: string, link: unknown): string {
	if (typeof link !== 'string' || !/^(zh|en)\b/i.test(link)) return path;
	const [place, query = ''] = path.split('?') as [string, string?];
	return `${place}${inLanguage(query, localeOf(link))}`;
}
