import { expect, it } from 'vitest';
import { givenOrder } from './given-order.ts';

const asked = { customer: 'c', now: new Date('2026-03-01T04:00:00Z'), timezone: 'Asia/Shanghai' };

it.each([
	['a day begins where the company is', { paid_at: '2026-03-01' }, '2026-03-01T04:00:00Z', '2026-02-28T16:00:00Z'],
	['an instant is itself', { paid_at: '2026-03-01T00:00:00Z' }, '2026-03-01T04:00:00Z', '2026-03-01T00:00:00Z'],
	['paid when it was placed', { placed_at: '2026-02-01' }, '2026-01-31T16:00:00Z', '2026-01-31T16:00:00Z'],
	['now, unless it says otherwise', {}, '2026-03-01T04:00:00Z', '2026-03-01T04:00:00Z'],
	['nothing said is nothing said', { placed_at: null, paid_at: null }, '2026-03-01T04:00:00Z', '2026-03-01T04:00:00Z'],
])('%s', (_why, given, placed_at, paid_at) => {
	expect(givenOrder({ amount: 10, ...given }, asked).order).toMatchObject({ placed_at: new Date(placed_at), paid_at: new Date(paid_at) });
});

it('a day that is none is refused by its field', () => {
	expect(() => givenOrder({ amount: 10, paid_at: 'soon' }, asked)).toThrow(expect.objectContaining({ extensions: expect.objectContaining({ field: 'order.paid_at', reason: 'not_a_date' }) }));
});
