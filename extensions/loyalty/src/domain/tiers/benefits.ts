import { accountAt } from '../ledger/account-at.ts';
import type { Book } from '../ledger/model.ts';
import { tierOf } from './policy.ts';

export interface Benefits {
	tier: string | null;
	tier_name: string | null;
	tier_until: string | null;
	discount_percent: number | null;
	benefits: string | null;
	next_tier: string | null;
	points_to_next_tier: number | null;
}

/** What the tier of a member is worth now, whether or not a sweep has looked at it. Prices are the till's business. */
export function benefitsAt(book: Book, now: Date): Benefits {
	const { tier, tier_name, tier_until, next_tier, points_to_next_tier } = accountAt(book, now).tier;
	const { discount_percent = null, benefits = null } = tierOf(book.program, tier) ?? {};
	return { tier, tier_name, tier_until, discount_percent, benefits, next_tier, points_to_next_tier };
}

/** Discounts of several programs are not added: the best one counts. */
export function bestDiscount(all: Pick<Benefits, 'discount_percent'>[]): number | null {
	const given = all.map(({ discount_percent: percent }) => percent).filter((percent) => percent !== null);
	return given.length === 0 ? null : Math.max(...given);
}
