import { describe } from 'vitest';
import { tierExamples, type TierExample } from '../../support/loyalty/tier-examples.ts';

const REVOKED = { tier_revoke_on_refund: true } as const;
const REFUNDS: TierExample[] = [
	{ why: 'a refund does not take the tier away before its last day', steps: [['2026-01-10', 'earn', 1000], ['2026-02-01', 'refund', 1000, 0]], tier: 'silver 2026-01-10..2027-01-10' },
	{ why: 'unless the program says so', rules: REVOKED, steps: [['2026-01-10', 'earn', 1000], ['2026-02-01', 'refund', 1, 0]], tier: '- 2026-02-01..-', told: ['->silver qualified', 'silver>- revoked'] },
	{ why: 'enough is left', rules: REVOKED, steps: [['2026-01-10', 'earn', 1500], ['2026-02-01', 'refund', 500, 0]], tier: 'silver 2026-01-10..2027-01-10' },
	{ why: 'enough came since', rules: REVOKED, steps: [['2026-01-10', 'earn', 1000], ['2026-01-20', 'earn', 400], ['2026-02-01', 'refund', 400, 0]], tier: 'silver 2026-01-10..2027-01-10' },
	{ why: 'back to what is left', rules: REVOKED, steps: [['2026-01-10', 'earn', 2000], ['2026-01-20', 'earn', 1000], ['2026-02-01', 'refund', 1000, 1]], tier: 'silver 2026-02-01..2027-02-01' },
	{
		why: 'old purchases have grown out of the window since; a small refund of another one is no reason',
		rules: REVOKED,
		steps: [['2026-01-10', 'earn', 600], ['2026-06-10', 'earn', 400], ['2027-03-01', 'earn', 50], ['2027-03-02', 'refund', 50, 2]],
		tier: 'silver 2026-06-10..2027-06-10',
	},
	{
		why: 'but a refund of the old purchase is',
		rules: REVOKED,
		steps: [['2026-01-10', 'earn', 600], ['2026-06-10', 'earn', 400], ['2027-03-01', 'refund', 100, 0]],
		tier: '- 2027-03-01..-',
	},
	{
		why: 'kept by 900, a refund leaves 800, which still keeps it',
		rules: REVOKED,
		steps: [['2026-01-10', 'earn', 1000], ['2026-12-01', 'earn', 900], ['2027-01-11', 'settle'], ['2027-02-01', 'refund', 100, 1]],
		tier: 'silver 2026-01-10..2028-01-10',
	},
	{
		why: 'a refund counts on the day of the purchase: it takes nothing from the window that begins after it',
		steps: [
			['2026-01-10', 'earn', 1000], ['2026-12-20', 'earn', 900], ['2027-01-20', 'refund', 900, 1],
			['2027-06-01', 'earn', 800], ['2028-01-11', 'settle'],
		],
		tier: 'silver 2026-01-10..2029-01-10',
	},
	{
		why: 'refunded before the last day: it keeps nothing',
		steps: [['2026-01-10', 'earn', 1000], ['2026-12-20', 'earn', 900], ['2027-01-05', 'refund', 900, 1], ['2027-01-11', 'settle']],
		tier: '- 2027-01-11..-',
	},
];

const BY_HAND: TierExample[] = [
	{ why: 'a tier as a gift', steps: [['2026-02-01', 'set_tier', 'gold', '2026-03-31']], tier: 'gold 2026-02-01..2026-03-31 by hand', told: ['->gold override'] },
	{ why: 'until that day is over', steps: [['2026-02-01', 'set_tier', 'gold', '2026-03-31'], ['2026-04-01', 'settle']], tier: '- -..-', told: ['->gold override', 'gold>- override_ended'] },
	{
		why: 'it wins over the last day of the tier beneath, which is looked at all the same',
		steps: [['2026-01-10', 'earn', 1000], ['2026-12-01', 'set_tier', 'gold', '2027-06-30'], ['2027-02-01', 'settle'], ['2027-07-01', 'settle']],
		tier: '- 2027-01-11..-',
		told: ['->silver qualified', 'silver>gold override', 'gold>- override_ended'],
	},
	{
		why: 'also downwards: purchases do not end it',
		steps: [['2026-01-10', 'earn', 1000], ['2026-02-01', 'set_tier', null, '2026-03-31'], ['2026-03-01', 'earn', 5000]],
		tier: '- 2026-02-01..2026-03-31 by hand',
	},
	{
		why: '… but they count when it is over',
		steps: [['2026-01-10', 'earn', 1000], ['2026-02-01', 'set_tier', null, '2026-03-31'], ['2026-03-01', 'earn', 5000], ['2026-04-01', 'settle']],
		tier: 'gold 2026-03-01..2027-03-01',
	},
	{
		why: 'released',
		steps: [['2026-01-10', 'earn', 1000], ['2026-02-01', 'set_tier', 'platinum', '2099-12-31'], ['2026-02-02', 'release_tier']],
		tier: 'silver 2026-01-10..2027-01-10',
		told: ['->silver qualified', 'silver>platinum override', 'platinum>silver override_ended'],
	},
	{
		why: 'revoking goes on beneath',
		rules: REVOKED,
		steps: [['2026-01-10', 'earn', 1000], ['2026-02-01', 'set_tier', 'gold', '2026-02-28'], ['2026-02-10', 'refund', 1000, 0], ['2026-03-01', 'settle']],
		tier: '- 2026-02-10..-',
	},
	{
		why: 'a frozen account keeps its tier until it is unfrozen; then it is as if it had been looked at in time',
		steps: [['2026-01-10', 'earn', 1000], ['2026-12-01', 'freeze'], ['2027-03-01', 'settle'], ['2027-04-01', 'unfreeze']],
		tier: '- 2027-01-11..-',
	},
];

describe('refunds', () => tierExamples({}, REFUNDS));
describe('by hand', () => tierExamples({}, BY_HAND));
