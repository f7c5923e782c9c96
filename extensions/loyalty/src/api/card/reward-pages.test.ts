import { expect, it } from 'vitest';
import { OFFER_PAGE } from './reward-pages.ts';

const reward = { key: 'tea', name: 'Tea', description: null, points: 500, reason: null };
const shown = (unit: string | null, reason: string | null = null) =>
	OFFER_PAGE.view({ reward: { ...reward, reason }, available: 400, unit, key: 'k' }, { locale: 'en-US', link: (path) => path, typed: {}, params: { token: 't' } });

it.each([
	[null, '500 points', '100 points more needed'],
	['星', '500 星', '100 星 more needed'],
	['星 · stars', '500 stars', '100 stars more needed'],
])('a program that calls its points %j says so where a reward is redeemed', (unit, points, hint) => {
	expect(shown(unit)).toMatchObject({ points, hint: null });
	expect(shown(unit, 'insufficient_points')).toMatchObject({ hint });
});
