import type { Circumstances, Decision } from '../../../extensions/core/src/domain/command/decision.ts';
import type { Book } from '../../../extensions/loyalty/src/domain/ledger/model.ts';
import { closeBook, openBook } from '../../../extensions/loyalty/src/domain/ledger/open-book.ts';
import { takeBack } from '../../../extensions/loyalty/src/domain/ledger/take-back.ts';

/** Growth value of an accrual is taken back, as a refund does, and nothing else. */
export function takeGrowth(
	book: Book,
	{ entry, growth }: { entry: string; growth: number },
	circumstances: Circumstances,
): Decision<object> {
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	const accrual = draft.lots.get(entry)!;
	const movement = { type: 'reversal', contra: 'reversal', txn: draft.newId(), reverses: accrual.id, tier_points: -growth } as const;
	takeBack(draft, { lot: accrual, entries: [], points: 0, recovery: 'debt', movement });
	return closeBook(draft, () => ({ answer: {} }));
}
