import type { Circumstances, Decision } from '@guanxi/core/decision';
import type { Book } from '../ledger/model.ts';
import { closeBook, openBook } from '../ledger/open-book.ts';
import { unaffordable, type Offer } from '../rewards/offer.ts';
import { REWARDS } from '../rewards/reward.ts';
import { putDown } from './put-down.ts';

export interface RewardsInReach {
	book: Book;
	/** Of the rewards that cost more than the member had before. */
	offers: Offer[];
}

/**
 * A member is told of one reward that they can have now and could not afford before: of several the dearest, since the mail leads to the list of
 * all. Of each reward they hear once, however often their points rise above its price.
 */
export function tellReward({ book, offers }: RewardsInReach, _input: object, circumstances: Circumstances): Decision<{ reward: string | null }> {
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	return closeBook<{ reward: string | null }>(draft, () => {
		const [dearest] = offers.filter((offer) => unaffordable(offer, draft) === null).sort((a, b) => b.reward.points! - a.reward.points!);
		if (!dearest) return { answer: { reward: null } };
		const { id: reward } = dearest.reward;
		const guard = { table: REWARDS, id: reward, match: { status: 'active' } };
		return { answer: { reward }, actions: [putDown({ message: 'reward_available', reward }, { account: draft.account.id, about: reward, guard, now: draft.now })] };
	});
}
