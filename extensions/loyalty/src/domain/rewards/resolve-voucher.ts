import type { Circumstances, Decision, Effect } from '@guanxi/core/decision';
import { balanceOf, pointsFact, type Balance } from '../accounts/answers.ts';
import { addLot, type Draft } from '../ledger/draft.ts';
import { addDays } from '../validity/days.ts';
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
	/** What was paid by an account that was merged into this one, by the last days of its lots. */
	paidBefore: { points: number; expires_on: string }[];
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

function resolve({ book, voucher, spent, paidBefore }: VoucherInBook, to: 'used' | 'cancelled', circumstances: Circumstances): Decision<VoucherResolved> {
	if (voucher === null) return { missing: VOUCHER };
	const draft = openBook(book, circumstances);
	if ('refusal' in draft) return draft;
	const state = stateOn(voucher, draft.today);
	const isOpen = state === 'issued' || (state === 'waiting' && to === 'cancelled');
	if (!isOpen) return { refusal: { status: 409, ...REFUSED[state](voucher) } };
	const txn = draft.newId();
	const points = to === 'cancelled' ? returnPoints(draft, { voucher, spent, paidBefore, txn }) : 0;
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

interface Paid extends Pick<VoucherInBook, 'spent' | 'paidBefore'> {
	voucher: Voucher;
	txn: string;
}

/** What another account paid, before it was merged into this one, comes back as lots of its own, which end when those did that paid. */
function returnPoints(draft: Draft, { voucher, spent, paidBefore, txn }: Paid): number {
	const source = { type: 'reward', id: voucher.reward } as const;
	const { program: { refund_grace_days: graceDays }, today } = draft;
	const back = putBack(draft, spent, { originalMinor: 1, refundedMinor: 1, graceDays, txn, source });
	const lots = paidBefore.flatMap(({ points, expires_on: last }) => {
		if (last >= today) return [{ points, expires_on: last }];
		return graceDays === null ? [] : [{ points, expires_on: addDays(today, graceDays) }];
	});
	for (const lot of lots) addLot(draft, { type: 'return', contra: 'redemption', txn, source, ...lot, available_on: today });
	return lots.reduce((sum, { points }) => sum + points, back);
}

const useEffects = ({ id }: Voucher, at: number): Effect[] => [
	{ update: VOUCHERS, where: { id, state: 'issued' }, set: { state: 'used', used_at_ms: at } },
];
