import { dateIn } from '@guanxi/core/time';
import { wouldOverflow } from '../accrue.ts';
import { addDays } from '../days.ts';
import { addLot } from '../draft.ts';
import { lastValidDay } from '../expiry.ts';
import type { Entry } from '../model.ts';
import type { Kept } from './order.ts';
import type { Work } from './reckon-order.ts';

/** Points last from the day on which the order was paid; those of an old order may be over before they are written down. */
export function addPoints({ draft, state: { paidAt }, source, txn }: Work, { points, tierPoints }: Kept): void {
	if (wouldOverflow(draft, points)) throw new Error(`Order ${source.id} would give account ${draft.account.id} more points than can be counted`);
	const { program, today } = draft;
	const paidOn = paidAt ? dateIn(paidAt, program.timezone) : today;
	const day = paidOn < today ? paidOn : today;
	const available_on = addDays(day, program.pending_days);
	const expires_on = lastValidDay(program, day, available_on);
	addLot(draft, { type: 'accrual', contra: 'issuance', txn, points, tier_points: tierPoints, source, available_on, expires_on });
}

export const isEarning = ({ type, source_type, source_id }: Entry, order: string): boolean =>
	source_type === 'order' && source_id === order && (type === 'accrual' || type === 'reversal');
