/** A step of a program. Rows are named as they are stored. */
export interface Tier {
	key: string;
	name: string;
	color: string | null;
	/** Growth value in the window that makes a member rise. */
	qualify_min: number;
	/** What keeps the tier at its evaluation; null = as much as to rise. */
	keep_min: number | null;
	discount_percent: number | null;
	benefits: string | null;
}

export const TIER_WINDOWS = ['rolling_months', 'rolling_days', 'calendar_year', 'membership_year', 'lifetime'] as const;
export type TierWindow = (typeof TIER_WINDOWS)[number];
export const TIER_DOWNGRADES = ['one_down', 'requalify'] as const;
export type TierDowngrade = (typeof TIER_DOWNGRADES)[number];

export interface TierPolicy {
	/** Lowest first; who has none of them is in the base tier. */
	tiers: Tier[];
	tier_window: TierWindow;
	/** Months or days of a rolling window. */
	tier_window_length: number | null;
	tier_downgrade: TierDowngrade;
	tier_grace_days: number;
	tier_revoke_on_refund: boolean;
}

export const tierOf = ({ tiers }: Pick<TierPolicy, 'tiers'>, key: string | null): Tier | null =>
	tiers.find((tier) => tier.key === key) ?? null;

/** 0 is the base tier. */
export const rankOf = ({ tiers }: Pick<TierPolicy, 'tiers'>, key: string | null): number => tiers.findIndex((tier) => tier.key === key) + 1;

/** The best tier that so much growth value makes a member rise to; null is the base tier. */
export const bestFor = ({ tiers }: Pick<TierPolicy, 'tiers'>, growth: number): Tier | null =>
	tiers.findLast(({ qualify_min: least }) => least <= growth) ?? null;

export const nextTier = ({ tiers }: Pick<TierPolicy, 'tiers'>, key: string | null): Tier | null =>
	tiers[rankOf({ tiers }, key)] ?? null;

export const keepMin = ({ keep_min: keep, qualify_min: qualify }: Tier): number => keep ?? qualify;

/** All that decides about tiers, as a text: accounts remember it, so that a change of the program is noticed. */
export function settingsOf(policy: TierPolicy): string {
	const { tiers, tier_window, tier_window_length, tier_downgrade, tier_grace_days, tier_revoke_on_refund } = policy;
	const steps = tiers.map((tier) => `${tier.key}:${tier.qualify_min}:${keepMin(tier)}`);
	return [tier_window, tier_window_length, tier_downgrade, tier_grace_days, tier_revoke_on_refund, ...steps].join(' ');
}
