import { fromMinor, toMinor } from '@guanxi/core/money';
import { parseInstant } from '@guanxi/core/time';
import type { Effect, ReferralSide, Rule, Trigger } from './rule.ts';

/** A rule as it is edited: with its conditions and limits. Its fields are named as they are stored. */
export interface StoredRule {
	id: string;
	key: string;
	name: string;
	program: string;
	status: Rule['status'];
	/** 0 = never published. */
	version: number;
	trigger: Trigger;
	interaction_kind: string | null;
	/** Null = both. */
	referral_side: ReferralSide | null;
	/** Of enrolment; null = every one. */
	anniversary_year: number | null;
	/** Null = all. */
	order_filter: Record<string, unknown> | null;
	interaction_filter: Record<string, unknown> | null;
	customer_filter: Record<string, unknown> | null;
	effect: Effect['kind'];
	gives: Rule['gives'];
	points: number | null;
	per_minor: number | null;
	percent: number | null;
	/** Id of what the effect `reward` gives. */
	reward: string | null;
	priority: number;
	stack_group: string | null;
	exclusive: boolean;
	starts_at: Date | null;
	ends_at: Date | null;
	limit_customer_day: number | null;
	limit_customer_total: number | null;
	budget_points: number | null;
}

/** Reads a rule from its row, from what somebody is about to save, or from a snapshot; databases give numbers and JSON as text. */
export function storedRuleOf(row: Record<string, unknown>): StoredRule {
	const perAmount = row['per_amount'];
	return {
		id: String(row['id']),
		key: String(row['key']),
		name: String(row['name']),
		program: keyOf(row['program']),
		status: (row['status'] ?? 'draft') as StoredRule['status'],
		version: Number(row['version'] ?? 0),
		trigger: (row['trigger'] ?? 'order_paid') as Trigger,
		interaction_kind: textOf(row['interaction_kind']),
		referral_side: textOf(row['referral_side']) as StoredRule['referral_side'],
		anniversary_year: numberOf(row['anniversary_year']),
		order_filter: filterOf(row['order_filter']),
		interaction_filter: filterOf(row['interaction_filter']),
		customer_filter: filterOf(row['customer_filter']),
		effect: (row['effect'] ?? 'per_amount') as StoredRule['effect'],
		gives: (row['gives'] ?? 'both') as StoredRule['gives'],
		points: numberOf(row['points']),
		per_minor: isMissing(perAmount) ? null : (toMinor(perAmount as string | number) ?? 0),
		percent: numberOf(row['percent']),
		reward: isMissing(row['reward']) ? null : keyOf(row['reward']),
		priority: Number(row['priority'] ?? 100),
		stack_group: textOf(row['stack_group']),
		exclusive: [true, 1, '1', 'true'].includes(row['exclusive'] as never),
		starts_at: instantOf(row['starts_at']),
		ends_at: instantOf(row['ends_at']),
		limit_customer_day: numberOf(row['limit_customer_day']),
		limit_customer_total: numberOf(row['limit_customer_total']),
		budget_points: numberOf(row['budget_points']),
	};
}

/** What a version keeps, as text. Equal rules have equal texts; the number of the version is not a part of it. */
export function snapshotOf({ version: _, per_minor: perMinor, ...rule }: StoredRule): string {
	return JSON.stringify({ ...rule, per_amount: perMinor === null ? null : fromMinor(perMinor) });
}

/** The part of a rule that decides about points. */
export function ruleOf(stored: StoredRule): Rule {
	const { id, key, version, status, trigger, gives, priority, stack_group, exclusive, starts_at, ends_at } = stored;
	const effect = effectOf(stored);
	return { id, key, version, status, trigger, effect, gives, priority, stack_group, exclusive, starts_at, ends_at };
}

function effectOf({ effect, points, per_minor, percent, reward }: StoredRule): Effect {
	if (effect === 'reward') return { kind: 'reward', reward: reward ?? '' };
	if (effect === 'fixed') return { kind: 'fixed', points: points ?? 0 };
	if (effect === 'multiplier') return { kind: 'multiplier', percent: percent ?? 100 };
	return { kind: 'per_amount', points: points ?? 0, per_minor: per_minor ?? 1 };
}

/** Whole seconds, as all databases keep them; an invalid date for what is none, which the guard refuses. */
export function instantOf(stored: unknown): Date | null {
	if (isMissing(stored)) return null;
	const isInstant = stored instanceof Date || typeof stored === 'number';
	const instant = isInstant ? new Date(stored) : (parseInstant(String(stored as string), 'UTC') ?? new Date(Number.NaN));
	return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}

export function filterOf(stored: unknown): StoredRule['order_filter'] {
	if (isMissing(stored)) return null;
	if (typeof stored !== 'string') return stored as StoredRule['order_filter'];
	try {
		return JSON.parse(stored) as StoredRule['order_filter'];
	} catch {
		return stored as never; // refused by the guard as no filter
	}
}

export const numberOf = (stored: unknown): number | null => (isMissing(stored) ? null : Number(stored));
/** A form may name a row by an object with its id. */
export function keyOf(named: unknown): string {
	const key = typeof named === 'object' && named !== null && 'id' in named ? named.id : named;
	return String(key as string);
}

export const textOf = (stored: unknown): string | null => (isMissing(stored) ? null : String(stored));
const isMissing = (stored: unknown): boolean => stored === null || stored === undefined || stored === '';
