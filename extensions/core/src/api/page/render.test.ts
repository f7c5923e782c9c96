import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderPage, type Content } from './render.ts';

const LOOK = { organisation: '<b>Bean & Co</b>', color: '#ffcc00', logo: null };
const content = (more: Partial<Content> = {}): Content => ({
	body: '<h1>{{ title }}</h1><p>{{ t.hello }} {{ name }}</p><a href="{{ url }}">x</a>',
	words: { hello: ['你好', 'Hello'] },
	title: 'Card',
	facts: { name: 'Ann', url: 'next' },
	...more,
});
const render = (more: Partial<Content> = {}) => renderPage(LOOK, content(more), { locale: 'en-US', otherUrl: '?lang=zh-CN' });

describe('public pages', () => {
	it('says its language and links to the other one', () => {
		const { html } = render();
		expect(html).toContain('<html lang="en-US">');
		expect(html).toContain('<a href="?lang=zh-CN" lang="zh-CN" hreflang="zh-CN">中文</a>');
		expect(html).toContain('<p>Hello Ann</p>');
	});

	it.each([
		{ why: 'a name', facts: { name: '<script>alert(1)</script>', url: 'x' } },
		{ why: 'an attribute', facts: { name: 'x', url: '"><script>alert(1)</script>' } },
		{ why: 'Liquid in a name', facts: { name: '{{ "<script>" | raw }}', url: 'x' } },
	])('$why is text and nothing else', ({ facts }) => {
		expect(render({ facts }).html).not.toContain('<script');
	});

	it('the organisation’s name is text, too', () => {
		expect(render().html).not.toContain('<b>');
		expect(render().html).toContain('Card · &lt;b&gt;Bean &amp; Co&lt;/b&gt;</title>');
	});

	it('the policy allows the style of this page and no other', () => {
		const { html, policy } = render();
		const style = /<style>([\s\S]*)<\/style>/.exec(html)![1]!;
		expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
		expect(policy).toMatch(/^default-src 'none'; /);
		expect(html).not.toMatch(/ style=|<script|https?:\/\//);
	});

	it('a name that nobody gave is a mistake', () => {
		expect(() => render({ facts: { url: 'x' } })).toThrow(/undefined variable: name/);
	});
});
