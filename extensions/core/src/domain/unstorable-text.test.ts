import { expect, it } from 'vitest';
import { unstorableText } from './unstorable-text.ts';

it.each([
	{ value: { key: 'club', lines: [{ note: 'ok' }], none: null }, at: null },
	{ value: { key: 'a\u0000' }, at: 'key' },
	{ value: { lines: [{ note: 'ok' }, { note: '\u0000' }] }, at: 'lines.1.note' },
	{ value: { filter: { 'a\u0000': 1 } }, at: 'filter' },
])('a NUL is found at $at', ({ value, at }) => {
	expect(unstorableText(value)).toBe(at);
});
