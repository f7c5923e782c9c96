import type { Problem } from '@guanxi/core/problem';
import { refuseAdjustment, refuseRedemption, type Amounts } from '../../../domain/accounts/refuse-amount.ts';

export type MoveKind = 'redemptions' | 'adjustments';

/** What can be spent afterwards: what is given repays debt first. */
export function leftAfter(kind: MoveKind, points: number, { available, debt }: { available: number; debt: number }): number {
	if (kind === 'redemptions') return available - points;
	return available + (points > 0 ? Math.max(0, points - debt) : points);
}

/** What the server would refuse, known before it is asked. */
export function moveProblem(kind: MoveKind, points: number, { available, program }: { available: number; program: Amounts }): Problem | null {
	const refused = kind === 'redemptions' ? refuseRedemption(program, available, points) : refuseAdjustment(available, points);
	return refused && refused.refusal;
}
