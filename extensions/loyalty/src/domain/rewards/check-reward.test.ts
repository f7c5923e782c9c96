import { describe, expect, it } from 'vitest';
import { checkReward } from './check-reward.ts';
import { rewardOf } from './reward.ts';

const TIERS = { tiers: [{ key: 'gold', name: 'Gold', color: null, qualify_min: 10, keep_min: null, discount_percent: null, benefits: null }] };
const checked = (row: object) => checkReward(rewardOf({ id: 'r', key: 'coffee', name: 'Coffee', program: 'p', points: 100, ...row }), TIERS);

describe('a reward', () => {
	it.each([
		{ why: 'the least that is needed', row: {} },
		{ why: 'given by rules only', row: { points: null } },
		{ why: 'nothing left of it yet', row: { stock: 0 } },
		{ why: 'for members of a tier, as databases give it', row: { min_tier: 'gold', points: '100', starts_at: 1_767_225_600_000, status: 'active' } },
	])('may be: $why', ({ row }) => expect(checked(row)).toEqual([]));

	it.each([
		{ row: { points: 0 }, field: 'points', reason: 'not_whole' },
		{ row: { points: 1.5 }, field: 'points', reason: 'not_whole' },
		{ row: { stock: -1 }, field: 'stock', reason: 'not_whole' },
		{ row: { limit_customer: 0 }, field: 'limit_customer', reason: 'not_whole' },
		{ row: { voucher_days: 0 }, field: 'voucher_days', reason: 'not_whole' },
		{ row: { status: 'paused' }, field: 'status', reason: 'not_a_choice' },
		{ row: { starts_at: 'soon' }, field: 'starts_at', reason: 'not_an_instant' },
		{ row: { starts_at: '2026-02-01T00:00:00Z', ends_at: '2026-02-01T00:00:00Z' }, field: 'ends_at', reason: 'ends_before_start' },
		{ row: { min_tier: 'platinum' }, field: 'min_tier', reason: 'unknown_lowest_tier' },
	])('is refused for $field: $reason', ({ row, field, reason }) => {
		expect(checked(row)).toMatchObject([{ field, reason }]);
	});
});
