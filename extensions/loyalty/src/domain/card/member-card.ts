import type { AccountView } from '../ledger/account-at.ts';
import { balanceOf, type Balance } from '../accounts/answers.ts';
import { NEVER } from '../validity/days.ts';
import type { Account, EntryType, Lot, Program } from '../ledger/model.ts';
import { tierOf } from '../tiers/policy.ts';

/** Points that come or go together on a day. */
export interface DatedPoints {
	points: number;
	on: string;
}

/** What was done at once out of several lots is one movement to whoever did it. */
export interface CardMovement {
	type: EntryType;
	points: number;
	at: Date;
}

/** What a member sees of the own account, without what only staff need to know. */
export interface MemberCard extends Balance {
	status: Account['status'];
	tier: { name: string; color: string | null; benefits: string | null; until: string | null; at_risk: boolean } | null;
	/** Growth value so far, and where the next tier begins. */
	progress: { next_tier: string; value: number; goal: number } | null;
	expiring: DatedPoints | null;
	arriving: DatedPoints | null;
	entries: CardMovement[];
}

export function memberCard(program: Program, view: AccountView, entries: CardMovement[]): MemberCard {
	const { tier: key, tier_until: until, tier_at_risk, tier_points: value, next_tier } = view.tier;
	const tier = tierOf(program, key);
	const next = tierOf(program, next_tier);
	return {
		...balanceOf(view),
		status: view.status,
		tier: tier && { name: tier.name, color: tier.color, benefits: tier.benefits, until, at_risk: tier_at_risk },
		progress: next && { next_tier: next.name, value, goal: next.qualify_min },
		expiring: nearest(view.lots, 'open', 'expires_on'),
		arriving: nearest(view.lots, 'pending', 'available_on'),
		entries,
	};
}

/** What goes or comes on the first day on which anything does. */
function nearest(lots: Lot[], status: Lot['status'], day: 'expires_on' | 'available_on'): DatedPoints | null {
	const dated = lots.filter((lot) => lot.status === status && lot[day] !== NEVER);
	const on = dated.map((lot) => lot[day]).sort()[0];
	if (on === undefined) return null;
	return { on, points: dated.reduce((sum, lot) => sum + (lot[day] === on ? lot.open_points : 0), 0) };
}
