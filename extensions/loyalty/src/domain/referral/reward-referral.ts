import type { Circumstances, Decision } from '@guanxi/core/decision';
import { dateIn } from '@guanxi/core/time';
import { pointsFact } from '../accounts/answers.ts';
import { countEarned } from '../validity/cap.ts';
import { earnEvent, type EarningEvent, type EventState } from '../events/earn-event.ts';
import type { Draft } from '../ledger/draft.ts';
import type { Entry, Lot } from '../ledger/model.ts';
import { closeBook, openBook } from '../ledger/open-book.ts';
import { recount } from '../rules/recount.ts';
import type { RuleCount } from '../rules/rule-counts.ts';
import { growthLeft, takeBack, takenSoFar } from '../ledger/take-back.ts';
import { withdrawRewards, type Told } from '../rewards/gifts.ts';
import type { Voucher } from '../rewards/voucher.ts';
import type { Referral } from './referral.ts';

export interface RewardState {
	referral: Referral;
	/** Of one side; with the lot that it earned before, if any, among the book's lots. */
	event: EventState;
	/** Entries that move that lot, or that reverse it. */
	entries: Entry[];
	/** What the rules gave for it, and what of that counts against their limits now; read only to take it back. */
	counts: RuleCount[];
	/** Vouchers that rules gave for it. */
	presents: Voucher[];
}

/** Of one side: earned now, or taken back now (negative). */
export interface Rewarded {
	points: number;
}

/** Brings what one side has for a referral into line with its state: given while it counts, taken back whole once it was reversed. */
export function rewardReferral(state: RewardState, { event }: { event: EarningEvent }, circumstances: Circumstances): Decision<Rewarded> {
	switch (state.referral.state) {
		case 'qualified':
		case 'confirmed': {
			const decision = earnEvent(state.event, { event }, circumstances);
			return 'answer' in decision ? { ...decision, answer: { points: decision.answer.replayed ? 0 : decision.answer.points } } : decision;
		}
		case 'reversed':
			return takeAll(state, circumstances);
		default:
			return { answer: { points: 0 } };
	}
}

/** Points and what was not used of the rewards. */
function takeAll({ referral, event: { book, earlier }, entries, counts, presents }: RewardState, circumstances: Circumstances): Decision<Rewarded> {
	if (!earlier) return { answer: { points: 0 } };
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	const withdrawn = withdrawRewards(draft, presents);
	const { points, effects, facts } = takePoints(draft, { referral, accrual: earlier.lot, entries, counts });
	if (points === 0 && effects.length === 0 && withdrawn.effects.length === 0) return { answer: { points: 0 } };
	return closeBook(draft, () => ({
		answer: { points: 0 - points },
		effects: [...effects, ...withdrawn.effects],
		facts: [...facts, ...withdrawn.facts],
	}));
}

interface OfPoints extends Pick<RewardState, 'referral' | 'entries' | 'counts'> {
	accrual: Lot | null;
}

function takePoints(draft: Draft, { referral, accrual, entries, counts }: OfPoints): Pick<Told, 'effects' | 'facts'> & { points: number } {
	const nothing = { points: 0, effects: [], facts: [] };
	if (!accrual) return nothing;
	const points = accrual.points - takenSoFar(accrual, entries);
	const tier_points = growthLeft(accrual, entries);
	if (points === 0 && tier_points === 0) return nothing;
	const txn = draft.newId();
	const source = { type: 'referral', id: referral.id } as const;
	const movement = { type: 'reversal', contra: 'reversal', txn, reverses: accrual.id, tier_points: -tier_points, source } as const;
	takeBack(draft, { lot: accrual, entries, points, recovery: draft.program.refund_recovery, movement });
	countEarned(draft, -points, dateIn(accrual.effective_at, draft.program.timezone));
	return {
		points,
		effects: recount(counts, { has: 0, earned: accrual.points }, draft.today),
		facts: points > 0 ? [pointsFact(draft, 'reversed', { txn, points, referral: referral.id })] : [],
	};
}
