import { describe, expect, it } from 'vitest';
import { collectionLimit, fitCollections } from './collection-limit.ts';

const SUITE = [
	{ plugin: 'core', collections: 10 },
	{ plugin: 'abc', collections: 2 },
	{ plugin: 'complaints', collections: 4 },
	{ plugin: 'loyalty', collections: 5 },
	{ plugin: 'surveys', collections: 3 },
];

const FITS = [
	{ why: 'no limit', limit: null, registered: 400, is: { fits: true } },
	{ why: 'exactly full', limit: 25, registered: 1, is: { fits: true } },
	{
		why: 'one too many: everything but the last',
		limit: 25,
		registered: 2,
		is: { fits: false, needed: 24, free: 23, possible: ['core', 'abc', 'complaints', 'loyalty'] },
	},
	{
		why: 'a small plugin fits behind a big one that does not',
		limit: 25,
		registered: 9,
		is: { fits: false, needed: 24, free: 16, possible: ['core', 'abc', 'complaints'] },
	},
	{ why: 'not even core', limit: 25, registered: 20, is: { fits: false, needed: 24, free: 5, possible: [] } },
	{ why: 'over the limit already', limit: 25, registered: 30, is: { fits: false, needed: 24, free: 0, possible: [] } },
];

describe('fitCollections', () => {
	it.each(FITS)('$why', ({ limit, registered, is }) => {
		expect(fitCollections(limit, registered, SUITE)).toEqual(is);
	});

	it('an upgrade that registers nothing is never refused', () => {
		const installed = SUITE.map(({ plugin }) => ({ plugin, collections: 0 }));
		expect(fitCollections(25, 40, installed)).toEqual({ fits: true });
	});

	it('where core is there already, the rest fills what is free', () => {
		const rest = SUITE.map((need) => (need.plugin === 'core' ? { ...need, collections: 0 } : need));
		expect(fitCollections(25, 20, rest)).toMatchObject({ fits: false, possible: ['core', 'abc', 'surveys'] });
	});
});

describe('collectionLimit', () => {
	const licence = { isLicensed: false, setting: undefined };
	it.each([
		{ why: 'Directus 11', host: { ...licence, major: 11 }, is: null },
		{ why: 'Directus 12 without licence', host: { ...licence, major: 12 }, is: 25 },
		{ why: 'Directus 12 with licence', host: { major: 12, isLicensed: true, setting: undefined }, is: null },
		{ why: 'set by the operator', host: { major: 12, isLicensed: true, setting: '40' }, is: 40 },
		{ why: 'lifted by the operator', host: { major: 12, isLicensed: false, setting: 'unlimited' }, is: null },
	])('$why', ({ host, is }) => {
		expect(collectionLimit(host)).toBe(is);
	});
});
