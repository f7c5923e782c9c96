import { describe, expect, it } from 'vitest';
import { inLanguage, keepLanguage, pageLocale } from './page-locale.ts';

describe('the language of a page', () => {
	it.each([
		{ why: 'the address wins', link: 'en-US', browser: ['zh-CN'], organisation: 'zh-CN', is: 'en-US' },
		{ why: 'the short form', link: 'zh', browser: ['en'], organisation: 'en-US', is: 'zh-CN' },
		{ why: 'a list in the address says nothing', link: ['en', 'zh'], browser: ['zh'], organisation: 'en-US', is: 'zh-CN' },
		{ why: 'an unknown language in the address says nothing', link: 'tlh', browser: [], organisation: 'zh-CN', is: 'zh-CN' },
		{ why: 'the browser', link: undefined, browser: ['en-GB', 'zh'], organisation: 'zh-CN', is: 'en-US' },
		{ why: 'the first language of the browser that is ours', link: undefined, browser: ['de', 'zh-TW'], organisation: 'en-US', is: 'zh-CN' },
		{ why: 'the organisation', link: undefined, browser: ['de', '*'], organisation: 'zh-CN', is: 'zh-CN' },
	])('$why', ({ is, ...said }) => {
		expect(pageLocale(said)).toBe(is);
	});

	it('the switch keeps the rest of the address', () => {
		expect(inLanguage('reward=cup&lang=en', 'zh-CN')).toBe('?reward=cup&lang=zh-CN');
	});

	it.each([
		['vouchers/1', undefined, 'vouchers/1'],
		['vouchers/1', 'en', 'vouchers/1?lang=en-US'],
		['redemptions?reward=a%26b', 'zh-CN', 'redemptions?reward=a%26b&lang=zh-CN'],
		['vouchers/1', '"><script>', 'vouchers/1'],
	])('%s goes on in the language of the address', (path, link, url) => {
		expect(keepLanguage(path, link)).toBe(url);
	});
});
