import type { Circumstances, Decision } from '../../../extensions/core/src/domain/command/decision.ts';
import { move } from '../../../extensions/loyalty/src/domain/draft.ts';
import type { Book } from '../../../extensions/loyalty/src/domain/model.ts';
import { closeBook, openBook } from '../../../extensions/loyalty/src/domain/open-book.ts';

/** Growth value of an accrual is taken back, as a refund does, and nothing else. */
export function takeGrowth(
	book: Book,
	{ entry, growth }: { entry: string; growth: number },
	circumstances: Circumstances,
): Decision<object> {
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	const lot = draft.lots.get(entry)!;
	move(draft, lot, 0, { type: 'reversal', contra: 'reversal', txn: draft.newId(), reverses: entry, tier_points: -growth });
	return closeBook(draft, () => ({ answer: {} }));
}
