import type { AccountTier } from '../../domain/tiers/tier-state.ts';
import { TIER_WINDOWS, type Tier, type TierPolicy } from '../../domain/tiers/policy.ts';
import { dayOf, type Row } from '../ledger/rows.ts';

const numberOf = (stored: unknown): number | null => (stored === null || stored === undefined || stored === '' ? null : Number(stored));
const textOf = (stored: unknown): string | null => (stored === null || stored === undefined ? null : String(stored));
const yesOf = (stored: unknown): boolean => stored === true || Number(stored) === 1;

/** What a program says about tiers, as the three databases give it; what is not set has its default. */
export const tierPolicyOf = (row: Row): TierPolicy => ({
	tiers: listOf(row['tiers']).map(tierOf),
	tier_window: TIER_WINDOWS.find((window) => window === row['tier_window']) ?? 'rolling_months',
	tier_window_length: numberOf(row['tier_window_length']),
	tier_downgrade: row['tier_downgrade'] === 'requalify' ? 'requalify' : 'one_down',
	tier_grace_days: Number(row['tier_grace_days'] ?? 0),
	tier_revoke_on_refund: yesOf(row['tier_revoke_on_refund']),
});

const tierOf = (row: Row): Tier => ({
	key: String(row['key']),
	name: String(row['name'] ?? row['key']),
	color: textOf(row['color']),
	qualify_min: Number(row['qualify_min']),
	keep_min: numberOf(row['keep_min']),
	discount_percent: numberOf(row['discount_percent']),
	benefits: textOf(row['benefits']),
});

/** PostgreSQL gives JSON as a value, the others as text. */
export function listOf(stored: unknown): Row[] {
	const value: unknown = typeof stored === 'string' ? JSON.parse(stored) : stored;
	return Array.isArray(value) ? (value as Row[]) : [];
}

export const tierColumnsOf = (row: Row): AccountTier => ({
	tier: textOf(row['tier']),
	tier_since: dayOf(row['tier_since']),
	tier_until: dayOf(row['tier_until']),
	tier_at_risk: yesOf(row['tier_at_risk']),
	tier_locked_until: dayOf(row['tier_locked_until']),
	tier_state: textOf(row['tier_state']),
});
