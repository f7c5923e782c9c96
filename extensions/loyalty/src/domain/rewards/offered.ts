import type { Problem } from '@guanxi/core/problem';
import { draftOf } from '../ledger/draft.ts';
import type { Book } from '../ledger/model.ts';
import { openBook } from '../ledger/open-book.ts';
import { unaffordable, type Offer } from './offer.ts';
import type { Reward } from './reward.ts';

export interface Offered extends Pick<Reward, 'id' | 'key' | 'name' | 'description' | 'image' | 'ends_at'> {
	points: number;
	/** Null = no limit. */
	left: number | null;
	/** How many the member may still have; null = no limit. */
	left_for_member: number | null;
	/** Why the member cannot have it now; null: can. */
	problem: Problem | null;
}

/**
 * What a member can have for points now, and what not and why, cheapest first. What is a draft, not begun or over is left out. Where the
 * account itself stands still, that is why, as for a redemption.
 */
export function offered(book: Book, offers: Offer[], now: Date): Offered[] {
	const circumstances = { now, newId: () => 'not written' };
	const opened = openBook(book, circumstances);
	const still = 'refusal' in opened ? opened.refusal : null;
	const draft = 'refusal' in opened ? draftOf(book, circumstances) : opened;
	return offers
		.map((offer) => ({ offer, problem: unaffordable(offer, draft) }))
		.filter(({ problem }) => problem?.reason !== 'reward_not_available')
		.map(({ offer, problem }) => shown(offer, still ?? problem))
		.sort((a, b) => a.points - b.points || (a.key < b.key ? -1 : 1));
}

const leftOf = (most: number | null, taken: number): number | null => (most === null ? null : Math.max(0, most - taken));

function shown({ reward, issued, own }: Offer, problem: Problem | null): Offered {
	const { id, key, name, description, image, ends_at, points, stock, limit_customer: limit } = reward;
	return { id, key, name, description, image, ends_at, points: points!, left: leftOf(stock, issued), left_for_member: leftOf(limit, own), problem };
}
