import { describe, expect, it } from 'vitest';
import { guardQuery, reachedBy, type Relation } from './guard-query.ts';

const relations: Relation[] = [
	{ collection: 'tasks', field: 'customer', related: 'customers', oneField: 'tasks' },
	{ collection: 'contacts', field: 'customer', related: 'customers', oneField: 'contacts' },
	{ collection: 'customers', field: 'parent', related: 'customers', oneField: null },
	{ collection: 'notes', field: 'task', related: 'tasks', oneField: null },
	{ collection: 'notes', field: 'contact', related: 'contacts', oneField: 'notes' },
	{ collection: 'notes', field: 'about', related: null, oneField: null },
];
const mine = { owner: { _eq: 'me' } };
const RULES: Record<string, Record<string, unknown>> = {
	customers: mine,
	contacts: { customer: mine },
	tasks: { _or: [{ customer: mine }, { assignee: { _eq: 'me' } }] },
	notes: { author: { _eq: 'me' } },
};
const guarding = { relations, ruleOf: (name: string) => RULES[name] ?? null };
const filtered = (collection: string, filter: object) => guardQuery({ filter: filter as never }, collection, guarding).filter;
const phone = { phone: { _starts_with: '138' } };

describe('conditions on related rows', () => {
	it.each([
		{ why: 'the row itself is not touched', at: 'customers', filter: phone, becomes: phone },
		{ why: 'a key is the row’s own', at: 'tasks', filter: { customer: { _eq: 'x' } }, becomes: { customer: { _eq: 'x' } } },
		{
			why: 'a related row must be one that the asker may read', at: 'tasks', filter: { customer: phone },
			becomes: { _and: [{ customer: mine }, { customer: phone }] },
		},
		{ why: 'what the row’s rule says already is not said twice', at: 'contacts', filter: { customer: phone }, becomes: { customer: phone } },
		{
			why: 'groups are searched', at: 'customers', filter: { _or: [phone, { parent: phone }] },
			becomes: { _or: [phone, { _and: [{ parent: mine }, { parent: phone }] }] },
		},
		{
			why: 'each step of a path is held to its own rule', at: 'contacts', filter: { customer: { parent: phone } },
			becomes: { _and: [{ customer: { parent: mine } }, { customer: { parent: phone } }] },
		},
		{
			why: 'a rule with alternatives is spread over them', at: 'notes', filter: { task: phone },
			becomes: { _and: [{ _or: [{ task: { customer: mine } }, { task: { assignee: { _eq: 'me' } } }] }, { task: phone }] },
		},
		{
			why: 'a list is held to its rule', at: 'contacts', filter: { notes: phone },
			becomes: { _and: [{ notes: RULES['notes'] }, { notes: phone }] },
		},
		{ why: 'by Directus, where some or none are asked for', at: 'contacts', filter: { notes: { _none: phone } }, becomes: { notes: { _none: phone } } },
		{
			why: 'what these lead to is held to its own, and a field comes first', at: 'contacts', filter: { notes: { _some: { task: phone } } },
			becomes: { notes: { _some: { task: phone, _and: [{ _or: [{ task: { customer: mine } }, { task: { assignee: { _eq: 'me' } } }] }] } } },
		},
		{
			why: 'a list whose rule is about this row is seen whole', at: 'customers', filter: { tasks: phone },
			becomes: { tasks: phone },
		},
		{ why: 'so who has none can be asked', at: 'customers', filter: { contacts: { _null: true } }, becomes: { contacts: { _null: true } } },
		{
			why: 'whether there is a row in a list is a question about that row', at: 'contacts', filter: { notes: { _nnull: true } },
			becomes: { _and: [{ notes: RULES['notes'] }, { notes: { _nnull: true } }] },
		},
		{
			why: 'a field is followed back without a list', at: 'customers', filter: { '$FOLLOW(customers, parent)': phone },
			becomes: { _and: [{ '$FOLLOW(customers, parent)': mine }, { '$FOLLOW(customers, parent)': phone }] },
		},
		{
			why: 'another collection behind a colon changes nothing', at: 'tasks', filter: { 'customer:contacts': phone },
			becomes: { _and: [{ 'customer:contacts': mine }, { 'customer:contacts': phone }] },
		},
		{
			why: 'but for a field that leads to several', at: 'notes', filter: { 'about:customers': phone },
			becomes: { _and: [{ 'about:customers': mine }, { 'about:customers': phone }] },
		},
		{
			why: 'several fields side by side all hold', at: 'tasks', filter: { title: { _eq: 'x' }, customer: phone },
			becomes: { _and: [{ title: { _eq: 'x' } }, { _and: [{ customer: mine }, { customer: phone }] }] },
		},
	])('$why', ({ at, filter, becomes }) => {
		expect(filtered(at, filter)).toEqual(becomes);
	});

	it('who reads every row asks what they like', () => {
		const open = { relations, ruleOf: () => null };
		expect(guardQuery({ filter: { customer: phone } }, 'tasks', open).filter).toEqual({ customer: phone });
	});

	it('sorting by a related row is left out where its rule is not implied', () => {
		const sorted = (collection: string, sort: string[]) => guardQuery({ sort }, collection, guarding).sort;
		expect(sorted('tasks', ['due_at', '-customer.phone'])).toEqual(['due_at']);
		expect(sorted('contacts', ['customer.phone'])).toEqual(['customer.phone']);
		expect(sorted('contacts', ['customer.parent.phone'])).toEqual([]);
		expect(sorted('tasks', ['customer:contacts.phone', '$FOLLOW(notes,task).text'])).toEqual([]);
		expect(sorted('contacts', ['notes'])).toEqual([]);
	});

	it('nested queries are held to the same', () => {
		const { deep } = guardQuery({ deep: { contacts: { _filter: { customer: { parent: phone } }, _limit: 5 } } }, 'customers', guarding);
		expect(deep).toEqual({
			contacts: { _limit: 5, _filter: { _and: [{ customer: { parent: mine } }, { customer: { parent: phone } }] } },
		});
	});

	it('by whatever name they go', () => {
		const asked = { _filter: { customer: { parent: phone } } };
		const guarded = { _filter: { _and: [{ customer: { parent: mine } }, { customer: { parent: phone } }] } };
		const query = { alias: { theirs: 'contacts' }, deep: { theirs: asked } };
		expect(guardQuery(query, 'customers', guarding).deep).toEqual({ theirs: guarded });
		const nested = { deep: { customer: { _alias: { theirs: 'contacts' }, theirs: asked } } };
		expect(guardQuery(nested, 'contacts', guarding).deep).toEqual({ customer: { _alias: { theirs: 'contacts' }, theirs: guarded } });
		expect([...reachedBy(query, 'customers', relations)]).toEqual(['customers']);
	});

	it('a query that reaches nothing else is told apart without rules', () => {
		expect(reachedBy({ filter: phone, sort: ['name'] }, 'customers', relations).size).toBe(0);
		expect([...reachedBy({ filter: { customer: phone } }, 'tasks', relations)]).toEqual(['customers']);
	});
});
