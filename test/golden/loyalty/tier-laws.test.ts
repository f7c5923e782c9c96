import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountAt } from '../../../extensions/loyalty/src/domain/ledger/account-at.ts';
import type { TierPolicy } from '../../../extensions/loyalty/src/domain/tiers/policy.ts';
import { rankOf } from '../../../extensions/loyalty/src/domain/tiers/policy.ts';
import { dayOf } from '../../support/loyalty/auditor-days.ts';
import { TierAccountant, type TierRules } from '../../support/loyalty/auditor-tiers.ts';
import { Scenario, TIERS } from '../../support/loyalty/scenario.ts';

type Rules = Partial<TierPolicy> & { timezone: string };

const rules: fc.Arbitrary<Rules> = fc.record({
	tiers: fc.constant(TIERS),
	tier_window: fc.constantFrom('rolling_months', 'rolling_days', 'calendar_year', 'membership_year', 'lifetime'),
	tier_window_length: fc.constantFrom(1, 3, 40),
	tier_downgrade: fc.constantFrom('one_down', 'requalify'),
	tier_grace_days: fc.constantFrom(0, 10, 60),
	tier_revoke_on_refund: fc.boolean(),
	timezone: fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati'),
});

interface Step {
	days: number;
	what: 'earn' | 'refund' | 'set_tier' | 'release_tier' | 'settle';
	growth: number;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
	fc.record({
		days: fc.integer({ min: 0, max: 120 }),
		what: fc.constantFrom('earn', 'earn', 'earn', 'refund', 'set_tier', 'release_tier', 'settle'),
		growth: fc.integer({ min: 1, max: 4000 }),
	}),
	{ maxLength: 20 },
);

/** Of a refund: how much of which purchase. */
type Done = Step & { taken: number; of: number };

const BEGIN = Date.parse('2026-01-10T04:00:00Z');
const DAY_MS = 86_400_000;
const dayAt = (ms: number): string => new Date(ms).toISOString();

/** Carries the steps out; `Scenario.do` checks after each that the stored tier is what the entries say. */
async function play(scenario: Scenario, list: Step[], { isSweptDaily = false, after = (_step: Done, _now: Date) => undefined as void } = {}): Promise<void> {
	const left: { entry: string; growth: number; number: number }[] = [];
	let bought = 0;
	let now = BEGIN;
	for (const step of list) {
		for (const end = now + step.days * DAY_MS; now < end; now += DAY_MS) {
			if (isSweptDaily) await scenario.send(dayAt(now), 'a', 'settle');
		}
		const [first] = left;
		const of = first?.number ?? 0;
		const taken = Math.min(step.growth, first?.growth ?? 0);
		const input = {
			earn: { points: 0, tier_points: step.growth },
			refund: { entry: first?.entry, growth: taken },
			set_tier: { tier: [null, 'silver', 'gold', 'platinum'][step.growth % 4], until: dayAt(now + (step.growth % 90) * DAY_MS + DAY_MS).slice(0, 10), reason: 'x' },
			release_tier: { reason: 'x' },
			settle: {},
		}[step.what];
		if (step.what === 'refund' && taken === 0) continue;
		const command = { earn: 'accrue', refund: 'take_growth' }[step.what as string] ?? step.what;
		const outcome = await scenario.do(dayAt(now), 'a', command, input as Record<string, unknown>);
		if (step.what === 'earn' && outcome.kind === 'done') left.push({ entry: outcome.answer['entry'] as string, growth: step.growth, number: bought++ });
		if (step.what === 'refund') {
			first!.growth -= taken;
			if (first!.growth === 0) left.shift();
		}
		after({ ...step, taken, of }, new Date(now));
	}
	await scenario.do(dayAt(now + 3000 * DAY_MS), 'b', 'settle');
}

/** As a member sees it: what time has done counts, whether or not it has been written down. */
const seen = (scenario: Scenario, now: Date): object => accountAt(scenario.memory.book(scenario.id('a')), now).tier;

describe('tiers', () => {
	it('A-I20: the stored tier is found again from the entries, whatever happened', async () => {
		await fc.assert(fc.asyncProperty(rules, steps, async (policy, list) => play(await Scenario.begin(policy), list)), { numRuns: 150 });
	});

	it('it does not matter whether somebody looked every day or only when something happened', async () => {
		await fc.assert(
			fc.asyncProperty(rules, steps, async (policy, list) => {
				const [often, seldom] = [await Scenario.begin(policy), await Scenario.begin(policy)];
				const [a, b]: [object[], object[]] = [[], []];
				await play(often, list, { isSweptDaily: true, after: (_step, now) => void a.push(seen(often, now)) });
				await play(seldom, list, { after: (_step, now) => void b.push(seen(seldom, now)) });
				expect(a).toEqual(b);
			}),
			{ numRuns: 25 },
		);
	});

	it('an accountant who lives through every day says the same', async () => {
		const shanghai = rules.map((policy) => ({ ...policy, timezone: 'Asia/Shanghai' }));
		await fc.assert(
			fc.asyncProperty(shanghai, steps, async (policy, list) => {
				const scenario = await Scenario.begin(policy);
				const accountant = new TierAccountant(inPlainNumbers(policy), dayOf(scenario.memory.account(scenario.id('a')).enrolled_at));
				await play(scenario, list, {
					after: ({ what, growth, taken, of }, now) => {
						accountant.liveUntil(dayOf(now));
						if (what === 'earn') accountant.buy(growth);
						if (what === 'refund') accountant.refund(of, taken);
						if (what === 'set_tier') accountant.setByHand(growth % 4, dayOf(now) + (growth % 90) + 1);
						if (what === 'release_tier') accountant.release();
						const { tier } = accountAt(scenario.memory.book(scenario.id('a')), now).tier;
						expect(rankOf({ tiers: TIERS }, tier)).toBe(accountant.seen());
					},
				});
			}),
			{ numRuns: 200 },
		);
	});

	it('A-I20: nobody falls but on a last day that is over, by a refund where the program says so, or by hand', async () => {
		let falls = 0;
		await fc.assert(
			fc.asyncProperty(rules, steps, async (policy, list) => {
				const scenario = await Scenario.begin(policy);
				const account = () => ({ ...scenario.memory.account(scenario.id('a')) });
				let before = account();
				await play(scenario, list, {
					after: ({ what }) => {
						const is = account();
						if (rankOf({ tiers: TIERS }, is.tier) < rankOf({ tiers: TIERS }, before.tier)) {
							falls += 1;
							const today = scenario.memory.facts.at(-1)!.occurredAt.toLocaleDateString('sv', { timeZone: policy.timezone });
							const isOver = before.tier_until !== null && before.tier_until < today;
							const isRefund = what === 'refund' && policy.tier_revoke_on_refund;
							expect([isOver, isRefund, what === 'set_tier', what === 'release_tier']).toContain(true);
						}
						before = is;
					},
				});
			}),
			{ numRuns: 150 },
		);
		expect(falls).toBeGreaterThan(20);
	});
});

function inPlainNumbers(policy: Rules): TierRules {
	return {
		levels: TIERS.map(({ qualify_min: up, keep_min: keep }) => ({ up, keep: keep ?? up })),
		window: policy.tier_window!,
		length: policy.tier_window_length!,
		isOneDown: policy.tier_downgrade === 'one_down',
		grace: policy.tier_grace_days!,
		isRevoking: policy.tier_revoke_on_refund!,
	};
}
