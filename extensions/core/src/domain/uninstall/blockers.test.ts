import { describe, expect, it } from 'vitest';
import { emptyManifest, type Manifest } from '../install/manifest.ts';
import { findBlockers, type Mention } from './blockers.ts';
import { planDrop, type Present } from './drop-plan.ts';

const manifest: Manifest = {
	...emptyManifest(),
	collections: { crm_orders: {}, crm: {} },
	fields: { 'crm_orders.id': {}, 'crm_customers.value_class': {} },
	texts: { 'en-US:note': 'Note' },
};
const present: Present = {
	collections: new Set(['crm_orders', 'crm', 'crm_customers', 'visits']),
	fields: new Set(['crm_orders.id', 'crm_customers.value_class']),
	tables: new Set(),
	columns: new Set(),
	indexes: new Set(),
	relations: [],
	texts: new Map([['en-US:note', { id: '1', value: 'Note' }]]),
};
const mention = (changes: Partial<Mention>): Mention => ({ kind: 'flow', name: 'x', collection: null, type: null, text: '', ...changes });

const find = (changes: Partial<Present>, mentions: Mention[] = []): string[] => {
	const has = { ...present, ...changes };
	return findBlockers(['abc'], planDrop(manifest, has), { manifest, present: has, mentions }).map(
		({ kind, what }) => `${kind} ${what}`,
	);
};

describe('findBlockers', () => {
	it('nothing where nobody built on it', () => {
		expect(find({})).toEqual([]);
	});
	it('an own field on a collection that goes', () => {
		expect(find({ fields: new Set([...present.fields, 'crm_orders.mine', 'visits.mine']) })).toEqual(['field crm_orders.mine']);
	});
	it('a relation to it, also one to any of several collections', () => {
		const one = { collection: 'visits', field: 'order', related: 'crm_orders', allowed: [] };
		const any = { collection: 'visits', field: 'item', related: null, allowed: ['crm_orders', 'news'] };
		expect(find({ relations: [one, any] })).toEqual(['relation visits.order -> crm_orders', 'relation visits.item -> crm_orders']);
	});
	it('a list over a relation that goes, unless the list is ours or goes as well', () => {
		const link = (oneField: string, related = 'crm_customers') => ({ collection: 'crm_orders', field: 'customer', related, oneField, allowed: [] });
		const fields = new Set([...present.fields, 'crm_customers.my_orders']);
		expect(find({ fields, relations: [link('my_orders')] })).toEqual(['field crm_customers.my_orders']);
		expect(find({ fields, relations: [link('value_class')] })).toEqual([]);
		expect(find({ fields, relations: [link('children', 'crm_orders')] })).toEqual([]);
	});
	it('an edited text', () => {
		expect(find({ texts: new Map([['en-US:note', { id: '1', value: 'Mine' }]]) })).toEqual(['translation en-US note']);
	});

	const MENTIONS = [
		{ why: 'names a collection', is: true, row: { text: '{"collections":["crm_orders"]}' } },
		{ why: 'names a longer word only', is: false, row: { text: 'crm_orders_archive' } },
		{ why: 'is about a collection', is: true, row: { collection: 'crm_orders' } },
		{ why: 'has a kind of the plugin', is: true, row: { type: 'crm-abc-classes' } },
		{ why: 'has a kind of another plugin', is: false, row: { type: 'crm-core-x' } },
		{ why: 'names a field that goes, on its collection', is: true, row: { collection: 'crm_customers', text: 'name,value_class' } },
		{ why: 'names such a field elsewhere', is: false, row: { collection: 'visits', text: 'value_class' } },
		{ why: 'is about a collection that only loses a field', is: false, row: { collection: 'crm_customers', text: 'name' } },
		{ why: 'stands in the folder', is: false, row: { text: 'crm' } },
	];
	it.each(MENTIONS)('a row that $why: $is', ({ row, is }) => {
		expect(find({}, [mention(row)])).toEqual(is ? ['flow x'] : []);
	});
});
