import { rankOf, tierOf, type TierPolicy } from './policy.ts';
import type { Standing } from './standing.ts';

/** What an account remembers of its tier besides what is shown; stored as one text. */
export interface TierState {
	/** The program's settings by which the standing was found. */
	settings: string;
	/** The standing under these settings before any entry after number `seq`: from here on it is found again from the entries. */
	anchor: { seq: number; standing: Standing };
	standing: Standing;
	/** Set by hand until `tier_locked_until`, over whatever the growth value says. */
	lock: { tier: string | null; since: string } | null;
}

/** Texts from before tiers were named by their program hold their name as well. */
export function stateOf(stored: string | null): TierState | null {
	if (stored === null) return null;
	const { settings, anchor, standing, lock } = JSON.parse(stored) as TierState;
	return { settings, anchor, standing, lock };
}
export const textOf = (state: TierState | null): string | null => (state === null ? null : JSON.stringify(state));

/** The columns of an account that tiers own. */
export interface AccountTier {
	/** Key of the tier that counts; null is the base tier. */
	tier: string | null;
	tier_since: string | null;
	/** The last day before the tier is looked at again. */
	tier_until: string | null;
	/** In days of grace. */
	tier_at_risk: boolean;
	/** The last day of a tier that was set by hand. */
	tier_locked_until: string | null;
	tier_state: string | null;
}

export const NO_TIER: AccountTier = {
	tier: null, tier_since: null, tier_until: null, tier_at_risk: false, tier_locked_until: null, tier_state: null,
};

export const accountTier = ({ tier, tier_since, tier_until, tier_at_risk, tier_locked_until, tier_state }: AccountTier): AccountTier =>
	({ tier, tier_since, tier_until, tier_at_risk, tier_locked_until, tier_state });

/** Whether more than what is only remembered differs: that alone is not worth a write. */
export const seesOther = (a: AccountTier, b: AccountTier): boolean => COLUMNS.some((name) => a[name] !== b[name]);

const COLUMNS = ['tier', 'tier_since', 'tier_until', 'tier_at_risk', 'tier_locked_until'] as const;

/** A tier as the customer shows it. */
export interface ShownTier {
	name: string;
	rank: number;
}

/** The tier of an account by the name that its program gives it now; one that was merged into another account no longer counts. */
export function shownTier(policy: Pick<TierPolicy, 'tiers'>, { tier: key, status }: { tier: string | null; status: string }): ShownTier | null {
	const tier = status === 'closed' ? null : tierOf(policy, key);
	return tier && { name: tier.name, rank: rankOf(policy, tier.key) };
}

/** The name of the best of a customer's tiers; tiers of different programs compare by their place. */
export const bestShown = (tiers: (ShownTier | null)[]): string | null =>
	tiers.filter((tier) => tier !== null).sort((a, b) => b.rank - a.rank || (a.name < b.name ? -1 : 1))[0]?.name ?? null;

/** What of a standing or of a lock over it is seen. */
export function seenOf({ standing, lock }: TierState, lockedUntil: string | null): Omit<AccountTier, 'tier_state'> {
	if (lock) return { tier: lock.tier, tier_since: lock.since, tier_until: lockedUntil, tier_at_risk: false, tier_locked_until: lockedUntil };
	const { tier, since, until, missed } = standing;
	return { tier, tier_since: since, tier_until: until, tier_at_risk: missed !== null, tier_locked_until: null };
}
