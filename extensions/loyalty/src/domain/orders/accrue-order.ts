import type { Circumstances, Decision } from '@guanxi/core/decision';
import { balanceOf } from '../accounts/answers.ts';
import type { Accrued } from '../accounts/accrue.ts';
import { REFUSALS } from '../refusals.ts';
import { isPaid } from './order.ts';
import { reckonOrder, type OrderState } from './reckon-order.ts';

/** What an order has earned; the lot is null where the rules give nothing for it. */
export type OrderAccrued = Omit<Accrued, 'entry' | 'status' | 'available_on' | 'expires_on'> & {
	entry: string | null;
	status: 'pending' | 'open' | 'posted' | 'void' | null;
	available_on: string | null;
	expires_on: string | null;
};

/** A paid order earns by the rules. One that has earned already, such as by itself when it was paid, answers what it earned. */
export function accrueOrder(state: OrderState, input: { order: string }, circumstances: Circumstances): Decision<OrderAccrued> {
	if (state.order === null) return REFUSALS.orderOfOther();
	if (!isPaid(state.order)) return REFUSALS.orderNotPaid();
	const decision = reckonOrder(state, input, circumstances);
	if (!('answer' in decision)) return decision;
	const { earned, lot, txn } = decision.answer;
	const { id = null, status = null, available_on = null, expires_on = null } = lot ?? {};
	return { ...decision, answer: { txn, points: earned, entry: id, status, available_on, expires_on, ...balanceOf(decision.answer) } };
}
