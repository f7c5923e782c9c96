import { expect, it } from 'vitest';
import { standingFacts } from './standing.ts';

const ANSWER = {
	customer: 'one',
	model: 'turnover',
	scored_at: '2026-06-01T00:00:00.000Z',
	class: 'B',
	class_label: 'B',
	base_class: 'B',
	value: 900_000,
	currency: 'CNY',
	basis: 'turnover' as const,
	rank: 12,
	customers: 391,
	cumulative_share: 0.71,
	next_border_up: 1_000_000,
	next_border_down: 250_000,
	as_of: null,
	reasons: [],
	history: [],
};
const notes = (change: object) => standingFacts({ ...ANSWER, ...change }, 'en-US').map(({ text, note }) => `${text} ${note}`);

it.each([
	['between two borders', {}, '¥100,000 begins at ¥1,000,000', '¥650,000 falls below ¥250,000'],
	['in the best class', { next_border_up: null }, '— by value already in the best class', undefined],
	['in the last class', { next_border_down: null }, undefined, '— by value already in the last class'],
	['lowered by risk although the value suffices', { value: 1_200_000 }, '✓ ¥1,000,000 by value is reached', undefined],
	['held above its border', { value: 200_000 }, undefined, '! already below ¥250,000'],
])('%s', (_why, change, up, down) => {
	const facts = notes(change);
	if (up) expect(facts[3]).toBe(up);
	if (down) expect(facts[4]).toBe(down);
});

it('counts orders where the model does', () => {
	expect(notes({ basis: 'order_count', value: 3, next_border_up: 4 })[3]).toBe('1 order begins at 4 orders');
});
