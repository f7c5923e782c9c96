import { describe } from 'vitest';
import { tierExamples, type TierExample } from '../../support/loyalty/tier-examples.ts';

const WINDOWS: TierExample[] = [
	{ why: 'calendar year: until the end of the next one', rules: { tier_window: 'calendar_year' }, steps: [['2026-06-15', 'earn', 1000]], tier: 'silver 2026-06-15..2027-12-31' },
	{ why: 'two years are not added up', rules: { tier_window: 'calendar_year' }, steps: [['2026-12-31', 'earn', 600], ['2027-01-01', 'earn', 600]], tier: '- -..-' },
	{
		why: 'only the year that is over counts for keeping it',
		rules: { tier_window: 'calendar_year' },
		steps: [['2026-06-15', 'earn', 5000], ['2027-01-01', 'earn', 2500], ['2028-01-01', 'settle']],
		tier: 'gold 2026-06-15..2028-12-31',
	},
	{
		why: 'grace in January still fills up the old year, and what it brings counts for the new one as well',
		rules: { tier_window: 'calendar_year', tier_grace_days: 31 },
		steps: [['2026-06-15', 'earn', 1000], ['2027-05-01', 'earn', 700], ['2028-01-31', 'earn', 100]],
		tier: 'silver 2026-06-15..2028-12-31',
	},
	{
		why: 'a member since a leap day: the second year begins on 28 February',
		rules: { tier_window: 'membership_year' }, joined: '2024-02-29',
		steps: [['2025-02-27', 'earn', 600], ['2025-02-28', 'earn', 600]],
		tier: '- -..-',
	},
	{
		why: '… and a tier of the first year lasts until the day before the third',
		rules: { tier_window: 'membership_year' }, joined: '2024-02-29',
		steps: [['2025-02-27', 'earn', 1000]],
		tier: 'silver 2025-02-27..2026-02-27',
	},
	{
		why: '… in a leap year the year begins on the 29th again',
		rules: { tier_window: 'membership_year' }, joined: '2024-02-29',
		steps: [['2028-02-28', 'earn', 600], ['2028-02-29', 'earn', 1000]],
		tier: 'silver 2028-02-29..2030-02-27',
	},
	{ why: 'for life', rules: { tier_window: 'lifetime' }, steps: [['2026-01-10', 'earn', 500], ['2040-01-10', 'earn', 500], ['2060-01-01', 'settle']], tier: 'silver 2040-01-10..-' },
	{ why: '90 days', rules: { tier_window: 'rolling_days', tier_window_length: 90 }, steps: [['2026-01-01', 'earn', 1000]], tier: 'silver 2026-01-01..2026-04-01' },
	{
		why: 'days: the 90th day back still counts, the 91st does not',
		rules: { tier_window: 'rolling_days', tier_window_length: 90 },
		steps: [['2026-01-01', 'earn', 500], ['2026-03-31', 'earn', 500]],
		tier: 'silver 2026-03-31..2026-06-29',
	},
	{ why: '31 January and one month is the end of February', rules: { tier_window_length: 1 }, steps: [['2026-01-31', 'earn', 1000]], tier: 'silver 2026-01-31..2026-02-28' },
	{
		why: 'grace longer than the window: what is over with it is passed over',
		rules: { tier_window: 'rolling_days', tier_window_length: 7, tier_grace_days: 30 },
		steps: [['2026-01-01', 'earn', 3000], ['2026-02-08', 'settle']],
		tier: 'silver 2026-02-08..2026-02-12',
	},
];

describe('windows', () => tierExamples({}, WINDOWS));
