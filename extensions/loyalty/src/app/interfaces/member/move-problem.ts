import type { Problem } from '@guanxi/core/problem';
import { REFUSALS } from '../../../domain/refusals.ts';

export type MoveKind = 'redemptions' | 'adjustments';

interface Limits {
	available: number;
	program: { redeem_min: number | null; redeem_step: number | null };
}

/** What can be spent afterwards: what is given repays debt first. */
export function leftAfter(kind: MoveKind, points: number, { available, debt }: { available: number; debt: number }): number {
	if (kind === 'redemptions') return available - points;
	return available + (points > 0 ? Math.max(0, points - debt) : points);
}

/** What the server would refuse, known before it is asked. */
export function moveProblem(kind: MoveKind, points: number, { available, program }: Limits): Problem | null {
	const refused = kind === 'redemptions' ? redemptionProblem(points, available, program) : adjustmentProblem(points, available);
	return refused;
}

function redemptionProblem(points: number, available: number, { redeem_min: min, redeem_step: step }: Limits['program']): Problem | null {
	if (points < Math.max(1, min ?? 1)) return REFUSALS.belowMinimum(Math.max(1, min ?? 1)).refusal;
	if (step !== null && points % step !== 0) return REFUSALS.notAStep(step).refusal;
	return available < points ? REFUSALS.insufficient(available, points).refusal : null;
}

function adjustmentProblem(points: number, available: number): Problem | null {
	if (points === 0) return { field: 'points', reason: 'zero' };
	return available + points < 0 ? REFUSALS.insufficient(available, -points).refusal : null;
}
