import { describe, expect, it } from 'vitest';
import { dueMigrations, newerThanShipped, type Done } from './migrations.ts';

const steps = [3, 2, 4].map((version) => ({ plugin: 'core', version }));
const versions = (core?: number): Map<string, number> => new Map(core === undefined ? [] : [['core', core]]);

describe('dueMigrations', () => {
	it.each([
		{ why: 'a fresh install has no old rows', installed: undefined, done: undefined, due: [] },
		{ why: 'everything behind the installed version, oldest first', installed: 1, done: undefined, due: [2, 3, 4] },
		{ why: 'nothing twice', installed: 4, done: 4, due: [] },
		{ why: 'a killed upgrade goes on behind the last finished step', installed: 1, done: 3, due: [4] },
	])('$why', ({ installed, done, due }) => {
		expect(dueMigrations(steps, versions(installed), versions(done)).map(({ version }) => version)).toEqual(due);
	});
});

describe('several steps in one version', () => {
	const several = [
		{ plugin: 'core', version: 2, name: 'a' }, { plugin: 'core', version: 2, name: 'b' }, { plugin: 'core', version: 3, name: 'c' },
		{ plugin: 'abc', version: 2, name: 'd' },
	];
	const at = { core: 1, abc: 1 };
	it.each<{ why: string; done: [string, Done][]; due: string }>([
		{ why: 'all, in the order of their list', done: [], due: 'abdc' },
		{ why: 'behind the first of a version', done: [['core', [2, 1]]], due: 'bdc' },
		{ why: 'behind the last of a version', done: [['core', [2, 2]]], due: 'dc' },
		{ why: 'each plugin by itself', done: [['abc', [2, 1]]], due: 'abc' },
		{ why: 'a version that an earlier build finished', done: [['core', 2]], due: 'dc' },
	])('$why', ({ done, due }) => {
		const found = dueMigrations(several, new Map(Object.entries(at)), new Map(done));
		expect(found.map(({ name }) => name).join('')).toBe(due);
	});
});

describe('newerThanShipped', () => {
	it('names plugins whose database is ahead of the build', () => {
		const shipped = [
			{ plugin: 'core', version: 2 },
			{ plugin: 'abc', version: 1 },
		];
		expect(newerThanShipped(shipped, versions(3))).toEqual([{ plugin: 'core', shipped: 2, installed: 3 }]);
		expect(newerThanShipped(shipped, versions(2))).toEqual([]);
	});
});
