import type { Draft } from '../ledger/draft.ts';
import { rankOf } from './policy.ts';
import { keepState } from './settle-tier.ts';
import { stateOf } from './tier-state.ts';

/**
 * The better of two tiers, until the last day that was told for it. Growth value comes after it, and may raise it further. A tier that somebody
 * set by hand stays, that of the account that goes on before the other's.
 */
export function mergeTiers(from: Draft, to: Draft): void {
	const [left, own] = [stateOf(from.account.tier_state), stateOf(to.account.tier_state)];
	if (!left || !own) return;
	const isBetter = rankOf(to.program, left.standing.tier) > rankOf(to.program, own.standing.tier);
	const takesLock = own.lock === null && left.lock !== null;
	if (!isBetter && !takesLock) return;
	const standing = isBetter ? left.standing : own.standing;
	// What came before is not found again from this account's entries alone.
	const anchor = isBetter ? { seq: to.account.last_seq, standing } : own.anchor;
	if (takesLock) to.account.tier_locked_until = from.account.tier_locked_until;
	keepState(to, { ...own, standing, anchor, lock: own.lock ?? left.lock });
	to.tier.news.push({ why: takesLock ? 'override' : 'qualified' });
}
