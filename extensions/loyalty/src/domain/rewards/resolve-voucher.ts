import type { Circumstances, Decision, Effect } from '@guanxi/core/decision';
import { balanceOf, pointsFact, type Balance } from '../accounts/answers.ts';
import { addLot, type Draft } from '../ledger/draft.ts';
import { lastValidDay } from '../validity/expiry.ts';
import { putBack, type Spent } from '../accounts/give-back.ts';
import type { LoyaltyProblem } from '../loyalty-words.ts';
import type { Book } from '../ledger/model.ts';
import { closeBook, openBook } from '../ledger/open-book.ts';
import { VOUCHER } from './reward-words.ts';
import { cancelEffects, stateOn, voucherFact, VOUCHERS, type Voucher, type VoucherState } from './voucher.ts';

export interface VoucherInBook {
	/** With the lots that paid for the voucher, used up or not. */
	book: Book;
	/** Null: the account has no such voucher. */
	voucher: Voucher | null;
	/** The entries that paid for it, and what came back of them. */
	spent: Spent;
}

export interface VoucherResolved extends Balance {
	voucher: Voucher;
	/** Given back now. */
	points: number;
}

/** A voucher that is issued may be used or cancelled, one that waits only cancelled; from all other states nothing leads on. */
const REFUSED: Record<Exclude<VoucherState, 'issued'>, (voucher: Voucher) => LoyaltyProblem> = {
	waiting: ({ available_on: day }) => ({ reason: 'voucher_waits', params: { day: day! } }),
	used: () => ({ reason: 'already_used' }),
	cancelled: () => ({ reason: 'already_cancelled' }),
	expired: ({ expires_on: day }) => ({ reason: 'voucher_expired', params: { day } }),
};

/** The member gets what the voucher is for. */
export const useVoucher = (state: VoucherInBook, _input: object, circumstances: Circumstances): Decision<VoucherResolved> =>
	resolve(state, 'used', circumstances);

/** Its points go back to the lots that they came from, and its place in the stock is free again. */
export const cancelVoucher = (state: VoucherInBook, _input: object, circumstances: Circumstances): Decision<VoucherResolved> =>
	resolve(state, 'cancelled', circumstances);

function resolve({ book, voucher, spent }: VoucherInBook, to: 'used' | 'cancelled', circumstances: Circumstances): Decision<VoucherResolved> {
	if (voucher === null) return { missing: VOUCHER };
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	const state = stateOn(voucher, draft.today);
	const isOpen = state === 'issued' || (state === 'waiting' && to === 'cancelled');
	if (!isOpen) return { refusal: { status: 409, ...REFUSED[state](voucher) } };
	const txn = draft.newId();
	const points = to === 'cancelled' ? returnPoints(draft, { voucher, spent, txn }) : 0;
	const at = draft.now.getTime();
	const resolved: Voucher = { ...voucher, state: to, [to === 'used' ? 'used_at_ms' : 'cancelled_at_ms']: at };
	return closeBook(draft, () => ({
		answer: { voucher: resolved, points, ...balanceOf(draft.account) },
		effects: to === 'used' ? useEffects(voucher, at) : cancelEffects(voucher, draft.now),
		facts: [
			...(points > 0 ? [pointsFact(draft, 'returned', { txn, points, reward: voucher.reward })] : []),
			voucherFact(draft, to, resolved),
		],
	}));
}

/** What another account paid, before it was merged into this one, comes back as a lot of its own. */
function returnPoints(draft: Draft, { voucher, spent, txn }: { voucher: Voucher; spent: Spent; txn: string }): number {
	const source = { type: 'reward', id: voucher.reward } as const;
	const { program, today } = draft;
	const points = putBack(draft, spent, { originalMinor: 1, refundedMinor: 1, graceDays: program.refund_grace_days, txn, source });
	if (spent.redemption.length > 0 || voucher.points === 0) return points;
	const lot = { points: voucher.points, available_on: today, expires_on: lastValidDay(program, today, today) };
	addLot(draft, { type: 'return', contra: 'redemption', txn, source, ...lot });
	return voucher.points;
}

const useEffects = ({ id }: Voucher, at: number): Effect[] => [
	{ update: VOUCHERS, where: { id, state: 'issued' }, set: { state: 'used', used_at_ms: at } },
];
