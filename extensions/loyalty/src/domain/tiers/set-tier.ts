import type { Circumstances, Decision } from '@guanxi/core/decision';
import type { Book } from '../ledger/model.ts';
import { closeBook, openBook } from '../ledger/open-book.ts';
import { REFUSALS } from '../refusals.ts';
import { tierOf } from './policy.ts';
import { keepState } from './settle-tier.ts';
import { stateOf, type AccountTier } from './tier-state.ts';

export interface TierOverride {
	/** Key of a tier; null is the base tier. */
	tier: string | null;
	/** The last day on which it counts. */
	until: string;
	reason: string;
}

export type TierSet = Omit<AccountTier, 'tier_state'>;

/** A tier by hand, better or worse than the growth value says, until a day; afterwards the growth value counts again. */
export function setTier(book: Book, { tier, until, reason }: TierOverride, circumstances: Circumstances): Decision<TierSet> {
	const { program } = book;
	const keys = program.tiers.map(({ key }) => key);
	if (keys.length === 0) return REFUSALS.noTiers();
	if (tier !== null && !tierOf(program, tier)) return REFUSALS.unknownTier(tier, keys);
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	const { account, today } = draft;
	if (until < today) return REFUSALS.dayIsOver(today);
	account.tier_locked_until = until;
	keepState(draft, { ...stateOf(account.tier_state)!, lock: { tier, since: today } });
	draft.tier.news.push({ why: 'override', reason });
	return closeBook(draft, () => ({ answer: tierSet(account) }));
}

/** What the growth value says counts again from now on. */
export function releaseTier(book: Book, { reason }: { reason: string }, circumstances: Circumstances): Decision<TierSet> {
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	const { account } = draft;
	const state = stateOf(account.tier_state);
	if (!state?.lock) return REFUSALS.tierNotLocked();
	keepState(draft, { ...state, lock: null });
	draft.tier.news.push({ why: 'override_ended', reason });
	return closeBook(draft, () => ({ answer: tierSet(account) }));
}

const tierSet = ({ tier, tier_since, tier_until, tier_at_risk, tier_locked_until }: TierSet): TierSet =>
	({ tier, tier_since, tier_until, tier_at_risk, tier_locked_until });
