import type { Refusal } from '@guanxi/core/decision';
import type { LoyaltyProblem } from './loyalty-words.ts';

export type Refused = { refusal: Refusal };

const byState = (problem: LoyaltyProblem, details?: Record<string, unknown>): Refused => ({
	refusal: { status: 409, ...problem, ...(details ? { details } : {}) },
});
const byRule = (problem: LoyaltyProblem): Refused => ({ refusal: { status: 422, ...problem } });

/** Why a movement of points is refused; `loyalty-words.ts` says it. Refusals by state stick to the request's key. */
export const REFUSALS = {
	frozen: () => byState({ reason: 'account_frozen' }),
	/** `found`: what of the account contradicts itself. */
	broken: (found: string) => byState({ reason: 'account_frozen' }, { found }),
	closed: () => byState({ reason: 'account_closed' }),
	customerMerged: (into: string) => byState({ field: 'customer', reason: 'customer_merged', params: { into } }),
	ended: () => byState({ reason: 'program_ended' }),
	insufficient: (available: number, points: number) =>
		byState({ reason: 'insufficient_points', params: { available, points } }, { available }),
	capReached: (cap: number) => byState({ reason: 'cap_reached', params: { cap } }),
	zero: () => byRule({ field: 'points', reason: 'zero' }),
	belowMinimum: (min: number) => byRule({ reason: 'below_minimum', params: { min } }),
	notAStep: (step: number) => byRule({ reason: 'not_a_step', params: { step } }),
	tooManyPoints: () => byRule({ reason: 'too_many_points' }),
	sameAccount: () => byRule({ reason: 'same_account' }),
	otherProgram: () => byRule({ reason: 'other_program' }),
	alreadyPosted: () => byState({ reason: 'already_posted' }),
	alreadyVoided: () => byState({ reason: 'already_voided' }),
	holdExpired: () => byState({ reason: 'hold_expired' }),
	noTiers: () => byRule({ reason: 'no_tiers' }),
	unknownTier: (tier: string, tiers: string[]) => byRule({ field: 'tier', reason: 'unknown_tier', params: { tier, tiers } }),
	dayIsOver: (today: string) => byRule({ field: 'until', reason: 'day_is_over', params: { today } }),
	tierNotLocked: () => byState({ reason: 'tier_not_locked' }),
	isActive: () => byState({ reason: 'account_is_active' }),
	moreThanHeld: (held: number) => byRule({ reason: 'more_than_held', params: { held } }),
	ruleNotByHand: () => byRule({ field: 'rule', reason: 'rule_not_by_hand' }),
	ruleNotMatched: () => byRule({ field: 'rule', reason: 'rule_not_matched' }),
	ruleNotInForce: () => byState({ field: 'rule', reason: 'rule_not_in_force' }),
	ruleLimitReached: () => byState({ field: 'rule', reason: 'rule_limit_reached' }),
	orderNotPaid: () => byState({ reason: 'order_not_paid' }),
	orderOfOther: () => byRule({ field: 'order', reason: 'order_of_other_customer' }),
	noSuchLine: (index: number) => byRule({ field: `lines.${index}.line`, reason: 'no_such_line' }),
	hasLines: () => byRule({ field: 'amount', reason: 'order_has_lines' }),
	moreThanLeft: (field: string, left: string) => byRule({ field, reason: 'more_than_left', params: { left } }),
	unknownCode: () => byRule({ field: 'referral_code', reason: 'unknown_referral_code' }),
	hasReferrer: () => byState({ reason: 'has_referrer' }),
} satisfies Record<string, (...values: never[]) => Refused>;
