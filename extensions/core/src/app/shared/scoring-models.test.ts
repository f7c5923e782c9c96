import { expect, it, vi } from 'vitest';

vi.mock('@directus/extensions-sdk', () => ({ useApi: () => ({}), useStores: () => ({}) }));
const { findClass, generalModel } = await import('./scoring-models.ts');

const model = (key: string, extra: object) => ({
	id: key,
	key,
	name: key,
	is_primary: false,
	enabled: true,
	sort: null,
	customer_filter: null,
	classes: [{ code: 'A', color: `#${key}` }],
	...extra,
});
const north = model('111111', { is_primary: true, customer_filter: { region: { _eq: 'north' } } });
const all = model('222222', { is_primary: true, classes: [{ code: 'A', color: '#222222' }, { code: 'B' }] });
const other = model('333333', { classes: [{ code: 'VIP', color: '#333333' }] });

it('takes the primary model for every customer, not a regional one', () => {
	expect(generalModel([other, north, all])?.key).toBe('222222');
	expect(generalModel([other])?.key).toBe('333333');
	expect(generalModel([])).toBeNull();
});

it('finds a class in the named model first, then in the primary ones', () => {
	expect(findClass([other, north, all], 'A', '222222')?.color).toBe('#222222');
	expect(findClass([other, north, all], 'A')?.color).toBe('#111111');
	expect(findClass([other, north, all], 'VIP')?.color).toBe('#333333');
	expect(findClass([other, north, all], 'Z')).toBeNull();
});

it('gives a class without a colour one of its own', () => {
	expect(findClass([all], 'B')?.color).toMatch(/^#/);
});
