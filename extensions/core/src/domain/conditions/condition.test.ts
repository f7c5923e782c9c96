import { describe, expect, it } from 'vitest';
import { conditionOf } from './condition.ts';
import { under, type Item, type Shape } from './shape.ts';

const TYPES: Record<string, Record<string, string>> = {
	orders: {
		amount: 'decimal', channel: 'string', gift: 'boolean', paid_at: 'timestamp', day: 'date', count: 'bigInteger', customer: 'uuid', lines: 'alias',
		place: 'geometry', local: 'dateTime',
	},
	customers: { region: 'string', since: 'date' },
	lines: { amount: 'decimal', order: 'uuid' },
};
const shape: Shape = {
	typeOf: (collection, field) => TYPES[collection]?.[field],
	linkOf: (collection, field) =>
		collection !== 'orders' ? null : field === 'customer' ? { to: 'customers', back: null } : field === 'lines' ? { to: 'lines', back: 'order' } : null,
};
const AT = new Date('2026-03-10T04:00:00Z');
const holds = (filter: object, item: Item): boolean => conditionOf(filter as never, 'orders', shape).matches(item, AT);

describe('a condition in memory', () => {
	it.each([
		{ why: 'decimals are exact, as text or number', filter: { amount: { _eq: '0.30' } }, item: { amount: 0.3 }, is: true },
		{ why: 'digits that a computer cannot count still count', filter: { amount: { _lt: '9999999999999999.02' } }, item: { amount: '9999999999999999.01' }, is: true },
		{ why: 'numbers are not compared as texts', filter: { amount: { _gt: 9 } }, item: { amount: '10.00' }, is: true },
		{ why: 'yes is 1 on some databases', filter: { gift: { _eq: true } }, item: { gift: 1 }, is: true },
		{ why: 'an empty field is neither equal', filter: { channel: { _eq: 'online' } }, item: { channel: null }, is: false },
		{ why: 'nor unequal', filter: { channel: { _neq: 'online' } }, item: { channel: null }, is: false },
		{ why: 'letters in upper and lower case differ', filter: { channel: { _contains: 'ON' } }, item: { channel: 'online' }, is: false },
		{ why: 'unless the comparison says otherwise', filter: { channel: { _icontains: 'ON' } }, item: { channel: 'online' }, is: true },
		{ why: '% is a letter like any other', filter: { channel: { _contains: '%' } }, item: { channel: 'online' }, is: false },
		{ why: '$NOW is the time of the event', filter: { paid_at: { _gte: '$NOW(-1 day)' } }, item: { paid_at: new Date('2026-03-09T04:00:00Z') }, is: true },
		{ why: 'months are those of the calendar', filter: { paid_at: { _eq: '$NOW(-1 month)' } }, item: { paid_at: new Date('2026-02-10T04:00:00Z') }, is: true },
		{ why: 'and not a second more', filter: { paid_at: { _gte: '$NOW(-1 day)' } }, item: { paid_at: new Date('2026-03-09T03:59:59Z') }, is: false },
		{ why: 'instants are compared whatever their zone', filter: { paid_at: { _eq: '2026-03-10T12:00:00+08:00' } }, item: { paid_at: AT.getTime() }, is: true },
		{ why: 'dates compare as days', filter: { day: { _between: ['2026-03-01', '2026-03-31'] } }, item: { day: '2026-03-31' }, is: true },
		{ why: 'local times have no zone', filter: { local: { _lt: '2026-03-10T05:00' } }, item: { local: '2026-03-10 04:59:59' }, is: true },
		{ why: 'a customer that is not there has nothing', filter: { customer: { region: { _null: true } } }, item: { [under('customer')]: null }, is: true },
		{ why: 'some line', filter: { lines: { _some: { amount: { _gt: 5 } } } }, item: { [under('lines')]: [{ amount: 1 }, { amount: 6 }] }, is: true },
		{ why: 'no line', filter: { lines: { _none: { amount: { _gt: 5 } } } }, item: { [under('lines')]: [] }, is: true },
		{
			why: 'a list without a word is one and the same entry',
			filter: { _and: [{ lines: { amount: { _gt: 5 } } }, { lines: { amount: { _lt: 2 } } }] },
			item: { [under('lines')]: [{ amount: 1 }, { amount: 6 }] },
			is: false,
		},
		{
			why: 'and may be asked beside that in the same filter',
			filter: { _and: [{ lines: { amount: { _gt: 5 } } }, { lines: { _some: { amount: { _lt: 2 } } } }] },
			item: { [under('lines')]: [{ amount: 1 }, { amount: 6 }] },
			is: true,
		},
	])('$why', ({ filter, item, is }) => {
		expect(holds(filter, item)).toBe(is);
	});

	it.each([
		{ filter: { 'year(paid_at)': { _eq: 2026 } }, field: 'year(paid_at)', reason: 'function_in_memory' },
		{ filter: { 'count(lines)': { _gt: 2 } }, field: 'count(lines)', reason: 'function_in_memory' },
		{ filter: { _and: [{ gone: { _eq: 1 } }] }, field: '_and.0.gone', reason: 'unusable_in_memory' },
		{ filter: { lines: { _null: true } }, field: 'lines', reason: 'unusable_in_memory' },
		{ filter: { place: { _intersects: {} } }, field: 'place._intersects', reason: 'unusable_in_memory' },
		{ filter: { channel: { _gt: 'a' } }, field: 'channel._gt', reason: 'unusable_in_memory' },
		{ filter: { amount: { _gt: 'much' } }, field: 'amount._gt', reason: 'unfit_value' },
		{ filter: { amount: { _in: [] } }, field: 'amount._in', reason: 'unfit_value' },
		{ filter: { paid_at: { _lt: '$NOW(-1 fortnight)' } }, field: 'paid_at._lt', reason: 'unfit_value' },
		{ filter: { paid_at: { _lt: 'soon' } }, field: 'paid_at._lt', reason: 'unfit_value' },
		{ filter: { lines: { _some: { amount: { _gt: 1, _lt: 5 } } } }, field: 'lines._some', reason: 'more_than_one_in_list' },
		{ filter: { lines: { _none: {} } }, field: 'lines._none', reason: 'not_a_condition' },
	])('$field: $reason, and holds for nothing', ({ filter, field, reason }) => {
		const condition = conditionOf(filter as never, 'orders', shape);
		expect(condition.problem).toMatchObject({ field, reason });
		expect(condition.matches({}, AT)).toBe(false);
	});

	it('says what a row must be read with', () => {
		const filter = { _or: [{ customer: { region: { _eq: 'n' } } }, { lines: { _some: { amount: { _gt: 1 } } } }, { amount: { _gt: 1 } }, { customer: { _null: true } }] };
		expect(conditionOf(filter, 'orders', shape).fields).toEqual(['amount', 'customer', 'customer.region', 'lines.amount']);
	});
});
