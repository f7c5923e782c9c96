import type { Draft } from '../ledger/draft.ts';
import { growthAt, growthBetween } from './growth.ts';
import { keepMin, nextTier, tierOf } from './policy.ts';
import { growthIn } from './settle-tier.ts';
import type { TierSet } from './set-tier.ts';
import { stateOf } from './tier-state.ts';
import { windowStart } from './windows.ts';

export interface TierView extends TierSet {
	tier_name: string | null;
	/** Growth value in the window that ends today. */
	tier_points: number;
	/** What is missing until `tier_until` to keep the tier; null where it is not looked at again. */
	points_to_keep_tier: number | null;
	next_tier: string | null;
	points_to_next_tier: number | null;
}

/** Where a member stands, and what is missing to rise or to stay. */
export function tierView(draft: Draft): TierView {
	const { account, program, today } = draft;
	const { tier, tier_since, tier_until, tier_at_risk, tier_locked_until } = account;
	const next = nextTier(program, tier);
	const points = program.tiers.length === 0 ? 0 : growthAt(growthIn(draft), today);
	return {
		tier,
		tier_name: tierOf(program, tier)?.name ?? null,
		tier_since,
		tier_until,
		tier_at_risk,
		tier_locked_until,
		tier_points: points,
		points_to_keep_tier: missingToKeep(draft),
		next_tier: next?.key ?? null,
		points_to_next_tier: next && Math.max(0, next.qualify_min - points),
	};
}

/** A tier that was set by hand is not kept by growth value. */
function missingToKeep(draft: Draft): number | null {
	const { account, program, today } = draft;
	const tier = tierOf(program, account.tier);
	const last = stateOf(account.tier_state)?.standing.missed ?? account.tier_until;
	if (!tier || last === null || account.tier_locked_until !== null) return null;
	const growth = growthIn(draft);
	return Math.max(0, keepMin(tier) - growthBetween(growth, windowStart(growth, last), today));
}
