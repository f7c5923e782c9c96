import { problemText } from '@guanxi/core/problem';
import { describe, expect, it } from 'vitest';
import { LOYALTY_WORDS } from '../loyalty-words.ts';
import { checkTiers, type GivenTiers } from './check-tiers.ts';

const silver = { key: 'silver', name: '银卡', qualify_min: 100 };
const gold = { key: 'gold', name: '金卡', qualify_min: 300, keep_min: 250, color: '#D97706', discount_percent: 5, benefits: '生日礼' };
const sound: GivenTiers = { tiers: [silver, gold], tier_window: 'rolling_months', tier_window_length: 12, tier_downgrade: 'one_down', tier_grace_days: 30 };
const gold2 = (change: object): GivenTiers => ({ ...sound, tiers: [silver, { ...gold, ...change }] });

describe('tiers of a program', () => {
	it.each([
		['sound ones', sound],
		['none', { ...sound, tiers: [] }],
		['none, and nothing else filled in', { tiers: null, tier_window_length: null }],
		['kept without any growth value', gold2({ keep_min: 0 })],
		['a calendar year needs no length', { ...sound, tier_window: 'calendar_year', tier_window_length: null }],
		['numbers as forms and CSV files write them', { ...sound, tier_window_length: '12', tier_grace_days: '30' }],
	])('%s are taken', (_why, given) => {
		expect(checkTiers(given)).toEqual([]);
	});

	it.each([
		['no list', { ...sound, tiers: 'gold' }, 'tiers', 'not_a_list'],
		['too many', { ...sound, tiers: Array.from({ length: 13 }, (_, i) => ({ key: `t${i}`, name: 'T', qualify_min: i + 1 })) }, 'tiers', 'too_many_tiers'],
		['something else in the list', { ...sound, tiers: [silver, null] }, 'tiers.1.key', 'not_a_tier_key'],
		['a key with capitals, which databases compare differently', gold2({ key: 'Gold' }), 'tiers.1.key', 'not_a_tier_key'],
		['a key twice', gold2({ key: 'silver' }), 'tiers.1.key', 'repeated_key'],
		['no name', gold2({ name: ' ' }), 'tiers.1.name', 'no_name'],
		['half a point', gold2({ qualify_min: 300.5 }), 'tiers.1.qualify_min', 'not_a_whole_number'],
		['nothing to rise', gold2({ qualify_min: 0 }), 'tiers.1.qualify_min', 'not_a_whole_number'],
		['not growing', gold2({ qualify_min: 100, keep_min: null }), 'tiers.1.qualify_min', 'tier_not_above'],
		['more to stay than to rise', gold2({ keep_min: 301 }), 'tiers.1.keep_min', 'keep_above_qualify'],
		['less than nothing to stay', gold2({ keep_min: -1 }), 'tiers.1.keep_min', 'not_a_whole_number'],
		['a discount of more than all', gold2({ discount_percent: 101 }), 'tiers.1.discount_percent', 'not_a_percentage'],
		['no such window', { ...sound, tier_window: 'moon' }, 'tier_window', 'not_a_choice'],
		['no such downgrade', { ...sound, tier_downgrade: 'never' }, 'tier_downgrade', 'not_a_choice'],
		['a rolling window without length', { ...sound, tier_window_length: null }, 'tier_window_length', 'length_missing'],
		['a window of 200 months', { ...sound, tier_window_length: 200 }, 'tier_window_length', 'not_a_whole_number'],
		['grace as long as the window', { ...sound, tier_window: 'rolling_days', tier_window_length: 30 }, 'tier_grace_days', 'grace_too_long'],
		['grace of two years', { ...sound, tier_grace_days: 730 }, 'tier_grace_days', 'not_a_whole_number'],
	])('%s: refused, with the field and the cure', (_why, given, field, reason) => {
		const [problem] = checkTiers(given as GivenTiers);
		expect([problem?.field, problem?.reason]).toEqual([field, reason]);
		for (const locale of ['zh-CN', 'en-US'] as const) expect(problemText(problem!, LOYALTY_WORDS, locale)).not.toMatch(/[{}]|undefined/);
	});
});
