import type { Recovery } from './take-back.ts';
import type { GrowthMove } from '../tiers/growth.ts';
import type { TierPolicy } from '../tiers/policy.ts';
import type { AccountTier, ShownTier } from '../tiers/tier-state.ts';

/** Rows are named as they are stored, so that nothing stands between a decision and its writes. */
export type Period = 'day' | 'week' | 'month' | 'quarter' | 'half_year' | 'year';

export interface Program extends TierPolicy {
	id: string;
	key: string;
	status: 'active' | 'ended';
	/** Days of validity and waiting are days in this time zone. */
	timezone: string;
	/** Days that points wait before they can be spent, such as a return window; 0 = none. */
	pending_days: number;
	/** Null = points never expire. */
	expiry_months: number | null;
	/** The last valid day moves to the end of the period it falls in. */
	expiry_round: Period | null;
	/** Points end so many months after the member's last own activity; null = they do not. */
	inactivity_months: number | null;
	/** Before this day none end by that. */
	inactivity_from: string | null;
	redeem_min: number | null;
	redeem_step: number | null;
	earn_cap_points: number | null;
	earn_cap_period: Period | null;
	hold_minutes: number;
	/** Where points of a refunded order are taken from that are no longer in their lot. */
	refund_recovery: Recovery;
	/** Spent points that come back after their last day get so many days more; null = they are lost. */
	refund_grace_days: number | null;
}

export interface Account extends AccountTier {
	id: string;
	program: string;
	customer: string;
	status: 'active' | 'frozen' | 'closed';
	available: number;
	pending: number;
	held: number;
	debt: number;
	/** When the account's newest entry was written; no later decision is about an earlier time. */
	last_activity_at: Date | null;
	/** Number of the account's newest entry. */
	last_seq: number;
	/** The period that `cap_used` counts in, such as "2026-03". */
	cap_period: string | null;
	cap_used: number;
	/** The earliest day from which the months of inactivity of open points count; 9999-12-31 = there are none, null = not known. */
	idle_since: string | null;
	enrolled_at: Date;
}

export const ENTRY_TYPES = [
	'accrual', 'redemption', 'hold', 'release', 'expiry', 'adjustment', 'transfer', 'reversal', 'return', 'merge', 'debt',
] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];

/** The other side of every movement; with the members' side the books add up to nothing. */
export const CONTRAS = ['issuance', 'redemption', 'held', 'breakage', 'reversal', 'goodwill', 'transfer', 'debt'] as const;
export type Contra = (typeof CONTRAS)[number];

/** What may be the cause of an entry. */
export const SOURCE_TYPES = ['order', 'rule', 'reward', 'referral', 'import'] as const;
export type SourceType = (typeof SOURCE_TYPES)[number];

export interface Source {
	type: SourceType;
	id: string;
}

/**
 * One movement of points. A credit without `lot` is itself a lot, points that came together; every other entry takes from
 * or gives back to one lot. Only `status` and `open_points` of a lot ever change.
 */
export interface Entry {
	id: string;
	account: string;
	seq: number;
	/** Entries of one operation share it. */
	txn: string;
	type: EntryType;
	/** Signed; 0 only for an entry that moves growth value and nothing else. */
	points: number;
	/** What is left of a lot; 0 for all other entries. */
	open_points: number;
	/** Of a lot: waiting, open, used up, taken back while it waited. All other entries are posted. */
	status: 'pending' | 'open' | 'posted' | 'void';
	lot: string | null;
	contra: Contra;
	effective_at: Date;
	/** First day on which a lot can be spent. Null for all other entries, as `expires_on`. */
	available_on: string | null;
	/** Last day on which a lot can be spent. */
	expires_on: string | null;
	/** The entry that this one takes back. */
	reverses: string | null;
	/** Growth value, which counts for tiers and is never spent; signed. An entry may move nothing else. */
	tier_points: number;
	/** What it came from, such as `order` and the order's id. */
	source_type: SourceType | null;
	source_id: string | null;
	reason: string | null;
}

export interface Lot extends Entry {
	lot: null;
	available_on: string;
	expires_on: string;
}

export const isLot = (entry: Entry): entry is Lot => entry.lot === null;

export interface Hold {
	id: string;
	account: string;
	points: number;
	posted_points: number;
	state: 'held' | 'posted' | 'voided' | 'expired';
	expires_at: Date;
}

/** A hold that is not resolved, with the entries that took its points from their lots. */
export interface OpenHold extends Hold {
	entries: Entry[];
}

/** All that a decision about an account needs: lots with points left or held, and holds in flight. */
export interface Book {
	program: Program;
	account: Account;
	lots: Lot[];
	holds: OpenHold[];
	/** When the member last earned or spent; null = never, or the program does not look. */
	activeAt: Date | null;
	/** Entries that move growth value, as far back as any window reaches that a tier may still be decided by. */
	growth: GrowthMove[];
	/** Tiers that the customer has in other programs. */
	otherTiers: (ShownTier | null)[];
	/** What the cheapest reward costs that the member could not afford when the book was read; null = there is none. */
	nextPrice: number | null;
}
