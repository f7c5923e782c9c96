import type { Acceptance, Circumstances, Effect, Fact } from '@guanxi/core/decision';
import { pointsFact } from '../accounts/answers.ts';
import { changedLots, draftOf, timeOf, type Draft } from './draft.ts';
import { incoherence } from './coherence.ts';
import { accountIdleSince } from '../validity/inactivity.ts';
import type { Book, Hold } from './model.ts';
import { REFUSALS, type Refused } from '../refusals.ts';
import { rewardsInReach, tierMessages } from '../messages/put-down.ts';
import { settle } from './settle.ts';
import { tierEffects, tierFacts } from '../tiers/tier-facts.ts';
import { accountTier, seesOther } from '../tiers/tier-state.ts';

export const TABLES = {
	accounts: 'crm_loyalty_accounts',
	entries: 'crm_loyalty_entries',
	holds: 'crm_loyalty_holds',
	members: 'crm_loyalty_members',
	programs: 'crm_loyalty_programs',
} as const;

/** Opens an account's book for a decision, as it is now, or says why nothing moves in it. */
export function openBook(book: Book, circumstances: Circumstances): Draft | Refused {
	const { status } = book.account;
	if (status === 'closed') return REFUSALS.closed();
	if (status === 'frozen') return REFUSALS.frozen();
	const wrong = incoherence(book);
	if (wrong) return REFUSALS.broken(wrong);
	const draft = draftOf(book, circumstances);
	settle(draft);
	return draft;
}

/** Opens two books as they are at one time. */
export function openBoth({ from, to }: Record<'from' | 'to', Book>, given: Circumstances): Record<'from' | 'to', Draft> | Refused {
	const circumstances = { ...given, now: timeOf(to, timeOf(from, given.now)) };
	const first = openBook(from, circumstances);
	if ('refusal' in first) return first;
	const second = openBook(to, circumstances);
	return 'refusal' in second ? second : { from: first, to: second };
}

/**
 * Ends a decision: what went back to a lot that is over expires, what can be spent repays debt, and all of it is written.
 * `tell` is asked after that, so that it sees the balance that the account is left with. What expired is told by whoever
 * writes it down.
 */
export function closeBook<Answer>(draft: Draft, tell: () => Acceptance<Answer>): Acceptance<Answer> {
	settle(draft);
	const told = tell();
	const facts = [...expiredFacts(draft), ...(told.facts ?? []), ...tierFacts(draft)];
	const actions = [...(told.actions ?? []), ...tierMessages(draft), ...rewardsInReach(draft)];
	return { ...told, effects: [...effectsOf(draft), ...(told.effects ?? [])], facts, actions };
}

function expiredFacts(draft: Draft): Fact[] {
	const expiries = draft.added.filter(({ type, points }) => type === 'expiry' && points < 0);
	return [...new Set(expiries.map(({ txn }) => txn))].map((txn) => {
		const points = expiries.reduce((sum, entry) => sum - (entry.txn === txn ? entry.points : 0), 0);
		return pointsFact(draft, 'expired', { txn, points });
	});
}

/** Closes a second book in the same decision; what it answers, if anything, takes the place of the first one's answer. */
export function withEffectsOf<Answer>(
	draft: Draft,
	first: Acceptance<Answer>,
	tell?: () => Acceptance<Answer>,
): Acceptance<Answer> {
	const second = closeBook(draft, tell ?? (() => ({ answer: first.answer })));
	const both = <T>(one: T[] = [], other: T[] = []): T[] => [...one, ...other];
	return {
		...second,
		effects: both(first.effects, second.effects),
		facts: both(first.facts, second.facts),
		actions: both(first.actions, second.actions),
	};
}

/** Guarded by what was read: a writer who came past the lock would make a guard fail, and everything is rolled back. */
export function effectsOf(draft: Draft): Effect[] {
	const { before, account, added, now } = draft;
	const lots = changedLots(draft);
	const holds = changedHolds(draft);
	const idle_since = accountIdleSince(draft);
	const isOther = account.status !== before.account.status || idle_since !== before.account.idle_since || seesOther(account, before.account);
	if (added.length + lots.length + holds.length === 0 && !isOther) return [];
	const { id, last_seq } = before.account;
	const { available, pending, held, debt, cap_period, cap_used, status } = account;
	const gained = available - before.account.available;
	return [
		{
			update: TABLES.accounts,
			where: { id, last_seq },
			set: {
				available, pending, held, debt, cap_period, cap_used, status, idle_since, last_seq: account.last_seq, last_activity_at: now,
				...accountTier(account),
			},
		},
		...lots.map(({ was, is }): Effect => ({
			update: TABLES.entries,
			where: { id: was.id, status: was.status, open_points: was.open_points },
			set: { status: is.status, open_points: is.open_points },
		})),
		...(added.length > 0 ? [{ insert: TABLES.entries, rows: added.map((entry) => ({ ...entry })) }] : []),
		...holds.map(({ id, state, posted_points }): Effect => ({
			update: TABLES.holds,
			where: { id, state: 'held' },
			set: { state, posted_points, resolved_at_ms: now.getTime() },
		})),
		...(gained === 0 ? [] : [{ update: 'crm_customers', where: { id: account.customer }, add: { points_available: gained } }]),
		...tierEffects(draft),
	];
}

const changedHolds = ({ before, holds }: Draft): Hold[] =>
	holds.filter((hold, index) => hold.state !== before.holds[index]?.state);
