import { describe, expect, it } from 'vitest';
import type { TierPolicy } from '../../../extensions/loyalty/src/domain/tiers/policy.ts';
import { TIERS } from '../../support/loyalty/scenario.ts';
import { play, tierExamples, type TierExample } from '../../support/loyalty/tier-examples.ts';

const ROLLING_12: TierExample[] = [
	{ why: 'enough: the member rises on that day, for twelve months', steps: [['2026-01-10', 'earn', 1000]], tier: 'silver 2026-01-10..2027-01-10', told: ['->silver qualified'] },
	{ why: 'one short', steps: [['2026-01-10', 'earn', 999]], tier: '- -..-', told: [] },
	{ why: 'more than one tier at a time', steps: [['2026-01-10', 'earn', 3500]], tier: 'gold 2026-01-10..2027-01-10', told: ['->gold qualified'] },
	{
		why: 'the last day of the window still holds the first purchase',
		steps: [['2026-01-10', 'earn', 600], ['2027-01-09', 'earn', 400]],
		tier: 'silver 2027-01-09..2028-01-09',
	},
	{ why: 'a day later it does not', steps: [['2026-01-10', 'earn', 600], ['2027-01-10', 'earn', 400]], tier: '- -..-' },
	{
		why: 'from silver to gold, whose year begins anew',
		steps: [['2026-01-10', 'earn', 1000], ['2026-03-01', 'earn', 2000]],
		tier: 'gold 2026-03-01..2027-03-01',
		told: ['->silver qualified', 'silver>gold qualified'],
	},
	{
		why: 'on its last day the tier is not looked at, although nothing is left in the window',
		steps: [['2026-01-10', 'earn', 1000], ['2027-01-10', 'settle']],
		tier: 'silver 2026-01-10..2027-01-10',
	},
	{
		why: 'midnight in Shanghai, four in the afternoon in Greenwich',
		steps: [['2026-01-10', 'earn', 1000], ['2027-01-10T16:00:00Z', 'settle']],
		tier: '- 2027-01-11..-',
	},
	{
		why: 'exactly what keeps it; the purchase of the first day no longer counts',
		steps: [['2026-01-10', 'earn', 1000], ['2026-05-01', 'earn', 800], ['2027-01-11', 'settle']],
		tier: 'silver 2026-01-10..2028-01-10',
		told: ['->silver qualified', 'silver>silver kept'],
	},
	{
		why: 'one short of what keeps it',
		steps: [['2026-01-10', 'earn', 1000], ['2026-05-01', 'earn', 799], ['2027-01-11', 'settle']],
		tier: '- 2027-01-11..-',
		told: ['->silver qualified', 'silver>- downgraded'],
	},
	{
		why: 'without a value of its own, a tier is kept by as much as is needed to rise',
		steps: [['2026-01-10', 'earn', 8000], ['2026-05-01', 'earn', 7999], ['2027-01-11', 'settle']],
		tier: 'gold 2027-01-11..2028-01-10',
	},
	{
		why: 'one tier down at a time, however long nobody looked; told once',
		steps: [['2026-01-10', 'earn', 8000], ['2028-06-01', 'settle']],
		tier: 'silver 2028-01-11..2029-01-10',
		told: ['->platinum qualified', 'platinum>silver downgraded'],
	},
	{ why: '… down to none', steps: [['2026-01-10', 'earn', 8000], ['2030-06-01', 'settle']], tier: '- 2029-01-11..-' },
	{
		why: 'by growth value: from platinum to what is there',
		rules: { tier_downgrade: 'requalify' },
		steps: [['2026-01-10', 'earn', 8000], ['2026-06-01', 'earn', 1200], ['2027-01-11', 'settle']],
		tier: 'silver 2027-01-11..2028-01-10',
	},
	{ why: '… and to none', rules: { tier_downgrade: 'requalify' }, steps: [['2026-01-10', 'earn', 8000], ['2027-01-11', 'settle']], tier: '- 2027-01-11..-' },
	{
		why: 'upgrade and downgrade due at once: the upgrade wins, and only it is told',
		steps: [['2026-01-10', 'earn', 1000], ['2027-01-11', 'earn', 3000]],
		tier: 'gold 2027-01-11..2028-01-11',
		told: ['->silver qualified', 'silver>gold qualified'],
	},
	{
		why: 'lost and reached again in one go was kept',
		steps: [['2026-01-10', 'earn', 1000], ['2027-01-11', 'earn', 1000]],
		tier: 'silver 2027-01-11..2028-01-11',
		told: ['->silver qualified', 'silver>silver kept'],
	},
];

const GRACE: TierExample[] = [
	{
		why: '30 days more, at risk',
		steps: [['2026-01-10', 'earn', 1000], ['2027-01-15', 'settle']],
		tier: 'silver 2026-01-10..2027-02-09 at risk',
		told: ['->silver qualified', 'silver>silver at_risk'],
	},
	{
		why: 'what was missing came in time: kept at once, and the next year begins as if there had been no grace',
		steps: [['2026-01-10', 'earn', 1000], ['2026-07-01', 'earn', 500], ['2027-02-09', 'earn', 300]],
		tier: 'silver 2026-01-10..2028-01-10',
		told: ['->silver qualified', 'silver>silver kept'],
	},
	{
		why: 'a day too late',
		steps: [['2026-01-10', 'earn', 1000], ['2026-07-01', 'earn', 500], ['2027-02-10', 'earn', 300]],
		tier: '- 2027-02-10..-',
	},
	{ why: 'nobody looked during the grace', steps: [['2026-01-10', 'earn', 1000], ['2027-06-01', 'settle']], tier: '- 2027-02-10..-' },
	{
		why: 'a better tier ends the grace as well',
		steps: [['2026-01-10', 'earn', 1000], ['2027-01-20', 'settle'], ['2027-01-21', 'earn', 3000]],
		tier: 'gold 2027-01-21..2028-01-21',
	},
];

describe('twelve months', () => tierExamples({}, ROLLING_12));
describe('days of grace', () => tierExamples({ tier_grace_days: 30 }, GRACE));

it('an account that was merged away no longer shows its tier', async () => {
	const scenario = await play({}, [['2026-01-10', 'earn', 1000]]);
	const shown = () => scenario.memory.rows<{ loyalty_tier: string | null }>('crm_customers')[0]!.loyalty_tier;
	expect(shown()).toBe('SILVER');
	await scenario.done('2026-01-11', 'a', 'merge', { to: 'b' });
	expect(shown()).toBeNull();
});

it('easier settings let a member rise with the next movement, harder ones take nothing before the last day', async () => {
	const scenario = await play({}, [['2026-01-10', 'earn', 1000]]);
	const program = scenario.memory.program('p1');
	const tierAfter = async (when: string, change: Partial<TierPolicy>): Promise<string | null> => {
		Object.assign(program, change);
		await scenario.done(when, 'a', 'settle');
		return scenario.memory.account(scenario.id('a')).tier;
	};
	expect(await tierAfter('2026-02-01', { tiers: TIERS.map((tier) => ({ ...tier, qualify_min: tier.qualify_min / 2, keep_min: null })) })).toBe('silver');
	expect(await tierAfter('2026-02-02', { tiers: TIERS.map((tier) => ({ ...tier, qualify_min: Math.ceil(tier.qualify_min / 3), keep_min: null })) })).toBe('gold');
	expect(await tierAfter('2026-02-03', { tiers: TIERS.map((tier) => ({ ...tier, qualify_min: tier.qualify_min * 10, keep_min: null })) })).toBe('gold');
	expect(await tierAfter('2027-02-02', {}), 'its last day is kept').toBe('gold');
	expect(await tierAfter('2027-02-03', {})).toBe('silver');
	expect(await tierAfter('2027-02-04', { tier_window: 'lifetime' })).toBe('silver');
	expect(await tierAfter('2050-02-04', {}), 'for life').toBe('silver');
});
