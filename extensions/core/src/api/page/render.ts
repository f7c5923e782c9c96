import { createHash } from 'node:crypto';
import { Liquid } from 'liquidjs';
import { PAGE_WORDS } from '../../domain/page/page-words.ts';
import { sentence, type Locale, type Words } from '../../domain/words.ts';
import { LAYOUT, styleOf } from './layout.ts';

/** What the organisation looks like on public pages. */
export interface Look {
	organisation: string;
	color: string | null;
	/** `data:` address of the logo. */
	logo: string | null;
}

/** One page to be rendered. */
export interface Content {
	/** Liquid; the words are `t`, the facts are there by their names. */
	body: string;
	words: Words;
	title: string;
	facts: object;
}

/** A name that a template uses and nobody gave is a mistake, and found by the first test; `if` may ask for any. */
const engine = new Liquid({ outputEscape: 'escape', strictVariables: true, strictFilters: true, lenientIf: true, cache: 100 });
const OTHER = { 'zh-CN': { locale: 'en-US', name: 'English' }, 'en-US': { locale: 'zh-CN', name: '中文' } } as const;

/** The page, and the policy that lets a browser do nothing with it but show it and send its forms back to us. */
export function renderPage(look: Look, content: Content, { locale, otherUrl }: { locale: Locale; otherUrl: string }): { html: string; policy: string } {
	const t = wordsIn({ ...PAGE_WORDS, ...content.words }, locale);
	const body = engine.parseAndRenderSync(content.body, { ...content.facts, title: content.title, t }) as string;
	const style = styleOf(look.color);
	const other = { ...OTHER[locale], url: otherUrl };
	const { organisation, logo } = look;
	const html = engine.parseAndRenderSync(LAYOUT, { title: content.title, organisation, logo, style, body, locale, other, t }) as string;
	return { html, policy: policyFor(style) };
}

function policyFor(style: string): string {
	const hash = createHash('sha256').update(style).digest('base64');
	return [
		"default-src 'none'", `style-src 'sha256-${hash}'`, "img-src 'self' data:", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
	].join('; ');
}

const wordsIn = (words: Words, locale: Locale): Record<string, string> =>
	Object.fromEntries(Object.entries(words).map(([name, phrase]) => [name, sentence(phrase, locale)]));
