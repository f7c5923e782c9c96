import type { ActionDraft, Circumstances, Decision } from '@guanxi/core/decision';
import { balanceOf, pointsFact, type Moved } from './answers.ts';
import { consume, type Draft } from '../ledger/draft.ts';
import type { Book } from '../ledger/model.ts';
import { closeBook, openBook } from '../ledger/open-book.ts';
import { refuseRedemption } from './refuse-amount.ts';

export interface Redemption {
	points: number;
	/** The order that they pay for. */
	order?: string;
	reason?: string | null;
}

/** Points are spent, first those that expire first. */
export function redeem(book: Book, { points, order, reason }: Redemption, circumstances: Circumstances): Decision<Moved> {
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	const wrong = refuseRedemption(draft.program, draft.account.available, points);
	if (wrong) return wrong;
	const txn = draft.newId();
	const source = order === undefined ? null : ({ type: 'order', id: order } as const);
	consume(draft, points, { type: 'redemption', contra: 'redemption', txn, reason, source });
	return closeBook(draft, () => ({
		answer: { txn, points, ...balanceOf(draft.account) },
		facts: [pointsFact(draft, 'redeemed', { txn, points })],
		actions: order === undefined ? [] : [lookAtOrder(draft, order, txn)],
	}));
}

export const ORDER_CHANGED = 'loyalty.order-changed';

/** An order that points were spent on is followed from now on, also before it is paid: they come back when it is cancelled or deleted. */
export const lookAtOrder = ({ now }: Draft, order: string, txn: string): ActionDraft => ({
	kind: ORDER_CHANGED, dueAt: now, subjectCollection: 'crm_orders', subjectId: order, payload: {}, dedupeKey: `order_paid_with_points:${txn}`,
});
