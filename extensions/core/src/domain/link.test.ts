import { describe, expect, it } from 'vitest';
import { isToken, linkText, urlBelow } from './link.ts';

describe('links', () => {
	it.each([
		{ why: 'as they are made', text: 'a'.repeat(43), is: true },
		{ why: 'all letters of base64url', text: 'AZaz09_-'.padEnd(43, 'x'), is: true },
		{ why: 'cut off when it was copied', text: 'a'.repeat(42), is: false },
		{ why: 'with a full stop from the sentence around it', text: `${'a'.repeat(43)}.`, is: false },
		{ why: 'with a line break', text: `${'a'.repeat(43)}\n`, is: false },
		{ why: 'nothing', text: '', is: false },
	])('a token $why', ({ text, is }) => {
		expect(isToken(text)).toBe(is);
	});

	it('no two links are one text', () => {
		expect(linkText({ kind: 'a', id: 'b', nonce: 'c' })).not.toBe(linkText({ kind: 'a', id: 'c', nonce: 'b' }));
	});

	it.each([
		['https://crm.example.com', 'https://crm.example.com/crm/x'],
		['https://example.com/sub/', 'https://example.com/sub/crm/x'],
		['/', '/crm/x'],
	])('below %s', (publicUrl, url) => {
		expect(urlBelow(publicUrl, '/crm/x')).toBe(url);
	});
});
