import { describe, expect, it } from 'vitest';
import { localeOf, ownHalf, sentence } from './words.ts';

describe('sentence', () => {
	const pair = ['{n} 位客户', '{n} customer | {n} customers'] as const;
	it.each([
		['one customer is singular', 1, '1 customer'],
		['formatted figures count too', '1', '1 customer'],
		['none is plural in English', 0, '0 customers'],
		['many', '4,338', '4,338 customers'],
	])('%s', (_why, n, text) => {
		expect(sentence(pair, 'en-US', { n })).toBe(text);
	});
	it('has no plural in Chinese', () => expect(sentence(pair, 'zh-CN', { n: 3 })).toBe('3 位客户'));
	it('keeps a hole that no fact fills visible, so that a reader of a test sees it', () => {
		expect(sentence(['', 'hello {name}'], 'en-US')).toBe('hello {name}');
	});
});

it.each([
	['the product language', 'zh-CN', 'zh-CN'],
	['traditional Chinese reads Chinese', 'zh-TW', 'zh-CN'],
	['everybody else reads English', 'de-DE', 'en-US'],
	['no language yet', '', 'en-US'],
])('%s', (_why, language, locale) => {
	expect(localeOf(language)).toBe(locale);
});

describe('a name in both languages', () => {
	it.each([
		['金卡 · Gold', '金卡', 'Gold'],
		['Gold', 'Gold', 'Gold'],
		['金卡 · 银卡', '金卡 · 银卡', '金卡 · 银卡'],
		['Tea · Coffee', 'Tea · Coffee', 'Tea · Coffee'],
	])('%s: %s, %s', (name, zh, en) => expect([ownHalf(name, 'zh-CN'), ownHalf(name, 'en-US')]).toEqual([zh, en]));
});
