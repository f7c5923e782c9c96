import { expect, it } from 'vitest';
import { maskedName } from './masked-name.ts';

it.each([
	{ why: 'three characters', name: '王小明', kind: 'person', is: '王**' },
	{ why: 'two characters', name: '李雷', kind: 'person', is: '李*' },
	{ why: 'a rare character is one, not two', name: '𠮷田', kind: 'person', is: '𠮷*' },
	{ why: 'first and last name', name: 'Alice  Smith', kind: 'person', is: 'Alice S.' },
	{ why: 'more names', name: 'Mary Ann van Dyke', kind: null, is: 'Mary D.' },
	{ why: 'one word', name: 'Madonna', kind: null, is: 'M***' },
	{ why: 'one letter', name: 'X', kind: 'person', is: 'X' },
	{ why: 'a company', name: '上海咖啡有限公司', kind: 'company', is: '上海咖啡有限公司' },
	{ why: 'a person whom nobody called one', name: '欧阳小明', kind: 'company', is: '欧***' },
	{ why: 'a company in English', name: 'Bean & Co', kind: 'company', is: 'Bean & Co' },
	{ why: 'no name left', name: ' ', kind: 'person', is: '' },
])('$why', ({ name, kind, is }) => {
	expect(maskedName(name, kind)).toBe(is);
});
