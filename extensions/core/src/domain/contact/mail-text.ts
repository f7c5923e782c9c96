import { Liquid } from 'liquidjs';
import type { Locale } from '../words.ts';

/** What somebody wrote for a mail: plain text with placeholders such as `{{ name }}`. */
export interface MailTemplate {
	subject: string;
	text: string;
}

/** By the name of its placeholder; null prints nothing and is "no" to `{% if date %}`. */
export type MailFacts = Record<string, string | number | null>;

/** What stands around every mail of the company. */
export interface MailFrame {
	locale: Locale;
	/** Whose mail it is; null where nobody has said. */
	organisation: string | null;
	/** Why it came, and how to stop such mails. */
	footer: string;
	/** Where the reader goes next. */
	link?: { url: string; label: string } | null;
}

export interface MailText {
	subject: string;
	text: string;
	html: string;
}

export type TemplateProblem = { kind: 'unknown'; name: string } | { kind: 'broken'; what: string };

/** Templates are the words of administrators: they read no files, and none keeps a server busy for long. */
const engine = new Liquid({
	strictVariables: true, strictFilters: true, templates: {}, parseLimit: 20_000, renderLimit: 500, memoryLimit: 1_000_000,
});

/** Why the template cannot be used with these facts, or null. It is tried, so that nothing is found out when a mail is due. */
export function templateProblem(template: string, facts: MailFacts): TemplateProblem | null {
	try {
		const parsed = engine.parse(template);
		const unknown = engine.globalVariablesSync(parsed).find((name) => !Object.hasOwn(facts, name));
		if (unknown !== undefined) return { kind: 'unknown', name: unknown };
		engine.renderSync(parsed, facts);
		return null;
	} catch (error) {
		// Without the copy of the template that the library adds.
		return { kind: 'broken', what: (error instanceof Error ? error.message : String(error)).split('\n')[0]! };
	}
}

/** The mail in both forms. What facts say is text in both: a customer's name with markup in it is shown as it is written. */
export function mailText(template: MailTemplate, facts: MailFacts, frame: MailFrame): MailText {
	const fill = (source: string): string => String(engine.parseAndRenderSync(source, facts)).trim();
	// A line break in a subject would be a header of its own.
	const subject = fill(template.subject).replace(/\s+/g, ' ').slice(0, MOST_SUBJECT);
	const text = fill(template.text);
	const { link, organisation, footer } = frame;
	const about = [organisation, footer].filter(Boolean).join('\n');
	const parts = [text, ...(link ? [`${link.label}${COLON[frame.locale]}${link.url}`] : []), `-- \n${about}`];
	const paragraphs = text.split(/\n{2,}/);
	return { subject, text: parts.join('\n\n'), html: String(engine.renderSync(LAYOUT, { ...frame, link: link ?? null, subject, paragraphs })) };
}

const MOST_SUBJECT = 200;
const COLON = { 'zh-CN': '：', 'en-US': ': ' } as const;

/** Mail programs know no style sheets. */
const LAYOUT = engine.parse(`<!doctype html>
<html lang="{{ locale }}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{ subject | escape }}</title></head>
<body style="margin:0 auto;max-width:36em;padding:24px;font:16px/1.6 system-ui,sans-serif;color:#1f2937;background:#ffffff">
{% if organisation %}<p style="font-weight:600;color:#4b5563">{{ organisation | escape }}</p>{% endif %}
{% for paragraph in paragraphs %}<p>{{ paragraph | escape | newline_to_br }}</p>
{% endfor %}
{% if link %}<p><a href="{{ link.url | escape }}" style="color:#1d4ed8">{{ link.label | escape }}</a></p>{% endif %}
<p style="margin-top:32px;padding-top:12px;border-top:1px solid #e5e7eb;font-size:13px;color:#6b7280">{{ footer | escape | newline_to_br }}</p>
</body>
</html>`);
