import type { Circumstances, Decision } from '@guanxi/core/decision';
import { balanceOf, pointsFact, type Moved } from '../accounts/answers.ts';
import { consume } from '../ledger/draft.ts';
import type { Book } from '../ledger/model.ts';
import { closeBook, openBook } from '../ledger/open-book.ts';
import type { LoyaltyProblem } from '../loyalty-words.ts';
import { unaffordable, type Offer } from './offer.ts';
import { REWARD } from './reward-words.ts';
import { issueVoucher, voucherFact, type Voucher } from './voucher.ts';

export interface RewardState {
	book: Book;
	/** Null: the program has no such reward. */
	offer: Offer | null;
}

export interface RewardRedeemed extends Moved {
	voucher: Voucher;
}

/** A member spends points on a reward and gets a voucher for it. Minimum and step of the program are for points without a reward. */
export function redeemReward({ book, offer }: RewardState, { reason }: { reason?: string }, circumstances: Circumstances): Decision<RewardRedeemed> {
	if (offer === null) return { missing: REWARD };
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	const problem = unaffordable(offer, draft);
	if (problem) return { refusal: { status: isByRule(problem) ? 422 : 409, ...problem } };
	const { reward } = offer;
	const points = reward.points!;
	const txn = draft.newId();
	consume(draft, points, { type: 'redemption', contra: 'redemption', txn, reason, source: { type: 'reward', id: reward.id } });
	const { voucher, effects, actions } = issueVoucher(draft, reward, { points, txn, rule: null, source: null, available_on: null });
	return closeBook(draft, () => ({
		answer: { txn, points, ...balanceOf(draft.account), voucher },
		effects,
		actions,
		facts: [pointsFact(draft, 'redeemed', { txn, points, reward: reward.id }), voucherFact(draft, 'issued', voucher)],
	}));
}

/** Points, stock and limits may be others by the next time; a condition is a rule. */
const isByRule = ({ reason }: LoyaltyProblem): boolean => reason === 'not_eligible';
