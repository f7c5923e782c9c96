import { inLanguage, keepLanguage, pageLocale } from '../../domain/page/page-locale.ts';
import { FAILURE_TITLES, PAGE_WORDS } from '../../domain/page/page-words.ts';
import { sentence, type Locale } from '../../domain/words.ts';
import type { Call, Host, Next, Reply } from '../directus.ts';
import type { Refusal } from '../errors.ts';
import { typedIn } from '../form-body.ts';
import { readLook } from './look.ts';
import type { AfterForm, Page, Reader } from './page.ts';
import { renderPage, type Content } from './render.ts';

/** A call and the answer to it. */
interface Exchange {
	call: Call;
	reply: Reply;
}

/** Browsers name HTML before anything else; programs name JSON, or do not care. */
export const wantsPage = (call: Call): boolean => call.accepts(['json', 'html']) === 'html';

/** Also for JSON: what a secret address shows is kept nowhere, and the address is told to nobody. */
export function pageHeaders(_call: unknown, reply: unknown, next: Next): void {
	(reply as Reply).vary('Accept').set({
		'Cache-Control': 'no-store',
		'Referrer-Policy': 'no-referrer',
		'X-Robots-Tag': 'noindex',
		'X-Content-Type-Options': 'nosniff',
	});
	next();
}

/** The answer as a page, or on to the next one after a form. */
export async function sendPage(
	host: Host,
	exchange: Exchange,
	{ page, answer }: { page: Page<unknown> | AfterForm<unknown>; answer: unknown },
): Promise<void> {
	const { call, reply } = exchange;
	if ('goTo' in page) {
		reply.redirect(303, keepLanguage(page.goTo(answer), call.query['lang']));
		return;
	}
	const { body, words } = page;
	await send(host, exchange, (reader) => {
		const { title, ...facts } = page.view(answer, reader);
		return { body, words, title, facts };
	});
}

const FAILURE = `<section class="card notice"><h1>{{ title }}</h1>
<p>{{ told }}</p>
{% if back %}<p class="actions"><a class="button" href="{{ back }}">{{ t.back }}</a></p>{% endif %}
</section>`;

/** Above the form that was sent, which is there once more. */
const WRONG = `<section class="card notice" role="alert">
<p><strong>{{ headline }}</strong></p>
<p>{{ told }}</p>
</section>
`;

/** A failure, and where the reader may go on. */
interface Failed {
	error: unknown;
	/** A relative path. */
	back: string | null;
	again: AfterForm<unknown>['again'] | null;
}

/** What was thrown, as a page in the reader's language. */
export async function sendFailure(host: Host, exchange: Exchange, { error, back, again }: Failed): Promise<void> {
	const { status, inLanguage: tell } = error as Partial<Refusal> & { status?: number };
	const told = tell && status && isKnown(status) ? status : 500;
	if (told === 500) host.logger.error(error, '[guanxi] A public page failed');
	const saidIn = (locale: Locale) => ({
		headline: sentence(FAILURE_TITLES[told], locale),
		told: told === 500 ? sentence(PAGE_WORDS.unexpected, locale) : tell!(locale),
	});
	const answer = again && ((await again.read(host)) as never);
	exchange.reply.status(told);
	const contentFor = (reader: Reader): Content => {
		const { headline, told: words } = saidIn(reader.locale);
		if (!again) return { body: FAILURE, words: {}, title: headline, facts: { told: words, back: back === null ? null : reader.link(back) } };
		const { title, ...facts } = again.page.view(answer as never, reader);
		return { body: WRONG + again.page.body, words: again.page.words, title, facts: { ...facts, headline, told: words } };
	};
	// Nothing is at the address that a form is sent to.
	await send(host, exchange, contentFor, exchange.call.method === 'POST' ? (back ?? '') : '');
}

const isKnown = (status: number): status is keyof typeof FAILURE_TITLES => Object.hasOwn(FAILURE_TITLES, status);

async function send(host: Host, { call, reply }: Exchange, contentFor: (reader: Reader) => Content, otherPlace = ''): Promise<void> {
	const look = await readLook(host);
	const said = call.query['lang'];
	const locale = pageLocale({ link: said, browser: call.acceptsLanguages(), organisation: look.language });
	const content = contentFor({ locale, params: call.params, link: (path) => keepLanguage(path, said), typed: typedIn(call) });
	const query = call.originalUrl.split('?')[1] ?? '';
	const otherUrl = otherPlace + inLanguage(query, locale === 'zh-CN' ? 'en-US' : 'zh-CN');
	const { html, policy } = renderPage(look, content, { locale, otherUrl });
	reply.set({ 'Content-Security-Policy': policy, 'Content-Language': locale }).type('html').send(html);
}
