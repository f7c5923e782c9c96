import { describe, expect, it } from 'vitest';
import { emptyManifest, type Manifest } from '../install/manifest.ts';
import { isDone, planDrop, type Present, type Relation } from './drop-plan.ts';

const link = (collection: string, field: string, related: string): Relation => ({ collection, field, related, allowed: [] });

const manifest: Manifest = {
	...emptyManifest(),
	collections: { a_parents: {}, a_children: {}, a_folder: {}, theirs: {} },
	fields: { 'a_parents.id': {}, 'a_children.parent': {}, 'customers.class': {}, 'customers.kept': {} },
	relations: ['a_children.parent'],
	texts: { 'en-US:note': 'Note', 'en-US:edited': 'Ours', 'en-US:gone': 'Gone' },
	tables: ['a_runs', 'a_gone'],
	columns: ['shared.hint', 'a_runs.hint'],
	indexes: { a_index: 'customers', a_own: 'a_parents' },
	found: ['theirs', 'customers.kept'],
};

const present: Present = {
	collections: new Set(['a_parents', 'a_children', 'a_folder', 'theirs', 'visits', 'customers']),
	fields: new Set(['a_parents.id', 'a_children.parent', 'customers.class', 'customers.kept', 'customers.fax']),
	tables: new Set(['a_runs']),
	columns: new Set(['shared.hint', 'a_runs.hint']),
	indexes: new Set(['a_index', 'a_own']),
	relations: [link('a_children', 'parent', 'a_parents'), link('a_parents', 'up', 'a_parents'), link('visits', 'about', 'a_parents')],
	texts: new Map([
		['en-US:note', { id: '1', value: 'Note' }],
		['en-US:edited', { id: '2', value: 'Theirs' }],
	]),
};

describe('planDrop', () => {
	const plan = planDrop(manifest, present);

	it('takes collections of ours, children before parents, and never what was there before', () => {
		expect(plan.collections).toEqual(['a_children', 'a_folder', 'a_parents']);
	});
	it('takes our fields on collections that stay, and no others', () => {
		expect(plan.fields).toEqual([{ collection: 'customers', field: 'class' }]);
	});
	it('cuts relations of others and relations into the own table', () => {
		expect(plan.detached).toEqual([link('visits', 'about', 'a_parents')]);
		expect(plan.selfReferences).toEqual([link('a_parents', 'up', 'a_parents')]);
	});
	it('takes plain tables, and columns and indexes on tables that stay', () => {
		expect(plan.tables).toEqual(['a_runs']);
		expect(plan.columns).toEqual([{ table: 'shared', column: 'hint' }]);
		expect(plan.indexes).toEqual([{ name: 'a_index', table: 'customers' }]);
	});
	it('takes texts that nobody edited', () => {
		expect(plan.texts).toEqual(['1']);
	});
	it('is done when nothing of it is left', () => {
		const nothing = { ...present, collections: new Set<string>(), fields: new Set<string>(), tables: new Set<string>() };
		const empty = { ...nothing, columns: new Set<string>(), indexes: new Set<string>(), relations: [], texts: new Map() };
		expect(isDone(planDrop(manifest, empty))).toBe(true);
		expect(isDone(plan)).toBe(false);
	});
	it('ends although collections point at each other', () => {
		const circle = [link('a_children', 'parent', 'a_parents'), link('a_parents', 'first', 'a_children')];
		expect(planDrop(manifest, { ...present, relations: circle }).collections.sort()).toEqual(['a_children', 'a_folder', 'a_parents']);
	});
});
