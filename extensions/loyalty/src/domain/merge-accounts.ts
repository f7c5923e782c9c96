import type { Circumstances, Decision } from '@guanxi/core/decision';
import { wouldOverflow } from './accrue.ts';
import { balanceOf, pointsFact, type Moved } from './answers.ts';
import { NEVER } from './days.ts';
import { addLot, move, type Draft } from './draft.ts';
import { closeBook, openBoth, withEffectsOf } from './open-book.ts';
import { REFUSALS } from './refusals.ts';
import { refusePair, type TwoBooks } from './transfer.ts';

/**
 * Two accounts of one customer become one: every lot moves with its first and last day, waiting ones too, and debt moves
 * along. The account left behind is closed. Holds must be resolved before, because whoever made them will post them.
 */
export function mergeAccounts(books: TwoBooks, _input: object, circumstances: Circumstances): Decision<Moved> {
	const wrong = refusePair(books);
	if (wrong) return wrong;
	const drafts = openBoth(books, circumstances);
	if ('refusal' in drafts) return drafts;
	const { from, to } = drafts;
	if (from.account.held > 0) return REFUSALS.openHolds();
	const points = from.account.available + from.account.pending;
	if (wouldOverflow(to, points)) return REFUSALS.tooManyPoints();
	const movement = { type: 'merge', contra: 'transfer', txn: from.newId() } as const;
	for (const lot of [...from.lots.values()].filter(({ open_points: open }) => open > 0)) {
		const { open_points: open, available_on, expires_on } = lot;
		move(from, lot, -open, movement);
		addLot(to, { ...movement, points: open, available_on, expires_on });
	}
	moveDebt(from, to, movement.txn);
	from.account.status = 'closed';
	const { txn } = movement;
	const closed = closeBook(from, () => ({ answer: { txn, points, ...balanceOf(from.account) } }));
	return withEffectsOf(to, closed, () => ({
		answer: { txn, points, ...balanceOf(to.account) },
		facts: [pointsFact(to, 'merged', { txn, points, from: from.account.id })],
	}));
}

/** The one account is lent what it owes and repays with it; the other takes the loan over. */
function moveDebt(from: Draft, to: Draft, txn: string): void {
	const points = from.account.debt;
	if (points === 0) return;
	const lent = { txn, points, expires_on: NEVER } as const;
	const repaid = addLot(from, { ...lent, type: 'merge', contra: 'transfer', available_on: from.today });
	move(from, repaid, -points, { type: 'debt', contra: 'debt', txn });
	const owed = addLot(to, { ...lent, type: 'debt', contra: 'debt', available_on: to.today });
	move(to, owed, -points, { type: 'merge', contra: 'transfer', txn });
}
