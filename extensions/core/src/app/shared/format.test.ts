import { describe, expect, it } from 'vitest';
import { formatCount, formatDate, formatMoney, formatShare } from './format.ts';
import type { Locale } from './words.ts';

describe('money', () => {
	const rows: [why: string, amount: number, locale: Locale, options: Parameters<typeof formatMoney>[2], text: string][] = [
		['whole amounts show no cents', 1_234_567, 'zh-CN', {}, '¥1,234,567'],
		['cents are shown in full', 1234.5, 'zh-CN', {}, '¥1,234.50'],
		['Chinese counts in ten thousands', 1_235_000, 'zh-CN', { short: true }, '¥123.5万'],
		['and in hundred millions', 120_000_000, 'zh-CN', { short: true }, '¥1.2亿'],
		['small amounts are not shortened', 950, 'zh-CN', { short: true }, '¥950'],
		['the same currency in English', 1_234_567, 'en-US', {}, '¥1,234,567'],
		['English counts in millions', 1_235_000, 'en-US', { short: true }, '¥1.2M'],
		['another currency by its sign', 20, 'en-US', { currency: 'EUR' }, '€20'],
		['a refund keeps its sign', -20, 'en-US', { currency: 'USD' }, '-$20'],
		['free text as currency does not break the page', 20, 'en-US', { currency: 'points' }, 'points 20'],
	];
	it.each(rows)('%s', (_why, amount, locale, options, text) => {
		expect(formatMoney(amount, locale, options)).toBe(expected(text, formatMoney(amount, locale, options)));
	});
});

describe('shares', () => {
	const rows: [why: string, share: number, text: string][] = [
		['a round share', 0.7, '70%'],
		['above ten per cent whole numbers', 0.1849, '18%'],
		['a small share keeps a decimal', 0.006, '0.6%'],
		['what rounds to ten is ten', 0.0996, '10%'],
		['nothing', 0, '0%'],
		['all', 1, '100%'],
	];
	it.each(rows)('%s', (_why, share, text) => {
		expect(formatShare(share, 'en-US')).toBe(text);
		expect(formatShare(share, 'zh-CN')).toBe(text);
	});
});

it('counts with separators', () => {
	expect(formatCount(4338, 'en-US')).toBe('4,338');
});

it('shows the date of the given zone', () => {
	expect(formatDate('2026-01-31T20:00:00Z', 'en-US', 'Asia/Shanghai')).toBe('Feb 1, 2026');
	expect(formatDate('2026-01-31T20:00:00Z', 'zh-CN', 'Asia/Shanghai')).toBe('2026年2月1日');
});

/** Intl separates a foreign code by a no-break space in some versions; people see the same. */
function expected(text: string, actual: string): string {
	return actual.replace(/\u00a0/g, ' ') === text ? actual : text;
}
