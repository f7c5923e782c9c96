import { expect, it } from 'vitest';
import { leftAfter, moveProblem, type MoveKind } from './move-problem.ts';

const free = { redeem_min: null, redeem_step: null };
const strict = { redeem_min: 100, redeem_step: 50 };

const ROWS: [why: string, kind: MoveKind, points: number, program: typeof free | typeof strict, reason: string | null][] = [
	['all of it', 'redemptions', 300, free, null],
	['more than there is', 'redemptions', 301, free, 'insufficient_points'],
	['nothing is no redemption', 'redemptions', 0, free, 'below_minimum'],
	['less than the program allows', 'redemptions', 50, strict, 'below_minimum'],
	['between two steps', 'redemptions', 120, strict, 'not_a_step'],
	['a step', 'redemptions', 150, strict, null],
	['a correction heeds no minimum', 'adjustments', 7, strict, null],
	['a correction takes what is there', 'adjustments', -300, free, null],
	['and no more', 'adjustments', -301, free, 'insufficient_points'],
	['a correction by nothing', 'adjustments', 0, free, 'zero'],
];

it.each(ROWS)('%s', (_why, kind, points, program, reason) => {
	expect(moveProblem(kind, points, { available: 300, program })?.reason ?? null).toBe(reason);
});

const LEFT: [why: string, kind: MoveKind, points: number, account: { available: number; debt: number }, left: number][] = [
	['what is redeemed is gone', 'redemptions', 100, { available: 300, debt: 0 }, 200],
	['what is given is there', 'adjustments', 100, { available: 300, debt: 0 }, 400],
	['what is taken is gone', 'adjustments', -100, { available: 300, debt: 0 }, 200],
	['debt is repaid first', 'adjustments', 100, { available: 0, debt: 30 }, 70],
	['all of it repays debt', 'adjustments', 100, { available: 0, debt: 130 }, 0],
];

it.each(LEFT)('%s', (_why, kind, points, account, left) => expect(leftAfter(kind, points, account)).toBe(left));
