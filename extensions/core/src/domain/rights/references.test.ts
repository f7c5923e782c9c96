import { describe, expect, it } from 'vitest';
import { guardedLinks, namedRows, type Link } from './references.ts';

const LINKS: Link[] = [
	{ collection: 'crm_order_lines', field: 'order', to: 'crm_orders' },
	{ collection: 'crm_orders', field: 'customer', to: 'crm_customers' },
	{ collection: 'crm_order_lines', field: 'product', to: 'crm_products' },
	{ collection: 'crm_customers', field: 'owner', to: 'directus_users' },
	{ collection: 'projects', field: 'customer', to: 'crm_customers' },
	{ collection: 'project_files', field: 'project', to: 'projects' },
	{ collection: 'anything', field: 'item', to: null },
];

describe('links that lead to a customer', () => {
	it('are followed however far, in our collections and one step from others', () => {
		expect(guardedLinks(LINKS).map(({ collection, field }) => `${collection}.${field}`)).toEqual([
			'crm_order_lines.order', 'crm_orders.customer', 'projects.customer',
		]);
	});
});

describe('rows that a payload names', () => {
	const links = [{ collection: 'crm_orders', field: 'customer', to: 'crm_customers' }];
	it.each([
		{ customer: 'a', known: ['a'], perhapsNew: [], why: 'a key' },
		{ customer: 7, known: ['7'], perhapsNew: [], why: 'a number as key' },
		{ customer: { id: 'a', name: 'x' }, known: [], perhapsNew: ['a'], why: 'an object with a key, which may be new' },
		{ customer: ['a', ['b']], known: ['a', 'b'], perhapsNew: [], why: 'lists, which some databases write as text' },
	])('$why', ({ customer, known, perhapsNew }) => {
		expect(namedRows({ customer }, links, () => 'id')).toEqual([{ field: 'customer', to: 'crm_customers', known, perhapsNew }]);
	});

	it.each([[{ customer: null }], [{ customer: { name: 'New' } }], [{ customer: { id: null } }], [{}]])('none in %j', (payload) => {
		expect(namedRows(payload, links, () => 'id')).toEqual([]);
	});
});
