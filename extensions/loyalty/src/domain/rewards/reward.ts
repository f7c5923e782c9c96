import { filterOf, instantOf, keyOf, numberOf, textOf } from '../rules/stored-rule.ts';

export const REWARDS = 'crm_loyalty_rewards';
export const REWARD_STATES = ['draft', 'active', 'ended'] as const;

/** What members can have. Its fields are named as they are stored. */
export interface Reward {
	id: string;
	key: string;
	name: string;
	description: string | null;
	image: string | null;
	program: string;
	status: (typeof REWARD_STATES)[number];
	/** Null: not for points; only rules give it. */
	points: number | null;
	/** How many there are in all; null = no limit. */
	stock: number | null;
	/** Vouchers of one member; null = no limit. */
	limit_customer: number | null;
	/** Null = all members. */
	eligibility: Record<string, unknown> | null;
	/** Key of the lowest tier that gets it. */
	min_tier: string | null;
	starts_at: Date | null;
	ends_at: Date | null;
	/** Days in which its voucher can be used; null = for ever. */
	voucher_days: number | null;
}

/** Reads a reward from its row, or from what somebody is about to save. */
export const rewardOf = (row: Record<string, unknown>): Reward => ({
	id: String(row['id']),
	key: String(row['key']),
	name: String(row['name']),
	description: textOf(row['description']),
	image: textOf(row['image']),
	program: keyOf(row['program']),
	status: (row['status'] ?? 'draft') as Reward['status'],
	points: numberOf(row['points']),
	stock: numberOf(row['stock']),
	limit_customer: numberOf(row['limit_customer']),
	eligibility: filterOf(row['eligibility']),
	min_tier: textOf(row['min_tier']),
	starts_at: instantOf(row['starts_at']),
	ends_at: instantOf(row['ends_at']),
	voucher_days: numberOf(row['voucher_days']),
});
