import type { Program } from '../ledger/model.ts';
import { REFUSALS, type Refused } from '../refusals.ts';

export type Amounts = Pick<Program, 'redeem_min' | 'redeem_step'>;

/** What may be spent at a time. A hold is a redemption in two steps, so the same amounts are allowed. */
export function refuseAmount({ redeem_min: min, redeem_step: step }: Amounts, points: number): Refused | null {
	const least = Math.max(1, min ?? 1);
	if (points < least) return REFUSALS.belowMinimum(least);
	if (step !== null && points % step !== 0) return REFUSALS.notAStep(step);
	return null;
}

export const refuseRedemption = (program: Amounts, available: number, points: number): Refused | null =>
	refuseAmount(program, points) ?? (available < points ? REFUSALS.insufficient(available, points) : null);

/** A correction heeds no minimum. What it takes must be there. */
export function refuseAdjustment(available: number, points: number): Refused | null {
	if (points === 0) return REFUSALS.zero();
	return available + points < 0 ? REFUSALS.insufficient(available, -points) : null;
}
