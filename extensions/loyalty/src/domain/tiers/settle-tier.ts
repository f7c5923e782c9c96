import { dateIn } from '@guanxi/core/time';
import type { Draft } from '../ledger/draft.ts';
import { follow, isGrowth } from './follow.ts';
import { growthOf, type Growth } from './growth.ts';
import { settingsOf } from './policy.ts';
import { adopt, BASE, evaluateDue, isDue, type Followed, type TierNews } from './standing.ts';
import { bestShown, seenOf, shownTier, stateOf, textOf, type TierState } from './tier-state.ts';

/** What of a decision is about tiers, and what has become of them in it so far. */
export interface TierWork {
	/** Entries of the draft that have been followed. */
	followed: number;
	/** With the words of whoever changed it by hand. */
	news: { why: TierNews | 'override' | 'override_ended'; reason?: string }[];
}

/**
 * Writes down what time and new entries have done to the tier. A tier that was set by hand is what counts until its last day; what
 * the growth value says goes on beneath it.
 */
export function settleTier(draft: Draft): void {
	const before = stateOf(draft.account.tier_state);
	if (!before && draft.program.tiers.length === 0) return;
	const { today, tier: work } = draft;
	const state = inForce(draft, before);
	const take = ({ standing, news }: Followed): void => {
		state.standing = standing;
		if (!state.lock) work.news.push(...news.map((why) => ({ why })));
	};
	if (isDue(state.standing, today)) take(evaluateDue(state.standing, growthIn(draft), today));
	if (state.lock && draft.account.tier_locked_until! < today) {
		state.lock = null;
		work.news.push({ why: 'override_ended' });
	}
	const added = draft.added.slice(work.followed).filter(isGrowth);
	if (added.length > 0) take(follow(state.standing, { ...courseOf(draft), added }));
	work.followed = draft.added.length;
	keepState(draft, state);
}

export function keepState({ account }: Draft, state: TierState): void {
	Object.assign(account, seenOf(state, account.tier_locked_until), { tier_state: textOf(state) });
}

/** Under the settings that the program has now. */
function inForce(draft: Draft, before: TierState | null): TierState {
	const settings = settingsOf(draft.program);
	if (before?.settings === settings) return before;
	const { standing, news } = adopt(before?.standing ?? BASE, growthIn(draft), draft.today);
	const lock = before?.lock ?? null;
	if (!lock) draft.tier.news.push(...news.map((why) => ({ why })));
	return { settings, anchor: { seq: draft.before.account.last_seq, standing }, standing, lock };
}

/** Without what the decision has added and nobody has followed yet. */
export function growthIn(draft: Draft): Growth {
	const { calendar, timezone, known } = courseOf(draft);
	return growthOf(calendar, known, timezone);
}

function courseOf({ before, program, account, added, tier }: Draft) {
	const { timezone } = program;
	const calendar = { policy: program, joined: dateIn(account.enrolled_at, timezone) };
	return { calendar, timezone, known: [...before.growth, ...added.slice(0, tier.followed).filter(isGrowth)] };
}

/** What the customer shows after the decision. */
export const customerTier = ({ account, program, before }: Draft): string | null =>
	bestShown([shownTier(program, account), ...before.otherTiers]);
