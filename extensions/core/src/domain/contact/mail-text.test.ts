import { describe, expect, it } from 'vitest';
import { mailText, templateProblem } from './mail-text.ts';

const FRAME = { locale: 'en-US', organisation: 'Tea & Co', footer: 'Reply to stop.' } as const;

describe('a template of a mail', () => {
	it.each([
		['Hello {{ name }}, {% if date %}until {{ date }}{% endif %}', null, 'what is there'],
		['Hello {{ nmae }}', { kind: 'unknown', name: 'nmae' }, 'a slip of the pen'],
		['{{ nmae | default: "you" }}', { kind: 'unknown', name: 'nmae' }, 'also where it has a default'],
		['{% if false %}{{ nmae }}{% endif %}', { kind: 'unknown', name: 'nmae' }, 'also where nobody comes by'],
		['{{ constructor }}', { kind: 'unknown', name: 'constructor' }, 'what every object has is no fact'],
	] as const)('%s', (template, problem, _why) => expect(templateProblem(template, { name: 'Li', date: null })).toEqual(problem));

	it.each([
		['Hello {{ name', 'never closed'],
		['{{ name | shout }}', 'no such filter'],
		['{% include "/etc/passwd" %}', 'no files'],
		['{% for i in (1..100000000) %}{{ i }}{% endfor %}', 'no long work'],
	])('%s is broken: %s', (template) => expect(templateProblem(template, { name: 'Li' })).toMatchObject({ kind: 'broken' }));
});

describe('a mail', () => {
	it('is text and page, with who writes, why, and where to go', () => {
		const link = { url: 'https://example.com/card?a=1&b=2', label: 'Your card' };
		const mail = mailText({ subject: 'For {{ name }}', text: 'Hello {{ name }},\n\none\ntwo' }, { name: 'Li' }, { ...FRAME, link });
		expect(mail.subject).toBe('For Li');
		expect(mail.text).toBe('Hello Li,\n\none\ntwo\n\nYour card: https://example.com/card?a=1&b=2\n\n-- \nTea & Co\nReply to stop.');
		expect(mail.html).toContain('<p>Hello Li,</p>');
		expect(mail.html).toMatch(/<p>one<br ?\/?>\s*two<\/p>/);
		expect(mail.html).toContain('href="https://example.com/card?a=1&amp;b=2"');
		expect(mail.html).toContain('Tea &amp; Co');
	});

	it('shows markup in a name as it is written, and takes no header from it', () => {
		const name = '<b>Li</b>\nBcc: all@example.com {{ 1 | plus: 1 }}';
		const mail = mailText({ subject: '{{ name }}', text: '{{ name }}' }, { name }, FRAME);
		expect(mail.subject).toBe('<b>Li</b> Bcc: all@example.com {{ 1 | plus: 1 }}');
		expect(mail.html).not.toContain('<b>');
		expect(mail.html).toContain('&lt;b&gt;Li&lt;/b&gt;');
	});
});
