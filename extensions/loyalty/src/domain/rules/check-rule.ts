import { REFERRAL_SIDES, TRIGGERS, type Trigger } from './rule.ts';
import type { RuleProblem } from './rule-words.ts';
import type { StoredRule } from './stored-rule.ts';

const CHOICES = {
	status: ['draft', 'active', 'paused', 'ended'],
	trigger: TRIGGERS,
	effect: ['fixed', 'per_amount', 'multiplier', 'reward'],
	gives: ['points', 'tier_points', 'both'],
	referral_side: [null, ...REFERRAL_SIDES],
} as const;

type Check = (rule: StoredRule, before: StoredRule | null) => (RuleProblem | false)[];

/** Everything wrong with a rule that can be seen without reading more; empty = it can be saved. `before` is what is stored. */
export function checkRule(rule: StoredRule, before: StoredRule | null): RuleProblem[] {
	return CHECKS.flatMap((check) => check(rule, before)).filter((problem) => problem !== false);
}

const isWhole = (value: number | null, least: number): boolean => value !== null && Number.isSafeInteger(value) && value >= least;

const checkChoices: Check = (rule) =>
	Object.entries(CHOICES).map(
		([field, choices]) =>
			!(choices as readonly unknown[]).includes(rule[field as keyof typeof CHOICES]) &&
			{ field, reason: 'not_a_choice', params: { choices: choices.filter((choice) => choice !== null) } },
	);

const checkEffect: Check = ({ effect, points, per_minor, percent, reward }) => [
	(effect === 'fixed' || effect === 'per_amount') && !isWhole(points, 1) && { field: 'points', reason: 'points_missing' },
	effect === 'per_amount' && !isWhole(per_minor, 1) && { field: 'per_amount', reason: 'amount_missing' },
	effect === 'multiplier' && !isWhole(percent, 0) && { field: 'percent', reason: 'percent_missing' },
	effect === 'reward' && reward === null && { field: 'reward', reason: 'reward_missing' },
];

const checkPeriod: Check = ({ starts_at, ends_at }) => [
	starts_at !== null && Number.isNaN(starts_at.getTime()) && { field: 'starts_at', reason: 'not_an_instant' },
	ends_at !== null && Number.isNaN(ends_at.getTime()) && { field: 'ends_at', reason: 'not_an_instant' },
	starts_at !== null && ends_at !== null && ends_at <= starts_at && { field: 'ends_at', reason: 'ends_before_start' },
];

/** What is asked of one trigger alone. */
const ONLY_FOR = {
	order_filter: 'order_paid',
	interaction_kind: 'interaction',
	interaction_filter: 'interaction',
	referral_side: 'referral_qualified',
	anniversary_year: 'anniversary',
} as const satisfies Partial<Record<keyof StoredRule, Trigger>>;

const checkTrigger: Check = (rule) => {
	const { trigger, effect } = rule;
	const strange = Object.entries(ONLY_FOR).filter(([field, only]) => only !== trigger && rule[field as keyof typeof ONLY_FOR] !== null);
	return [
		...strange.map(([field, only]): RuleProblem => ({ field, reason: 'not_for_trigger', params: { only } })),
		trigger !== 'order_paid' && effect === 'per_amount' && { field: 'effect', reason: 'no_amount' },
		// Given by hand, a rule stands alone.
		trigger === 'manual' && effect === 'multiplier' && { field: 'effect', reason: 'nothing_to_multiply' },
	];
};

/** Entries of points name the rule, so what it is stays; what it says makes a new version. */
const checkPublished: Check = (rule, before) => {
	if (!before || before.version === 0) return [];
	return [
		rule.key !== before.key && { field: 'key', reason: 'stays_as_published' },
		rule.program !== before.program && { field: 'program', reason: 'stays_as_published' },
		rule.status === 'draft' && { field: 'status', reason: 'never_a_draft_again' },
	];
};

const CHECKS: Check[] = [checkChoices, checkEffect, checkPeriod, checkTrigger, checkPublished];
