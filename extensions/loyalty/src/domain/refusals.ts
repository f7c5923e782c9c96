import type { Refusal } from '@guanxi/core/decision';

export type Refused = { refusal: Refusal };

const byState = (reason: string, message: string, details?: Record<string, unknown>): Refused => ({
	refusal: { status: 409, reason, message, ...(details ? { details } : {}) },
});
const byRule = (reason: string, message: string): Refused => ({ refusal: { status: 422, reason, message } });

/** Why a movement of points is refused. Refusals by state stick to the request's key. */
export const REFUSALS = {
	frozen: () => byState('account_frozen', 'The account is frozen: no points move until it is released.'),
	broken: (what: string) =>
		byState('account_frozen', `The account is frozen, because its balance and its entries disagree (${what}). Run "crm audit".`),
	closed: () => byState('account_closed', 'The account was closed when it was merged into another one.'),
	ended: () => byState('program_ended', 'The program has ended: points can be spent, but no longer earned.'),
	insufficient: (available: number, points: number) =>
		byState('insufficient_points', `The account has ${available} points to spend; ${points} are needed.`, { available }),
	capReached: (cap: number) =>
		byState('cap_reached', `The account has earned all of the ${cap} points that the program gives in this period.`),
	belowMinimum: (min: number) => byRule('below_minimum', `At least ${min} points are redeemed at a time.`),
	notAStep: (step: number) => byRule('not_a_step', `Points are redeemed in steps of ${step}.`),
	tooManyPoints: () => byRule('too_many_points', 'An account cannot hold so many points.'),
	sameAccount: () => byRule('same_account', 'Points cannot be moved from an account to itself.'),
	otherProgram: () => byRule('other_program', 'The accounts belong to different programs.'),
	openHolds: () => byState('account_has_holds', 'Points of the account are on hold. Post or void the holds first.'),
	alreadyPosted: () => byState('already_posted', 'The hold was posted before.'),
	alreadyVoided: () => byState('already_voided', 'The hold was voided before.'),
	holdExpired: () => byState('hold_expired', 'The hold has timed out, and its points are free again.'),
	moreThanHeld: (held: number) => byRule('more_than_held', `The hold is about ${held} points; no more can be posted.`),
} satisfies Record<string, (...values: never[]) => Refused>;
