import { describe, expect, it } from 'vitest';
import { checkRule } from './check-rule.ts';
import { storedRuleOf, type StoredRule } from './stored-rule.ts';

const rule = (values: Record<string, unknown> = {}): StoredRule =>
	storedRuleOf({ id: 'r', key: 'k', name: 'N', program: 'p', status: 'active', trigger: 'order_paid', effect: 'per_amount', points: 1, per_amount: 1, ...values });
const told = (values: Record<string, unknown>, before: StoredRule | null = null): string[] =>
	checkRule(rule(values), before).map(({ field, reason }) => `${field} ${reason}`);

describe('a rule', () => {
	it.each([
		{ why: 'points for an amount', values: {} },
		{ why: 'fixed points need no amount', values: { effect: 'fixed', per_amount: null } },
		{ why: 'a multiplier needs no points', values: { effect: 'multiplier', points: null, per_amount: null, percent: 0 } },
		{ why: 'a birthday gives fixed points', values: { trigger: 'birthday', effect: 'fixed' } },
		{ why: 'a kind of interaction', values: { trigger: 'interaction', interaction_kind: 'care', effect: 'fixed' } },
		{ why: 'a period', values: { starts_at: '2026-01-01T00:00:00Z', ends_at: '2026-01-01T00:00:01Z' } },
	])('is fine: $why', ({ values }) => expect(told(values)).toEqual([]));

	it.each([
		{ values: { points: null }, says: 'points points_missing' },
		{ values: { points: 0 }, says: 'points points_missing' },
		{ values: { points: 1.5 }, says: 'points points_missing' },
		{ values: { points: 'many' }, says: 'points points_missing' },
		{ values: { per_amount: null }, says: 'per_amount amount_missing' },
		{ values: { per_amount: 0 }, says: 'per_amount amount_missing' },
		{ values: { per_amount: -1 }, says: 'per_amount amount_missing' },
		{ values: { per_amount: 'a lot' }, says: 'per_amount amount_missing' },
		{ values: { effect: 'multiplier' }, says: 'percent percent_missing' },
		{ values: { effect: 'multiplier', percent: -1 }, says: 'percent percent_missing' },
		{ values: { effect: 'gift' }, says: 'effect not_a_choice' },
		{ values: { status: 'on' }, says: 'status not_a_choice' },
		{ values: { starts_at: '2026-02-01', ends_at: '2026-02-01' }, says: 'ends_at ends_before_start' },
		{ values: { starts_at: 'soon' }, says: 'starts_at not_an_instant' },
		{ values: { status: 'draft', trigger: 'enrolment', effect: 'fixed', order_filter: { status: { _eq: 'paid' } } }, says: 'order_filter not_for_trigger' },
		{ values: { status: 'draft', trigger: 'enrolment' }, says: 'effect no_amount' },
		{ values: { interaction_kind: 'care' }, says: 'interaction_kind not_for_trigger' },
		{ values: { interaction_filter: { channel: { _eq: 'visit' } } }, says: 'interaction_filter not_for_trigger' },
		{ values: { referral_side: 'referrer' }, says: 'referral_side not_for_trigger' },
		{ values: { anniversary_year: 1 }, says: 'anniversary_year not_for_trigger' },
		{ values: { status: 'draft', trigger: 'referral_qualified', effect: 'fixed', referral_side: 'friend' }, says: 'referral_side not_a_choice' },
		{ values: { status: 'draft', trigger: 'manual', effect: 'multiplier', percent: 200 }, says: 'effect nothing_to_multiply' },
	])('$says', ({ values, says }) => expect(told(values)).toEqual([says]));

	it.each([
		{ why: 'what it is called in entries', change: { key: 'other' }, says: ['key stays_as_published'] },
		{ why: 'whose points it gives', change: { program: 'q' }, says: ['program stays_as_published'] },
		{ why: 'that it was published', change: { status: 'draft' }, says: ['status never_a_draft_again'] },
		{ why: 'but all that it says may change', change: { points: 5, name: 'M', status: 'ended' }, says: [] },
	])('once published: $why', ({ change, says }) => {
		expect(told(change, rule({ version: 1 }))).toEqual(says);
		expect(told(change, rule({ status: 'draft' }))).toEqual([]);
	});
});
