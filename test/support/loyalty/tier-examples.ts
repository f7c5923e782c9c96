import { expect, it } from 'vitest';
import type { TierPolicy } from '../../../extensions/loyalty/src/domain/tiers/policy.ts';
import { at, Scenario, TIERS } from './scenario.ts';

/** When, what, how much. `earn` and `refund` are growth value; a refund names the step of its purchase. */
export type Step = [when: string, what: 'earn', growth: number] | [when: string, what: 'refund', growth: number, of: number]
	| [when: string, what: 'set_tier', tier: string | null, until: string] | [when: string, what: 'settle' | 'release_tier' | 'freeze' | 'unfreeze'];

export interface TierExample {
	why: string;
	rules?: Partial<TierPolicy>;
	joined?: string;
	steps: Step[];
	/** Tier, since..until, and what is special; "-" is the base tier, and a day that there is none of. */
	tier: string;
	/** What was told: from>to why. */
	told?: string[];
}

export function tierExamples(common: Partial<TierPolicy>, examples: TierExample[]): void {
	it.each(examples)('$why', async ({ rules, joined, steps, tier: expected, told }) => {
		const scenario = await play({ ...common, ...rules }, steps, joined);
		const { tier: key, tier_since: since, tier_until: until, tier_at_risk: isAtRisk, tier_locked_until: locked } = scenario.memory.account(scenario.id('a'));
		expect(`${key ?? '-'} ${since ?? '-'}..${until ?? '-'}${isAtRisk ? ' at risk' : ''}${locked ? ' by hand' : ''}`).toBe(expected);
		if (told) expect(changes(scenario)).toEqual(told);
		const [customer] = scenario.memory.rows<{ loyalty_tier: string | null }>('crm_customers');
		expect(customer!.loyalty_tier).toBe(key?.toUpperCase() ?? null);
	});
}

export async function play(rules: Partial<TierPolicy>, steps: Step[], joined?: string): Promise<Scenario> {
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
