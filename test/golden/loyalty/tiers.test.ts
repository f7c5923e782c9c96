import { describe, expect, it } from 'vitest';
import type { TierPolicy } from '../../../extensions/loyalty/src/domain/tiers/policy.ts';
import { at, Scenario, TIERS } from '../../support/loyalty/scenario.ts';

/** When, what, how much. `earn` and `refund` are growth value; a refund names the step of its purchase. */
type Step = [when: string, what: 'earn', growth: number] | [when: string, what: 'refund', growth: number, of: number]
	| [when: string, what: 'set_tier', tier: string | null, until: string] | [when: string, what: 'settle' | 'release_tier' | 'freeze' | 'unfreeze'];

interface Example {
	why: string;
	rules?: Partial<TierPolicy>;
	joined?: string;
	steps: Step[];
	/** Tier, since..until, and what is special; "-" is the base tier, and a day that there is none of. */
	tier: string;
	/** What was told: from>to why. */
	told?: string[];
}

const ROLLING_12: Example[] = [
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

const GRACE: Example[] = [
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

const WINDOWS: Example[] = [
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

const REVOKED = { tier_revoke_on_refund: true } as const;
const REFUNDS: Example[] = [
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

const BY_HAND: Example[] = [
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

describe.each([
	['twelve months', {}, ROLLING_12],
	['days of grace', { tier_grace_days: 30 }, GRACE],
	['windows', {}, WINDOWS],
	['refunds', {}, REFUNDS],
	['by hand', {}, BY_HAND],
] as [string, Partial<TierPolicy>, Example[]][])('%s', (_name, common, examples) => {
	it.each(examples)('$why', async ({ rules, joined, steps, tier: expected, told }) => {
		const scenario = await play({ ...common, ...rules }, steps, joined);
		const { tier: key, tier_since: since, tier_until: until, tier_at_risk: isAtRisk, tier_locked_until: locked } = scenario.memory.account(scenario.id('a'));
		expect(`${key ?? '-'} ${since ?? '-'}..${until ?? '-'}${isAtRisk ? ' at risk' : ''}${locked ? ' by hand' : ''}`).toBe(expected);
		if (told) expect(changes(scenario)).toEqual(told);
		const [customer] = scenario.memory.rows<{ loyalty_tier: string | null }>('crm_customers');
		expect(customer!.loyalty_tier).toBe(key?.toUpperCase() ?? null);
	});
});

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

async function play(rules: Partial<TierPolicy>, steps: Step[], joined?: string): Promise<Scenario> {
	const scenario = await Scenario.begin({ tiers: TIERS, ...rules });
	if (joined) scenario.memory.account(scenario.id('a')).enrolled_at = at(joined);
	const entries: string[] = [];
	for (const [when, what, ...given] of steps) {
		const [growth, more] = given as [number, number];
		const input: Record<string, Record<string, unknown>> = {
			earn: { points: 0, tier_points: growth },
			refund: { entry: entries[more], growth },
			set_tier: { tier: given[0], until: given[1], reason: 'x' },
			settle: {},
		};
		const command = { earn: 'accrue', refund: 'take_growth' }[what as string] ?? what;
		const outcome = await scenario.do(when, 'a', command, input[what] ?? { reason: 'x' });
		const isStill = outcome.kind === 'refused' && outcome.refusal.reason === 'account_frozen';
		if (outcome.kind !== 'done' && !isStill) throw new Error(JSON.stringify(outcome));
		entries.push(outcome.kind === 'done' ? (outcome.answer['entry'] as string) : '');
	}
	return scenario;
}

const changes = ({ memory }: Scenario): string[] =>
	memory.facts.filter(({ type }) => type === 'crm.loyalty.tier_changed').map(({ payload: { from, to, why } }) => {
		const [before, after] = [from ?? '-', to ?? '-'] as [string, string];
		return before === '-' ? `->${after} ${String(why)}` : `${before}>${after} ${String(why)}`;
	});
