import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSame, mergeThreeWay } from './three-way.ts';

const choice = (value: string, text = value): object => ({ value, text });

const CASES = [
	{ why: 'untouched follows', base: 'Name', current: 'Name', next: 'Full name', is: 'Full name' },
	{ why: 'edited stays', base: 'Name', current: 'Customer', next: 'Full name', is: 'Customer' },
	{ why: 'edited stays when nothing new ships', base: 'Name', current: 'Customer', next: 'Name', is: 'Customer' },
	{ why: 'emptied by the admin stays empty', base: 'Note', current: null, next: 'Other note', is: null },
	{ why: 'a killed upgrade is not an edit', base: 'Name', current: 'Full name', next: 'Full name', is: 'Full name' },
	{
		why: 'one key of an object follows, the edited one stays',
		base: { a: 1, b: 1 },
		current: { a: 1, b: 5 },
		next: { a: 2, b: 2 },
		is: { a: 2, b: 5 },
	},
	{
		why: 'a new choice arrives after its neighbour, an own one stays',
		base: [choice('a'), choice('c')],
		current: [choice('a'), choice('mine'), choice('c')],
		next: [choice('a'), choice('b'), choice('c')],
		is: [choice('a'), choice('b'), choice('mine'), choice('c')],
	},
	{
		why: 'a choice the admin took away stays away',
		base: [choice('a'), choice('b')],
		current: [choice('a')],
		next: [choice('a'), choice('b'), choice('c')],
		is: [choice('a'), choice('c')],
	},
	{
		why: 'a choice we drop stays, because rows may hold it',
		base: [choice('a'), choice('b')],
		current: [choice('a'), choice('b')],
		next: [choice('a')],
		is: [choice('a'), choice('b')],
	},
	{
		why: 'a choice reads differently where nobody renamed it',
		base: [choice('a', 'A'), choice('b', 'B')],
		current: [choice('a', 'A'), choice('b', 'mine')],
		next: [choice('a', 'AA'), choice('b', 'BB')],
		is: [choice('a', 'AA'), choice('b', 'mine')],
	},
	{ why: 'a plain list is one value', base: ['x'], current: ['x', 'y'], next: ['x', 'z'], is: ['x', 'y'] },
];

describe('mergeThreeWay', () => {
	it.each(CASES)('$why', ({ base, current, next, is }) => {
		expect(mergeThreeWay(base, current, next)).toEqual(is);
	});

	it('what nobody touched becomes what ships, unless an entry of a list was dropped', () => {
		const plain = fc.object({ maxDepth: 3, values: [fc.string(), fc.integer(), fc.boolean()] });
		fc.assert(
			fc.property(plain, plain, (base, next) => {
				expect(isSame(mergeThreeWay(base, base, next), next)).toBe(true);
			}),
		);
	});

	it('where nothing new ships, nothing changes', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.jsonValue(), (base, current) => {
				expect(mergeThreeWay(base, current, base)).toEqual(current);
			}),
		);
	});

	it('is at rest after one application', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (base, current, next) => {
				const once = mergeThreeWay(base, current, next);
				expect(isSame(mergeThreeWay(next, once, next), once)).toBe(true);
			}),
		);
	});
});
